package connector

import (
	"context"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// ResetFor gives whom a case is for a new password in the directory, when they have been checked. It is returned to be
// read to them, and counts as soon as the job is done. Whoever holds fewer rights than the person may not: a password is a
// way to all that the person may. Errors: errs.Conflict, whose text says what to do, errs.Forbidden, errs.NotFound.
func (s *Service) ResetFor(ctx context.Context, by authz.Actor, id ticket.ID) (string, Job, error) {
	t, err := s.d.Ticket.Load(ctx, by, id)
	if err != nil {
		return "", Job{}, err
	}
	if !s.d.Ticket.Can(by, access.PasswordHelp, &t) || !ticket.SeesInternal(by, &t) {
		return "", Job{}, errs.Denied(string(access.PasswordHelp))
	}
	if t.Requester == 0 {
		return "", Job{}, errs.E(errs.Conflict, "verify.error.nobody")
	}
	p, err := s.d.Access.MayHelp(ctx, by, t.Requester)
	if err != nil {
		return "", Job{}, err
	}
	words, j := access.Spoken(), Job{}
	err = s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := s.d.Ticket.StepIn(ctx, tx, by, id, ticket.EventPasswordGiven, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, pay *ticket.Payload) error {
			if t.Requester != p.ID || s.d.Checked == nil {
				return errs.E(errs.Conflict, "verify.error.locked") // The case is for somebody else by now.
			}
			pay.Internal, pay.How = true, "directory"
			return s.d.Checked(ctx, tx, by, t.ID, t.Requester)
		})
		if err != nil {
			return err
		}
		c, err := s.offer(ctx, tx, p.Org, Password)
		if err != nil {
			return err
		}
		j, err = s.startIn(ctx, tx, by, &draft{connector: c, person: p, how: AtDesk, password: words, change: true, ticket: id})
		return err
	})
	if err != nil {
		return "", Job{}, err
	}
	return words, j, nil
}

// Resets reports whether an agent may be offered a reset in the directory of an organisation. One statement.
func (s *Service) Resets(ctx context.Context, by authz.Actor, org directory.OrgID) (bool, error) {
	if !by.May(access.PasswordHelp) {
		return false, nil
	}
	offers, err := s.offers(ctx, s.d.DB, org)
	_, ok := offers[Password]
	return ok, err
}
