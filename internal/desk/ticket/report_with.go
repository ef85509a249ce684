package ticket

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// ReportWith is Report together with what else belongs to it, in one transaction: a call that the case came by.
func (s *Service) ReportWith(ctx context.Context, by authz.Actor, in ReportInput, with func(ctx context.Context, tx *sqldb.Tx, t *Ticket) error) (Ticket, error) {
	if err := in.check(); err != nil {
		return Ticket{}, err
	}
	var t Ticket
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if t, err = s.ReportIn(ctx, tx, by, in); err != nil {
			return err
		}
		if err := settle(ctx, tx, &t); err != nil {
			return err
		}
		return with(ctx, tx, &t)
	})
	return t, err
}
