package line

import (
	"context"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

// EndIn registers that a contact is over, for a channel that knows it. Outcome "" is answered or abandoned by what is
// known. A contact that has ended stays as it ended. Errors: errs.NotFound.
func (s *Service) EndIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ContactID, outcome Outcome, cause string) (Contact, error) {
	c, err := loadContact(ctx, tx, id)
	if err != nil {
		return c, err
	}
	return c, s.end(ctx, tx, by, &c, outcome, cause, tx.Now())
}

func (s *Service) end(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Contact, outcome Outcome, cause string, at time.Time) error {
	if c.State == Ended {
		return nil
	}
	before := *c
	c.State, c.Cause, c.Ended = Ended, clean.Line(cause, 100), later(later(at, c.Came), c.Answered)
	switch {
	case outcome.Valid() && outcome != Answered && outcome != Abandoned:
		c.Outcome = outcome
	case !c.Answered.IsZero():
		c.Outcome = Answered
	default:
		c.Outcome = Abandoned
	}
	if err := change(ctx, tx, &before, c); err != nil {
		return err
	}
	if err := silence(ctx, tx, c.ID); err != nil {
		return err
	}
	return s.tell(ctx, tx, by, c, EventEnded, c.Ended)
}
