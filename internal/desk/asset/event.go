package asset

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Stream is the kind of a device's stream.
const Stream = "asset"

// The events. Their payload is Told.
const (
	EventCreated = "asset.created"
	EventChanged = "asset.changed"
	EventLinked  = "asset.linked" // Somebody else has it, or it stands elsewhere.
	EventEnded   = "asset.ended"
)

// Told is what an event tells: what differs. People, units, sites and levels stand there by number: a name may become a
// secret later.
type Told struct {
	Kind    Kind               `json:"kind"`
	Person  directory.PersonID `json:"person,omitempty"`
	Unit    directory.UnitID   `json:"unit,omitempty"`
	Changes []directory.Change `json:"changes,omitempty"`
}

func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a *Asset, what string, changes []directory.Change) error {
	pos, err := sqldb.One(ctx, tx, nextPos, sqldb.Value[int64], Stream, int64(a.ID))
	if err != nil {
		return err
	}
	_, err = s.d.Events.Append(ctx, tx, by, event.Draft{
		Org: int64(a.Org), Kind: Stream, Stream: int64(a.ID), Pos: pos, Type: what, Label: string(a.State),
		Payload: Told{Kind: a.Kind, Person: a.Person, Unit: a.Unit, Changes: changes},
	})
	return err
}

// differences are the fields in which two rows differ.
func differences(before, after *Asset) []directory.Change {
	var out []directory.Change
	add := func(field, was, is string) {
		if was != is {
			out = append(out, directory.Change{Field: field, Old: was, New: is})
		}
	}
	add("tag", before.Tag, after.Tag)
	add("serial", before.Serial, after.Serial)
	add("name", before.Name, after.Name)
	add("kind", string(before.Kind), string(after.Kind))
	add("model", before.Model, after.Model)
	add("model_id", number(before.ModelID), number(after.ModelID))
	add("level", number(before.Level), number(after.Level))
	add("person", number(before.Person), number(after.Person))
	add("unit", number(before.Unit), number(after.Unit))
	add("site", number(before.Site), number(after.Site))
	add("source", string(before.Source), string(after.Source))
	add("delivered", before.Delivered, after.Delivered)
	add("life", number(before.Life), number(after.Life))
	add("renew", before.Renew, after.Renew)
	add("state", string(before.State), string(after.State))
	add("ended_why", before.EndedWhy, after.EndedWhy)
	return out
}

func number[T ~int | ~int64](n T) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}

// Entry is a line of a device's history, with names for numbers as far as the reader may know them.
type Entry struct {
	At      time.Time
	By      string
	Type    string
	Changes []directory.Change
}

// History tells what happened to a device that the actor sees, newest first. Errors: errs.NotFound.
func (s *Service) History(ctx context.Context, by authz.Actor, id ID) ([]Entry, error) {
	if _, err := s.ByID(ctx, by, id); err != nil {
		return nil, err
	}
	events, err := event.Stream(ctx, s.d.DB, Stream, int64(id))
	if err != nil {
		return nil, err
	}
	told := make([]Told, len(events))
	for i := range events {
		if err := events[i].Decode(&told[i]); err != nil {
			return nil, err
		}
	}
	names, err := s.names(ctx, by, told)
	if err != nil {
		return nil, err
	}
	var out []Entry
	for i := len(events) - 1; i >= 0; i-- {
		e := Entry{At: events[i].At, By: events[i].ActorAs, Type: events[i].Type}
		for _, c := range told[i].Changes {
			if known, ok := names[c.Field]; ok {
				c.Old, c.New = known[c.Old], known[c.New]
			}
			e.Changes = append(e.Changes, c)
		}
		out = append(out, e)
	}
	return out, nil
}

// named are the fields that stand in the history by number, and the table whose names they are.
func named(by authz.Actor) map[string]func(w *sqldb.Where) string {
	return map[string]func(w *sqldb.Where) string{
		"unit":  func(*sqldb.Where) string { return `select x.id, x.name from unit x where ` },
		"site":  func(*sqldb.Where) string { return `select x.id, x.name from site x where ` },
		"level": func(*sqldb.Where) string { return `select x.id, x.name_sv from support_level x where ` },
		"person": func(w *sqldb.Where) string {
			condition, args := directory.NamesSeen(by).For("x").SQL()
			w.And(condition, args...)
			return `select x.id, x.given_name || ' ' || x.family_name from person x where `
		},
	}
}

func (s *Service) names(ctx context.Context, by authz.Actor, told []Told) (map[string]map[string]string, error) {
	out := map[string]map[string]string{"model_id": {}}
	for field, from := range named(by) {
		out[field] = map[string]string{}
		var ids []int64
		for _, t := range told {
			for _, c := range t.Changes {
				if c.Field != field {
					continue
				}
				for _, text := range []string{c.Old, c.New} {
					if id, err := strconv.ParseInt(text, 10, 64); err == nil {
						ids = append(ids, id)
					}
				}
			}
		}
		if len(ids) == 0 {
			continue
		}
		var w sqldb.Where
		text := from(&w)
		w.And("x.id {{in ?}}", sqldb.List[int64](ids))
		err := sqldb.Each(ctx, s.d.DB, sqldb.Q("asset.names", text+w.SQL()), func(r sqldb.Row) error {
			var id int64
			var name string
			err := r.Scan(&id, &name)
			out[field][fmt.Sprint(id)] = name
			return err
		}, w.Args()...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func stockholm() *time.Location { return clock.Stockholm() }

var nextPos = sqldb.Q("asset.next_pos", `select coalesce(max(pos), 0) + 1 from event where kind = $1 and stream_id = $2`)
