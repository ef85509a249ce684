package sla_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

func (w *world) sweep(t *testing.T) {
	t.Helper()
	w.do(t, w.sla.Sweep(t.Context()))
}

// told lists what the sweep has told of a case.
func (w *world) told(t *testing.T, id ticket.ID) string {
	t.Helper()
	events, err := event.Stream(t.Context(), w.DB, sla.Stream, int64(id))
	w.do(t, err)
	var out []string
	for _, e := range events {
		out = append(out, strings.TrimPrefix(e.Type, "sla.")+" "+e.Label)
	}
	return strings.Join(out, ", ")
}

func TestThe_sweep_warns_at_three_quarters_and_tells_of_a_breach_once(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		w.at(t, "2026-03-03 09:00")
		_, err := w.sla.SetLevel(t.Context(), w.boss, sla.Level{Org: w.Org.ID, Name: "Ingen annan klocka", Targets: []sla.Target{
			{Clock: sla.Respond, Unit: sla.Minutes, Basis: sla.ServiceTime},
			{Clock: sla.Resolve, Unit: sla.Hours, Basis: sla.ServiceTime},
			{Clock: sla.Update, Unit: sla.Hours, Basis: sla.ServiceTime},
		}})
		w.do(t, err)
		x := w.fault(t)
		w.at(t, "2026-03-03 15:44")
		w.sweep(t)
		if got := w.told(t, x.ID); got != "" {
			t.Errorf("too early: %s", got)
		}
		w.at(t, "2026-03-03 15:45") // 6.75 of 9 hours.
		w.sweep(t)
		w.sweep(t)
		if got := w.told(t, x.ID); got != "warned handle, warned remedy" && got != "warned remedy, warned handle" {
			t.Errorf("at three quarters: %s", got)
		}
		w.at(t, "2026-03-04 09:00")
		w.sweep(t)
		w.sweep(t)
		got := w.told(t, x.ID)
		if strings.Count(got, "breached remedy") != 1 || strings.Count(got, "passed handle") != 1 || strings.Contains(got, "breached handle") {
			t.Errorf("when the day is over: %s", got)
		}
		follows, err := w.sla.Follows(t.Context(), w.boss, false)
		if err != nil || len(follows) != 1 || follows[0].Ticket != x.ID || follows[0].DueOn != "2026-03-18" || follows[0].Breaches != 1 {
			t.Errorf("%+v %v", follows, err)
		}
		// Postponed, it is warned of and broken anew.
		w.hold(t, x.ID, sla.WaitUser, "2026-03-10 08:00")
		if c := w.clocks(t, x.ID)[sla.Remedy]; c.Due.IsZero() || !c.Late(w.DB.Now().Add(time.Second)) {
			t.Errorf("waiting after the time was out hides that it was: %+v", c)
		}
	})
}

func TestWhoever_follows_up_says_what_is_done_about_it(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		w.at(t, "2026-03-03 09:00")
		w.fault(t)
		w.at(t, "2026-03-30 09:00")
		w.sweep(t)
		follows, err := w.sla.Follows(t.Context(), w.boss, false)
		if err != nil || len(follows) == 0 {
			t.Fatalf("%v %v", follows, err)
		}
		f := follows[0]
		if _, err := w.sla.SaveFollow(t.Context(), w.boss, f, true); err == nil {
			t.Error("it was ended without a word of what was done")
		}
		f.Measure = "Vi bytte skrivare."
		if _, err := w.sla.SaveFollow(t.Context(), w.boss, f, true); err != nil {
			t.Error(err)
		}
		if _, err := w.sla.SaveFollow(t.Context(), w.boss, f, true); err == nil {
			t.Error("an old version was saved over a newer one")
		}
		if _, err := w.sla.Follow(t.Context(), w.Stranger, f.ID); err == nil {
			t.Error("a stranger sees it")
		}
		if _, err := w.sla.Follows(t.Context(), w.Stranger, false); err == nil {
			t.Error("a stranger lists them")
		}
		if _, err := w.sla.Versions(t.Context(), w.Stranger, w.Org.ID); err == nil {
			t.Error("a stranger reads what is promised")
		}
		if _, err := w.sla.SetLevel(t.Context(), w.Stranger, sla.Level{Org: w.Org.ID, Name: "X"}); err == nil {
			t.Error("a stranger promises")
		}
		x := w.load(t, f.Ticket)
		if _, err := w.sla.Recompute(t.Context(), w.Anna, &x); err == nil {
			t.Error("the user sees the desk's proof")
		}
	})
}

var (
	fillTickets = sqldb.Q("test.fill_tickets", `
		with recursive n (i) as (select 1 union all select i + 1 from n where i < 100000)
		insert into ticket (org_id, desk_id, kind, state, active, title, channel, impact, urgency, priority, detected_at, created_at, updated_at, version)
		select $1, $2, 'incident', 'open', $3, 'Fel', 'portal', 3, 3, 3, i, i, i, 1 from n`)
	fillClocks = sqldb.Q("test.fill_clocks", `
		insert into sla_clock (ticket_id, clock, org_id, target, state, started_at, due_at, next_at)
		select t.id, 'resolve', t.org_id, '8 hours service 75 0', 'running', t.created_at, $1 + t.id, $1 + t.id from ticket t`)
	analyze = sqldb.Q("test.analyze", "analyze")
)

// A hundred thousand clocks run, and one hundred are due: the sweep must read no others.
func TestThe_sweep_reads_what_is_due_and_nothing_else(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		now := w.at(t, "2026-03-03 09:00")
		w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			if _, err := tx.Exec(ctx, fillTickets, int64(w.Org.ID), int64(w.Desk.ID), true); err != nil {
				return err
			}
			// The numbers of cases begin at 100001: so many microseconds before now, one hundred are due.
			if _, err := tx.Exec(ctx, fillClocks, now.UnixMicro()-100_100); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, analyze)
			return err
		})
		stmt := sla.SelectDue
		explain, scan := "explain query plan ", func(r sqldb.Row) (string, error) {
			var id, parent, unused int64
			var detail string
			return detail, r.Scan(&id, &parent, &unused, &detail)
		}
		if env.DB.Dialect() == sqldb.Postgres {
			explain, scan = "explain ", sqldb.Value[string]
		}
		stmt.Text = explain + stmt.Text
		steps, err := sqldb.All(t.Context(), env.DB, stmt, scan, sqldb.Time(now), 100)
		w.do(t, err)
		plan := strings.Join(steps, "; ")
		for _, costly := range []string{"SCAN c;", "Seq Scan", "Sort", "TEMP B-TREE"} {
			if strings.Contains(plan, costly) || !strings.Contains(plan, "sla_clock_next") {
				t.Errorf("the sweep's plan: %s", plan)
			}
		}
		w.sweep(t)
		told, err := sqldb.One(t.Context(), env.DB, sqldb.Q("test.told", `select count(*) from event where kind = 'sla'`), sqldb.Value[int64])
		if err != nil || told != 100 {
			t.Errorf("%d clocks were told of, %v", told, err)
		}
	})
}
