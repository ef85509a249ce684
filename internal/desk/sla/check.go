package sla

import (
	"context"
	"fmt"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/check"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Checks are what "lotsen check" asks of clocks: finding those that are not what their cases' events make of them, and
// computing them once more, because events are the truth. Calendars makes the calendars of a database.
func Checks(calendars func(*sqldb.DB) Calendars) (check.Find, check.Repair) {
	find := func(ctx context.Context, env check.Env, report func(string)) error {
		s := &Service{db: env.DB, calendar: calendars(env.DB)}
		return s.each(ctx, func(ctx context.Context, id ticket.ID) error {
			return env.DB.Snapshot(ctx, func(q sqldb.Querier) error { return s.compare(ctx, q, id, report) })
		})
	}
	repair := func(ctx context.Context, env check.Env) (int, error) {
		s, n := &Service{db: env.DB, calendar: calendars(env.DB)}, 0
		err := s.each(ctx, func(ctx context.Context, id ticket.ID) error {
			n++
			return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.again(ctx, tx, id) })
		})
		return n, err
	}
	return find, repair
}

var selectChecked = sqldb.Q("sla.checked", `select distinct c.ticket_id from sla_clock c where c.ticket_id > $1 order by c.ticket_id limit $2`)

// each calls fn for each case that has clocks, without keeping them all.
func (s *Service) each(ctx context.Context, fn func(context.Context, ticket.ID) error) error {
	var last ticket.ID
	for {
		ids, err := sqldb.All(ctx, s.db, selectChecked, sqldb.Value[ticket.ID], int64(last), recountBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			last = id
			if err := fn(ctx, id); err != nil {
				return err
			}
		}
	}
}

func (s *Service) compare(ctx context.Context, q sqldb.Querier, id ticket.ID, report func(string)) error {
	events, err := event.Stream(ctx, q, ticket.Stream, int64(id))
	if err != nil {
		return err
	}
	p, err := s.prove(ctx, q, events)
	if err != nil {
		return err
	}
	rows, err := sqldb.All(ctx, q, selectClocks, scanRow, int64(id))
	if err != nil {
		return err
	}
	for i := range rows {
		if !p.has(rows[i].Clock) {
			report(fmt.Sprintf("ticket %s has a clock %s that nothing promises", id, rows[i].Clock))
		}
	}
	for i := range p.Clocks {
		if what := difference(&p.Clocks[i], rows); what != "" {
			report(fmt.Sprintf("clock %s of ticket %s differs from its events in %s", p.Clocks[i].Clock, id, what))
		}
	}
	return nil
}

// difference names what differs between a computed clock and its row.
func difference(r *Result, rows []Row) string {
	for i := range rows {
		row := &rows[i]
		if row.Clock != r.Clock {
			continue
		}
		switch {
		case row.State != r.State:
			return "state"
		case !same(row.Due, r.Due):
			return "due_at"
		case !same(row.Warn, r.Warn):
			return "warn_at"
		case !same(row.Started, r.Started) || !same(row.Ended, r.Ended):
			return "its times"
		case row.Used != r.Used.Truncate(time.Microsecond) || row.Rounds != r.Rounds || row.Misses != r.Misses:
			return "what was counted"
		case row.Target.String() != r.Target.String() || row.Level != r.Level.ID:
			return "what was promised"
		}
		return ""
	}
	return "being there at all"
}

// same compares instants as the database keeps them.
func same(a, b time.Time) bool {
	return a.IsZero() == b.IsZero() && (a.IsZero() || a.UnixMicro() == b.UnixMicro())
}
