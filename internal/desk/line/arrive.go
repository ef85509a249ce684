package line

import (
	"context"
	"errors"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Arrival is somebody coming by a line.
type Arrival struct {
	Line     LineID
	Source   string // The telephone system; "" for a chat.
	External string // The call's number there. The same again is the same contact.
	Caller   string // The number as shown.
	Person   directory.PersonID
	Category directory.Category   // "": the line's, else the person's.
	Group    directory.GroupID    // 0: the line's.
	Rings    []directory.PersonID // Whose telephones ring.
	Came     time.Time            // Zero: now.
}

// ArriveIn registers that somebody came, for a channel that has decided to let them. The same Source and External again
// is the contact as it stands. Errors: errs.NotFound for a line that does not exist.
func (s *Service) ArriveIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in Arrival) (Contact, error) {
	if in.External != "" {
		c, found, err := sqldb.Maybe(ctx, tx, contactByLineKey, scanContact, int64(in.Line), in.Source, in.External)
		if err != nil || found {
			return c, err
		}
	}
	l, err := loadLine(ctx, tx, in.Line)
	if err != nil {
		return Contact{}, err
	}
	c := Contact{
		Org: l.Org, Desk: l.Desk, Line: l.ID, Channel: l.Channel, Category: in.Category, Source: in.Source, External: in.External,
		Caller: clean.Line(in.Caller, 60), Person: in.Person, Group: in.Group, State: Waiting, Priority: l.Priority, Target: l.Target, Came: in.Came,
	}
	if c.Came.IsZero() || c.Came.After(tx.Now()) {
		c.Came = tx.Now()
	}
	if c.Group == 0 {
		c.Group = l.Group
	}
	if c.Category == "" {
		c.Category = l.Audience
	}
	if err := c.about(ctx, tx, in.Person); err != nil {
		return Contact{}, err
	}
	if c.Open, err = s.openAt(ctx, tx, l, c.Came); err != nil {
		return Contact{}, err
	}
	if err := change(ctx, tx, &Contact{}, &c); err != nil {
		return Contact{}, err
	}
	if err := ring(ctx, tx, c.ID, in.Rings); err != nil {
		return Contact{}, err
	}
	return c, s.tell(ctx, tx, by, &c, EventCame, c.Came)
}

var contactByLineKey = sqldb.Q("line.contact_by_line_key", `
	select `+contactColumns+` from contact l
	where l.org_id = (select n.org_id from line n where n.id = $1) and l.source = $2 and l.external = $3 {{for_update}}`)

// about says who the contact is with: their category where the line tells none, and whether they are protected.
func (c *Contact) about(ctx context.Context, q sqldb.Querier, id directory.PersonID) error {
	c.Person = id
	if id == 0 {
		return nil
	}
	p, err := directory.Load(ctx, q, id)
	if errors.Is(err, sqldb.ErrNone) {
		return errs.Missing()
	}
	if err != nil {
		return err
	}
	c.Sealed = p.Protected
	if c.Category == "" {
		c.Category = p.Category
	}
	return nil
}

func (s *Service) openAt(ctx context.Context, q sqldb.Querier, l Line, at time.Time) (bool, error) {
	if s.Calendar == nil {
		return true, nil
	}
	c, err := s.Calendar.For(ctx, q, l.Org, string(l.Channel), at)
	if err != nil {
		return false, err
	}
	return c.Open(at), nil
}

// ring notes whose telephones ring, and tells them.
func ring(ctx context.Context, tx *sqldb.Tx, id ContactID, people []directory.PersonID) error {
	slices.Sort(people)
	for _, p := range slices.Compact(people) {
		if _, err := tx.Exec(ctx, insertRing, int64(p), int64(id)); err != nil {
			return err
		}
		tx.Poke(CallsTopic(p))
	}
	return nil
}

// silence notes that no telephone rings for a contact any longer.
func silence(ctx context.Context, tx *sqldb.Tx, id ContactID) error {
	rang, err := sqldb.All(ctx, tx, deleteRings, sqldb.Value[directory.PersonID], int64(id))
	for _, p := range rang {
		tx.Poke(CallsTopic(p))
	}
	return err
}

func loadLine(ctx context.Context, q sqldb.Querier, id LineID) (Line, error) {
	l, found, err := sqldb.Maybe(ctx, q, lineByID, scanLine, int64(id))
	if err == nil && !found {
		err = errs.Missing()
	}
	return l, err
}

func loadContact(ctx context.Context, tx *sqldb.Tx, id ContactID) (Contact, error) {
	c, found, err := sqldb.Maybe(ctx, tx, contactByID, scanContact, int64(id))
	if err == nil && !found {
		err = errs.Missing()
	}
	return c, err
}
