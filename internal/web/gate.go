package web

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"lotsen/internal/kit/errs"
)

// gate lets so many in at the same time and so many wait, in the order in which they came. Whoever finds the line full
// is told at once: a quick no is kinder than a slow one, and costs no memory.
type gate struct {
	slots    chan struct{}
	line     int64
	patience time.Duration
	waiting  atomic.Int64
	shed     atomic.Int64
}

func newGate(work, line int, patience time.Duration) gate {
	return gate{slots: make(chan struct{}, work), line: int64(max(line, 0)), patience: patience}
}

// enter takes a place, at once or when it is its turn. Errors: Unavailable when the line is full or the wait too long.
func (g *gate) enter(ctx context.Context) error {
	select {
	case g.slots <- struct{}{}:
		return nil
	default:
	}
	defer g.waiting.Add(-1)
	if g.waiting.Add(1) > g.line {
		return g.refuse()
	}
	return g.wait(ctx)
}

// back takes a place for somebody who was inside already and has brought what they went for: the line may be full.
func (g *gate) back(ctx context.Context) error {
	g.waiting.Add(1)
	defer g.waiting.Add(-1)
	return g.wait(ctx)
}

func (g *gate) wait(ctx context.Context) error {
	t := time.NewTimer(g.patience) //nolint:forbidigo // Real waiting, not the domain's time.
	defer t.Stop()
	select {
	case g.slots <- struct{}{}:
		return nil
	case <-t.C:
		return g.refuse()
	case <-ctx.Done():
		return fmt.Errorf("wait for a turn: %w", ctx.Err())
	}
}

func (g *gate) refuse() error {
	g.shed.Add(1)
	return errs.E(errs.Unavailable, "web.error.busy")
}

func (g *gate) leave() { <-g.slots }

// inside is how many are at work.
func (g *gate) inside() int { return len(g.slots) }

// takeOff takes a place in the route's lane.
func (c *Ctx) takeOff(enter func(*gate, context.Context) error) error {
	g := &c.rs.lanes[c.route.lane].gate
	if err := enter(g, c.r.Context()); err != nil {
		return err
	}
	c.inside = g
	return nil
}

// Settled gives the request's place to the next one: what follows only waits. For streams.
func (c *Ctx) Settled() {
	if c.inside != nil {
		c.inside.leave()
		c.inside = nil
	}
}
