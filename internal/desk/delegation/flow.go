package delegation

import (
	"context"
	"time"

	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/sqldb"
)

// Flow is how delegation to one supplier goes: for its card.
type Flow struct {
	Now    int // Delegated just now.
	Late   int // Of those, with a report that did not come.
	Months []FlowMonth
}

// FlowMonth is what was handed over in a month, and what came of it.
type FlowMonth struct {
	Month   string // 2026-11, newest first.
	Given   int
	Done    int
	Minutes int // From hand-over to done, on average.
	Late    int // Reports that did not come in time.
	Bounced int // Handed back, or on to another, without being remedied.
}

// flowMonths is how many months back a card tells.
const flowMonths = 12

var selectFlow = sqldb.Q("delegation.flow", `
	select d.given_at, d.ended_at, d.state, d.late, d.state = 'refused' or exists (select 1 from delegation o where o.ticket_id = d.ticket_id and o.hop > d.hop and o.from_supplier_id = d.supplier_id)
	from delegation d where d.org_id = $1 and d.supplier_id = $2 and (d.given_at >= $3 or d.ended_at is null) order by d.given_at desc, d.id desc`)

// FlowOf tells how delegation to a supplier has gone in the last year. The caller has loaded the supplier, and so may
// see its card; it is numbers alone.
func (s *Service) FlowOf(ctx context.Context, _ authz.Actor, x *supplier.Supplier) (Flow, error) {
	now := s.d.DB.Now().In(clock.Stockholm())
	since := time.Date(now.Year(), now.Month()-flowMonths+1, 1, 0, 0, 0, 0, clock.Stockholm())
	var f Flow
	var took time.Duration
	err := sqldb.Each(ctx, s.d.DB, selectFlow, func(r sqldb.Row) error {
		var given, ended time.Time
		var state Status
		var late int
		var bounced bool
		if err := r.Scan(sqldb.ScanTime(&given), sqldb.ScanTime(&ended), &state, &late, &bounced); err != nil {
			return err
		}
		if ended.IsZero() {
			f.Now++
			if late > 0 {
				f.Late++
			}
		}
		if given.Before(since) {
			return nil
		}
		month := given.In(clock.Stockholm()).Format("2006-01")
		if n := len(f.Months); n == 0 || f.Months[n-1].Month != month {
			f.Months, took = append(f.Months, FlowMonth{Month: month}), 0
		}
		m := &f.Months[len(f.Months)-1]
		m.Given, m.Late = m.Given+1, m.Late+late
		if bounced {
			m.Bounced++
		}
		if state == Done {
			m.Done++
			took += ended.Sub(given)
			m.Minutes = int((took / time.Duration(m.Done)).Minutes())
		}
		return nil
	}, int64(x.Org), int64(x.ID), sqldb.Time(since))
	return f, err
}

// Of returns the cases that a supplier has in hand, oldest first: what the desk sees of them, and the supplier its own.
func (s *Service) Of(ctx context.Context, by authz.Actor, of supplier.ID, at string, limit int) (Page, error) {
	scope := given(by)
	if by.IsSystem() || by.May(ticket.MayNote) {
		scope = scope.Or(kept(by).And(now()))
	}
	return s.list(ctx, by, scope, of, at, limit)
}
