package line

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// AnswerIn registers that somebody of the desk has taken the contact, for a channel that knows they may. Answered is when
// it first was; a colleague who takes it over changes who has it. What has ended is a Conflict. Errors: errs.NotFound.
func (s *Service) AnswerIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ContactID, agent directory.PersonID) (Contact, error) {
	c, err := loadContact(ctx, tx, id)
	if err != nil {
		return c, err
	}
	if c.State == Ended {
		return c, errs.E(errs.Conflict, "line.error.ended")
	}
	return c, s.answer(ctx, tx, by, &c, agent, tx.Now())
}

// answer is AnswerIn at an instant, also for a contact that has ended: an event that came late.
func (s *Service) answer(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Contact, agent directory.PersonID, at time.Time) error {
	before := *c
	if c.Answered.IsZero() {
		c.Answered = later(at, c.Came)
	}
	if agent != 0 {
		c.Agent = agent
	}
	if c.State == Ended {
		c.Outcome = Answered
		if c.Ended.Before(c.Answered) {
			c.Answered = c.Ended
		}
	} else {
		c.State = Active
	}
	if *c == before {
		return nil
	}
	if err := change(ctx, tx, &before, c); err != nil {
		return err
	}
	if err := silence(ctx, tx, c.ID); err != nil {
		return err
	}
	if before.Agent != 0 {
		tx.Poke(CallsTopic(before.Agent))
	}
	return s.tell(ctx, tx, by, c, EventAnswered, c.Answered)
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
