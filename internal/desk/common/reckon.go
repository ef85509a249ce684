package common

import (
	"context"

	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// how marks the changes that follow from the rule in the history of a case.
const how = "common"

// onLink reckons a common ticket anew when a case is put under it or taken away. It keeps groups at one storey, in
// whatever way the link was made.
func (s *Service) onLink(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	p, err := ticket.DecodePayload(e)
	if err != nil || p.Link != ticket.LinkChild || p.How != "inward" {
		return err
	}
	if e.Type == ticket.EventLinked {
		if err := oneStorey(ctx, tx, p.Other, ticket.ID(e.Stream)); err != nil {
			return err
		}
	}
	return s.reckon(ctx, tx, ticket.ID(e.Stream))
}

// oneStorey refuses a link just made that gives a case a second common ticket, or a common ticket one above it.
func oneStorey(ctx context.Context, q sqldb.Querier, child, parent ticket.ID) error {
	var aboveChild, aboveParent, belowChild int
	if err := sqldb.Each(ctx, q, selectStoreys, func(r sqldb.Row) error { return r.Scan(&aboveChild, &aboveParent, &belowChild) }, int64(child), int64(parent)); err != nil {
		return err
	}
	var f errs.Fields
	switch {
	case aboveChild > 1:
		f.Add("other", "common.error.has_parent")
	case aboveParent > 0:
		f.Add("other", "common.error.parent_below")
	case belowChild > 0:
		f.Add("other", "common.error.is_parent")
	}
	return f.Err()
}

// onChild reckons what lies above a case that begins or ceases to count.
func (s *Service) onChild(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	above, err := parents(ctx, tx, ticket.ID(e.Stream))
	if err != nil {
		return err
	}
	for _, id := range above {
		if err := s.reckon(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// onFacts reckons a case whose number of residents is told, and forgets where a case would go back to when somebody has
// decided on its impact or urgency by hand.
func (s *Service) onFacts(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
	p, err := ticket.DecodePayload(e)
	if err != nil || p.How == how {
		return err
	}
	_, impact := p.Changes["impact"]
	_, urgency := p.Changes["urgency"]
	if e.Type == ticket.EventChanged && (impact || urgency) {
		if err := s.byHand(ctx, tx, ticket.ID(e.Stream)); err != nil {
			return err
		}
	}
	if d, told := p.Changes["residents"]; !told || e.Type == ticket.EventReported && number(d.To) == 0 {
		return nil
	}
	if err := s.reckon(ctx, tx, ticket.ID(e.Stream)); err != nil || e.Type == ticket.EventReported {
		return err
	}
	return s.onChild(ctx, tx, by, e)
}

// number reads a number of an event, as JSON or as Go keeps it.
func number(v any) int64 {
	switch n := v.(type) {
	case float64:
		return int64(n)
	case int64:
		return n
	}
	return 0
}

func (s *Service) byHand(ctx context.Context, tx *sqldb.Tx, id ticket.ID) error {
	c, found, err := standing(ctx, tx, id)
	if err != nil || !found {
		return err
	}
	c.BaseImpact, c.BaseUrgency, c.BasePriority, c.Declined = 0, 0, 0, 0
	return put(ctx, tx, &c)
}

// reckon counts what hangs on a case and what priority follows, and takes the proposal up where the organisation lets
// the rule decide by itself.
func (s *Service) reckon(ctx context.Context, tx *sqldb.Tx, id ticket.ID) error {
	t, err := s.ticket.In(tx).Load(ctx, system(), id)
	if err != nil {
		return err
	}
	c, found, err := standing(ctx, tx, id)
	if err != nil {
		return err
	}
	n, err := count(ctx, tx, id)
	if err != nil || !found && n.children == 0 && t.Residents == 0 {
		return err
	}
	rule, err := ruleOf(ctx, tx, t.Org)
	if err != nil {
		return err
	}
	c.Ticket, c.Org, c.Desk, c.Children, c.Residents = id, t.Org, t.Desk, n.children, n.residents+t.Residents
	was := c.Level
	if c.Level = rule.Level(c.Children, c.Residents, was); c.Level != was {
		c.Declined = 0 // Another proposal than the one that was said no to.
	}
	if err := put(ctx, tx, &c); err != nil {
		return err
	}
	auto, err := setting.Get[bool](ctx, tx, t.Org, setting.CommonAuto, tx.Now())
	if err != nil || !auto || t.State.Ended() {
		return err
	}
	return s.take(ctx, tx, system(), &t, &c)
}
