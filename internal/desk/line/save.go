package line

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Bounds of what is decided about a line.
const (
	maxPriority = 100
	maxTarget   = 24 * time.Hour
)

// Save adds a line (ID 0) or changes one. Desk and channel stay as they were. It asks for verb line.configure at the desk.
// Errors: errs.Forbidden, errs.NotFound, errs.Invalid, errs.Conflict when somebody has changed it meanwhile.
func (s *Service) Save(ctx context.Context, by authz.Actor, in Line) (Line, error) {
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if in.ID != 0 {
			old, err := loadLine(ctx, tx, in.ID)
			if err != nil {
				return err
			}
			if !mayAt(by, MayConfigure, old.Org, old.Desk) {
				return errs.Missing()
			}
			in.Org, in.Desk, in.Channel, in.Key = old.Org, old.Desk, old.Channel, old.Key
		} else if !mayAt(by, MayConfigure, in.Org, in.Desk) {
			return errs.Denied(string(MayConfigure))
		} else if _, err := directory.DeskFor(ctx, tx, in.Org, in.Desk); err != nil {
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		in.Version++
		if in.ID == 0 {
			id, err := tx.Insert(ctx, insertLine, in.values()...)
			if err != nil {
				return inWords(err)
			}
			in.ID = LineID(id)
		} else if n, err := tx.Exec(ctx, updateLine, append(in.values(), int64(in.ID))...); err != nil {
			return inWords(err)
		} else if n == 0 {
			return errs.E(errs.Conflict, "line.error.changed")
		}
		tx.Poke(Topic(in.Desk))
		_, err := s.Events.Append(ctx, tx, by, event.Draft{
			Org: int64(in.Org), Kind: LineStream, Stream: int64(in.ID), Pos: in.Version, Type: EventLine, Payload: in,
		})
		return err
	})
	return in, err
}

// inWords says it in words when the number or the key belongs to another line.
func inWords(err error) error {
	var bad errs.Fields
	switch {
	case sqldb.Violates(err, "line_org_id_number_key"):
		bad.Add("number", "line.error.number_taken")
	case sqldb.Violates(err, "line_org_id_key_key"):
		bad.Add("key", "line.error.key_taken")
	default:
		return err
	}
	return bad.Err()
}

// check returns everything wrong with a line at once, and writes its number in its one form.
func (l *Line) check() error {
	var bad errs.Fields
	l.Key, l.NameSv, l.NameEn, l.Queue = clean.Line(l.Key, 40), clean.Line(l.NameSv, 100), clean.Line(l.NameEn, 100), clean.Line(l.Queue, 100)
	if l.Key == "" {
		bad.Add("key", "error.required")
	}
	if l.NameSv == "" {
		bad.Add("name_sv", "error.required")
	}
	if !slices.Contains(Channels(), l.Channel) {
		bad.Add("channel", "error.choose")
	}
	if l.Channel == ticket.Phone {
		number := Number(l.Number, "")
		if number == "" || short(number) || len(number) < 7 {
			bad.Add("number", "line.error.number")
		}
		l.Number = number
	} else {
		l.Number, l.Queue, l.Cost, l.Abroad = "", "", CostUnsaid, false
	}
	if !isCost(l.Cost) {
		bad.Add("cost", "error.choose")
	}
	if l.Audience != "" && !l.Audience.Valid() {
		bad.Add("audience", "error.choose")
	}
	if l.Priority < 0 || l.Priority > maxPriority {
		bad.Add("priority", "error.choose")
	}
	if l.Target < 0 || l.Target > maxTarget {
		bad.Add("target", "error.number")
	}
	return bad.Err()
}
