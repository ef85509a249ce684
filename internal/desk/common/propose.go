package common

import (
	"context"

	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Proposal is the priority that the rule proposes for a case.
type Proposal struct {
	Priority  int
	Children  int
	Residents int
	Rises     bool // More urgent than the case is now.
}

// propose is what the rule proposes for a case as it stands; nil when it is as the rule would have it.
func propose(t *ticket.Ticket, c *Standing) *Proposal {
	to := base(t, c)
	if c.Level != 0 && c.Level < to {
		to = c.Level
	}
	if t.State.Ended() || to == t.Priority || to == c.Declined {
		return nil
	}
	return &Proposal{Priority: to, Children: c.Children, Residents: c.Residents, Rises: to < t.Priority}
}

// base is the priority of a case by itself: what it had before the rule's was taken up, else what it has.
func base(t *ticket.Ticket, c *Standing) int {
	if c.BaseImpact == 0 {
		return t.Priority
	}
	return c.BasePriority
}

func at(matrix [][]int, impact, urgency int) int {
	if impact < 1 || impact > len(matrix) || urgency < 1 || urgency > len(matrix[impact-1]) {
		return 3
	}
	return matrix[impact-1][urgency-1]
}

// Accept takes a proposal up: impact and urgency become what gives that priority, with as little change as can be.
// Errors: errs.NotFound, errs.Forbidden, errs.Conflict when there is no such proposal any more.
func (s *Service) Accept(ctx context.Context, by authz.Actor, id ticket.ID, priority int) error {
	return s.decide(ctx, by, id, priority, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, c *Standing) error {
		return s.take(ctx, tx, by, t, c)
	})
}

// Decline says no to a proposal; it comes again when the rule proposes another.
func (s *Service) Decline(ctx context.Context, by authz.Actor, id ticket.ID, priority int) error {
	return s.decide(ctx, by, id, priority, func(ctx context.Context, tx *sqldb.Tx, _ *ticket.Ticket, c *Standing) error {
		c.Declined = priority
		return put(ctx, tx, c)
	})
}

func (s *Service) decide(ctx context.Context, by authz.Actor, id ticket.ID, priority int, fn func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, c *Standing) error) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		t, err := s.worked(ctx, tx, by, id)
		if err != nil {
			return err
		}
		c, found, err := standing(ctx, tx, id)
		if err != nil {
			return err
		}
		p := propose(&t, &c)
		if !found || p == nil || p.Priority != priority {
			return errs.E(errs.Conflict, "common.error.proposal")
		}
		tx.Poke("ticket:" + number10(int64(id)))
		return fn(ctx, tx, &t, &c)
	})
}

// worked loads a case that the actor may work on.
func (s *Service) worked(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID) (ticket.Ticket, error) {
	t, err := s.ticket.In(tx).Load(ctx, by, id)
	if err == nil && !s.ticket.Can(by, ticket.MayWork, &t) {
		err = errs.Denied(string(ticket.MayWork))
	}
	return t, err
}

// take gives the case the proposed priority, if there is one.
func (s *Service) take(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *ticket.Ticket, c *Standing) error {
	p := propose(t, c)
	if p == nil {
		return nil
	}
	matrix, err := setting.Get[[][]int](ctx, tx, t.Org, setting.PriorityMatrix, tx.Now())
	if err != nil {
		return err
	}
	own := base(t, c)
	impact, urgency, priority := nearest(matrix, t.Impact, t.Urgency, p.Priority)
	if p.Priority == own && c.BaseImpact != 0 {
		impact, urgency, priority = c.BaseImpact, c.BaseUrgency, own
		c.BaseImpact, c.BaseUrgency, c.BasePriority = 0, 0, 0
	} else if c.BaseImpact == 0 {
		c.BaseImpact, c.BaseUrgency, c.BasePriority = t.Impact, t.Urgency, t.Priority
	}
	if _, err := s.ticket.StepIn(ctx, tx, by, t.ID, ticket.EventChanged, func(_ context.Context, _ *sqldb.Tx, t *ticket.Ticket, e *ticket.Payload) error {
		t.Impact, t.Urgency, t.Priority, e.How = impact, urgency, priority, how
		return nil
	}); err != nil {
		return err
	}
	return put(ctx, tx, c)
}

// nearest finds impact and urgency that give a priority, as near to what they are as can be; a change of impact before
// one of urgency, because it is the impact that the numbers tell of. Where no pair gives it, the next more urgent is taken.
func nearest(matrix [][]int, impact, urgency, priority int) (int, int, int) {
	bestImpact, bestUrgency, best := impact, urgency, 1<<30
	for i := range matrix {
		for j, p := range matrix[i] {
			cost := 10*off(i+1, impact) + 11*off(j+1, urgency) + 1000*off(p, priority)
			if cost < best {
				bestImpact, bestUrgency, best = i+1, j+1, cost
			}
		}
	}
	return bestImpact, bestUrgency, at(matrix, bestImpact, bestUrgency)
}

func off(a, b int) int {
	if a < b {
		return b - a
	}
	return a - b
}
