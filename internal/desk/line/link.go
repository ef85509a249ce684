package line

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// LinkIn says which case a contact was about, for a caller who knows that the actor may see both. The same again does
// nothing. Errors: errs.NotFound.
func (s *Service) LinkIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ContactID, t ticket.ID) (Contact, error) {
	c, err := loadContact(ctx, tx, id)
	if err != nil || c.Ticket == t {
		return c, err
	}
	before := c
	c.Ticket = t
	return c, s.linked(ctx, tx, by, &before, &c)
}

// KnowIn says with whom a contact is, once somebody has told. Errors: errs.NotFound.
func (s *Service) KnowIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ContactID, p directory.PersonID) (Contact, error) {
	c, err := loadContact(ctx, tx, id)
	if err != nil || c.Person == p {
		return c, err
	}
	before := c
	if err := c.about(ctx, tx, p); err != nil {
		return c, err
	}
	return c, s.linked(ctx, tx, by, &before, &c)
}

func (s *Service) linked(ctx context.Context, tx *sqldb.Tx, by authz.Actor, before, after *Contact) error {
	if err := change(ctx, tx, before, after); err != nil {
		return err
	}
	return s.tell(ctx, tx, by, after, EventLinked, tx.Now())
}
