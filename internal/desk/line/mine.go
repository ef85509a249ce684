package line

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// afterwards is how long an agent is reminded to say what a contact was about, and of how many.
const (
	afterwards = 12 * time.Hour
	reminded   = 5
)

// Mine returns the actor's own contacts: those that ring for them, those they have, and then those that ended lately and
// nobody has said what they were about. One statement.
func (s *Service) Mine(ctx context.Context, by authz.Actor) ([]Contact, error) {
	if !by.May(MayTake) {
		return nil, errs.Denied(string(MayTake))
	}
	var w sqldb.Where
	condition, args := taken(by).SQL()
	w.And(condition, args...)
	mine := w.Numbered(`select r.contact_id from contact_ring r where r.person_id = ?
		union select x.id from contact x where x.agent_id = ? and x.state = 'active'
		union select y.id from (select z.id from contact z where z.agent_id = ? and z.state = 'ended' and z.ticket_id is null and z.note = ''
			and z.ended_at > ? order by z.id desc limit ?) y`, by.Person, by.Person, by.Person, sqldb.Time(s.DB.Now().Add(-afterwards)), reminded)
	text := "select " + shownColumns + shownFrom + "where l.id in (" + mine + ") and " + w.SQL() +
		" order by case l.state when 'waiting' then 0 when 'active' then 1 else 2 end, l.priority desc, l.came_at limit 50"
	return sqldb.All(ctx, s.DB, sqldb.Q("line.mine", text), scanShown, w.Args()...)
}

// Rings reports whether a telephone of a person rings just now: one look in an index, for open pages.
func (s *Service) Rings(ctx context.Context, q sqldb.Querier, who directory.PersonID) (bool, error) {
	_, found, err := sqldb.Maybe(ctx, q, ringsFor, sqldb.Value[int64], int64(who))
	return found, err
}

var ringsFor = sqldb.Q("line.rings", `select contact_id from contact_ring where person_id = $1 limit 1`)

// Get returns one contact of a desk where the actor takes contacts. Errors: errs.NotFound.
func (s *Service) Get(ctx context.Context, by authz.Actor, id ContactID) (Contact, error) {
	return get(ctx, s.DB, by, "l.id = ?", int64(id))
}

// ByCall returns the newest contact of the actor's organisation with a number in a telephone system. Errors: errs.NotFound.
func (s *Service) ByCall(ctx context.Context, by authz.Actor, callID string) (Contact, error) {
	return get(ctx, s.DB, by, `l.org_id = ? and l.source in (select s.key from call_source s where s.org_id = ?) and l.external = ?`, by.Org, by.Org, callID)
}

func get(ctx context.Context, q sqldb.Querier, by authz.Actor, which string, what ...any) (Contact, error) {
	var w sqldb.Where
	condition, args := taken(by).SQL()
	w.And(which, what...)
	w.And(condition, args...)
	c, found, err := sqldb.Maybe(ctx, q, sqldb.Q("line.get", "select "+shownColumns+shownFrom+"where "+w.SQL()+" order by l.id desc limit 1"), scanShown, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return c, err
}

// Take lets the actor answer a contact, where no telephone system says that they did. Errors: errs.NotFound, errs.Conflict
// when it has ended, or a colleague was first.
func (s *Service) Take(ctx context.Context, by authz.Actor, id ContactID) error {
	return s.act(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, c *Contact) error {
		if c.State == Ended {
			return errs.E(errs.Conflict, "line.error.ended")
		}
		if c.State == Active && int64(c.Agent) != by.Person {
			return errs.E(errs.Conflict, "line.error.taken")
		}
		return s.answer(ctx, tx, by, c, directory.PersonID(by.Person), tx.Now())
	})
}

// End lets the actor say that a contact is over, where no telephone system does. Errors: errs.NotFound.
func (s *Service) End(ctx context.Context, by authz.Actor, id ContactID) error {
	return s.act(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, c *Contact) error {
		return s.end(ctx, tx, by, c, "", "", tx.Now())
	})
}

// maxNote bounds what a contact was about, in runes.
const maxNote = 500

// About says what a contact was about: a case that the actor sees, or a few words. Errors: errs.NotFound, errs.Invalid.
func (s *Service) About(ctx context.Context, by authz.Actor, id ContactID, t ticket.ID, note string) error {
	note = clean.Line(note, maxNote)
	if t == 0 && note == "" {
		var bad errs.Fields
		bad.Add("note", "line.error.about")
		return bad.Err()
	}
	return s.act(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, c *Contact) error {
		before := *c
		if c.Note = note; t != 0 {
			c.Ticket = t
		}
		if *c == before {
			return nil
		}
		return s.linked(ctx, tx, by, &before, c)
	})
}

// RegisteredIn says that a case was registered from a contact, and with whom that was. Errors: errs.NotFound.
func (s *Service) RegisteredIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ContactID, t *ticket.Ticket) error {
	if _, err := get(ctx, tx, by, "l.id = ?", int64(id)); err != nil {
		return err
	}
	c, err := loadContact(ctx, tx, id)
	if err != nil {
		return err
	}
	before := c
	c.Ticket = t.ID
	if t.Requester != 0 && c.Person == 0 {
		if err := c.about(ctx, tx, t.Requester); err != nil {
			return err
		}
	}
	return s.linked(ctx, tx, by, &before, &c)
}

// act does something to a contact that the actor takes.
func (s *Service) act(ctx context.Context, by authz.Actor, id ContactID, fn func(ctx context.Context, tx *sqldb.Tx, c *Contact) error) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := get(ctx, tx, by, "l.id = ?", int64(id)); err != nil {
			return err
		}
		c, err := loadContact(ctx, tx, id)
		if err != nil {
			return err
		}
		return fn(ctx, tx, &c)
	})
}
