package ticket

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Entry is one line of a ticket's history.
type Entry struct {
	event.Event
	Payload
}

// History returns everything that happened to a ticket, oldest first: without the desk's own doings for those who may
// not see them. It cannot be changed by anybody.
func (s *Service) History(ctx context.Context, by authz.Actor, t *Ticket) ([]Entry, error) {
	events, err := event.Stream(ctx, s.db, Stream, int64(t.ID))
	if err != nil {
		return nil, err
	}
	internal := SeesInternal(by, t)
	out := make([]Entry, 0, len(events))
	for _, e := range events {
		p, err := DecodePayload(e)
		if err != nil {
			return nil, err
		}
		if p.Internal && !internal {
			continue
		}
		out = append(out, Entry{Event: e, Payload: p})
	}
	return out, nil
}

// Holder is somebody who had the ticket, from when to when.
type Holder struct {
	Group    directory.GroupID
	Assignee directory.PersonID
	From, To time.Time // To is zero for who has it now.
}

// Holders returns who has had a ticket, in order, out of its history.
func Holders(history []Entry) []Holder {
	var out []Holder
	var now Holder
	for _, e := range history {
		group, changedGroup := e.Changes["group_id"]
		person, changedPerson := e.Changes["assignee_id"]
		ended := false
		if state, ok := e.Changes["state"]; ok {
			to, _ := state.To.(string)
			ended = State(to).Ended()
		}
		if !changedGroup && !changedPerson && !ended {
			continue
		}
		next := now
		if changedGroup {
			next.Group = directory.GroupID(toInt(group.To))
		}
		if changedPerson {
			next.Assignee = directory.PersonID(toInt(person.To))
		}
		if now.Group != 0 || now.Assignee != 0 {
			now.To = e.At
			out = append(out, now)
		}
		now = Holder{Group: next.Group, Assignee: next.Assignee, From: e.At}
		if ended {
			now = Holder{}
		}
	}
	if now.Group != 0 || now.Assignee != 0 {
		out = append(out, now)
	}
	return out
}

// Replay builds a ticket from its events alone: what check compares with the row.
func Replay(events []event.Event) (Ticket, error) {
	var t Ticket
	for _, e := range events {
		p, err := DecodePayload(e)
		if err != nil {
			return t, err
		}
		apply(&t, p.Changes)
		t.ID, t.Version = ID(e.Stream), e.Pos
	}
	return t, nil
}

// Differences names the columns in which two tickets differ.
func Differences(a, b *Ticket) []string {
	var out []string
	for _, f := range fields {
		if f.get(a) != f.get(b) {
			out = append(out, f.column)
		}
	}
	return out
}

var upsertRead = sqldb.Q("read.upsert", `
	insert into ticket_read (ticket_id, person_id, read_at) values ($1, $2, $3)
	on conflict (ticket_id, person_id) do update set read_at = excluded.read_at`)

// Seen notes that the requester has read the ticket; on a solved one that is how the user is known to have been told.
func (s *Service) Seen(ctx context.Context, by authz.Actor, t *Ticket) error {
	if !t.Concerns(by.Person) {
		return nil
	}
	if t.State == StateResolved && t.ToldAt.IsZero() {
		told, err := s.MarkTold(ctx, by, t.ID, "read")
		if err != nil {
			return err
		}
		*t = told
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, upsertRead, int64(t.ID), by.Person, sqldb.Time(tx.Now()))
		return err
	})
}
