package sla

import (
	"context"
	"time"

	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// onEvent keeps the clocks of the case that an event is about, in the same transaction: they are never behind the case.
// An event that means nothing to clocks costs nothing.
func (s *Service) onEvent(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	if s.jobs && hoursChanged(&e) {
		return s.wishRecount(ctx, tx, &e)
	}
	if e.Kind != ticket.Stream || e.Type == ticket.EventImported {
		return nil
	}
	p, err := ticket.DecodePayload(e)
	if err != nil || !concerns(&e, &p) {
		return err
	}
	events := []event.Event{e}
	if e.Type != ticket.EventReported {
		if events, err = event.Stream(ctx, tx, ticket.Stream, e.Stream); err != nil {
			return err
		}
	}
	proof, err := s.prove(ctx, tx, events)
	if err != nil || len(proof.Trail.Moments) == 0 {
		return err
	}
	return keep(ctx, tx, &proof, e.Type != ticket.EventReported)
}

// Proof is a case's clocks with everything that they were computed from.
type Proof struct {
	Trail    Trail
	Config   *Config
	Calendar *worktime.Calendar
	Clocks   []Result
}

// prove computes a case's clocks from its events. An empty trail says that they are not measured here.
func (s *Service) prove(ctx context.Context, q sqldb.Querier, events []event.Event) (Proof, error) {
	var p Proof
	var err error
	if p.Trail, err = trailOf(events); err != nil || len(p.Trail.Moments) == 0 {
		return p, err
	}
	if p.Config, err = configFor(ctx, q, &p.Trail); err != nil {
		return p, err
	}
	f := p.Trail.Last()
	if p.Calendar, err = s.calendar.For(ctx, q, f.Org, string(f.Channel), p.Trail.Start()); err != nil {
		return p, err
	}
	p.Clocks = Compute(&p.Trail, p.Config, p.Calendar)
	return p, nil
}

// keep writes what was computed: the rows, and beside the case what breaks next.
func keep(ctx context.Context, tx *sqldb.Tx, p *Proof, known bool) error {
	marks := map[Clock]marks{}
	if known {
		var err error
		if marks, err = marksOf(ctx, tx, p.Trail.Ticket); err != nil {
			return err
		}
	}
	if err := writeClocks(ctx, tx, p, marks); err != nil {
		return err
	}
	at, clock := next(p.Clocks)
	return ticket.SetDueIn(ctx, tx, p.Trail.Ticket, at, string(clock))
}

// next is what breaks first of the clocks that have not ended. Where an aim and a limit fall together, the limit is named.
func next(clocks []Result) (time.Time, Clock) {
	var at time.Time
	var clock Clock
	for i := range clocks {
		r := &clocks[i]
		if r.State.Ended() || r.Due.IsZero() {
			continue
		}
		if at.IsZero() || r.Due.Before(at) || r.Due.Equal(at) && clock.Soft() {
			at, clock = r.Due, r.Clock
		}
	}
	return at, clock
}

// look is when the sweep must look at a clock next: when the warning falls due, then when the time is out, each unless
// it was told already.
func look(r *Result, told marks) time.Time {
	switch {
	case r.State.Ended() || r.Due.IsZero():
		return time.Time{}
	case !r.Warn.IsZero() && r.Warn.Before(r.Due) && told.warned.Before(r.Warn) && told.broken.Before(r.Due):
		return r.Warn
	case told.broken.Before(r.Due):
		return r.Due
	}
	return time.Time{}
}
