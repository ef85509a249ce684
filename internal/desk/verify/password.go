package verify

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// GivePassword gives whom a case is for a password that counts once, when they have been checked. It is returned to be
// read to them, and kept nowhere. Errors: errs.Conflict, whose text says what to do, errs.Forbidden, errs.NotFound.
func (s *Service) GivePassword(ctx context.Context, by authz.Actor, id ticket.ID) (string, error) {
	t, err := s.d.Ticket.Load(ctx, by, id)
	if err != nil {
		return "", err
	}
	if err := s.mayCheck(by, &t); err != nil {
		return "", err
	}
	if t.Requester == 0 {
		return "", errs.E(errs.Conflict, "verify.error.nobody")
	}
	once, err := s.d.Access.PrepareOnce(ctx, by, t.Requester)
	if err != nil {
		return "", err
	}
	asked := t.Requester
	err = s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := s.d.Ticket.StepIn(ctx, tx, by, id, ticket.EventPasswordGiven, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, p *ticket.Payload) error {
			if t.Requester != asked {
				return errs.E(errs.Conflict, "verify.error.locked") // The case is for somebody else by now.
			}
			p.Internal, p.How = true, "once"
			return s.RequireIn(ctx, tx, by, Password, t.ID, t.Requester)
		})
		if err != nil {
			return err
		}
		return s.d.Access.GiveOnceIn(ctx, tx, by, once)
	})
	if err != nil {
		return "", err
	}
	return once.Words, nil
}

// Prefer notes how whom a case is for wants to be spoken with, when they have been checked.
// Errors: as directory.Prefer, and errs.Conflict without fields, whose text says what to do.
func (s *Service) Prefer(ctx context.Context, by authz.Actor, id ticket.ID, person directory.PersonID, version int64, in directory.PreferInput) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		t, err := ticket.LoadIn(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if person == 0 || t.Requester != person || !ticket.SeesInternal(by, &t) {
			return errs.Missing()
		}
		if err := s.RequireIn(ctx, tx, by, Contact, id, person); err != nil {
			return err
		}
		if _, err := s.d.Directory.PreferIn(ctx, tx, by, person, version, in); err != nil {
			return err
		}
		_, err = s.d.Ticket.StepIn(ctx, tx, by, id, ticket.EventWishesChanged, func(_ context.Context, _ *sqldb.Tx, _ *ticket.Ticket, p *ticket.Payload) error {
			p.Internal, p.How = true, string(Contact)
			return nil
		})
		return err
	})
}
