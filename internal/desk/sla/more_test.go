package sla_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/check"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// Whatever happens to a case, in whatever order: what is kept is what the events alone give.
func TestClocks_are_what_the_events_make_of_them_after_any_history(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		for seed := range uint64(6) {
			r := rand.New(rand.NewPCG(seed, 7))
			w.at(t, fmt.Sprintf("2026-03-%02d 11:%02d", 2+r.IntN(5), r.IntN(60)))
			x := w.fault(t)
			for range 25 {
				w.Clock.Advance(time.Duration(1+r.IntN(600)) * time.Minute)
				w.happen(t, r, x.ID)
				w.clocks(t, x.ID)
				w.due(t, x.ID)
			}
			w.sweep(t)
			w.clocks(t, x.ID)
		}
		find, _ := sla.Checks(func(*sqldb.DB) sla.Calendars { return w.calendar })
		w.do(t, find(t.Context(), check.Env{DB: w.DB}, func(s string) { t.Error(s) }))
	})
}

// happen does one of the things that happen to cases; what a case in its state does not allow, does not happen.
func (w *world) happen(t *testing.T, r *rand.Rand, id ticket.ID) {
	t.Helper()
	ctx, n := t.Context(), 1+r.IntN(3)
	codes := append(sla.StandardCodes(), "okänd", "")
	service := ticket.ServiceID(0)
	if r.IntN(2) == 0 {
		service = ticket.ServiceID(w.printing.ID)
	}
	for _, do := range []func() error{
		func() error { _, err := w.Ticket.Answer(ctx, w.Eva, id, ticket.Words{Text: "Hej"}); return err },
		func() error { _, err := w.Ticket.Ask(ctx, w.Anna, id, ticket.Words{Text: "Och?"}); return err },
		func() error {
			_, err := w.Ticket.Hold(ctx, w.Eva, id, ticket.HoldInput{Reason: "Väntar", Code: codes[r.IntN(len(codes))], Until: w.DB.Now().Add(48 * time.Hour)})
			return err
		},
		func() error { _, err := w.Ticket.Resume(ctx, w.Eva, id); return err },
		func() error {
			_, err := w.Ticket.Change(ctx, w.Eva, id, ticket.ChangeInput{Impact: &n, Urgency: &n})
			return err
		},
		func() error {
			_, err := w.Ticket.Change(ctx, w.Eva, id, ticket.ChangeInput{Service: &service})
			return err
		},
		func() error {
			_, err := w.Ticket.Resolve(ctx, w.Eva, id, ticket.ResolveInput{Solution: "Löst"})
			return err
		},
		func() error { _, err := w.Ticket.Reopen(ctx, w.Eva, id, "Inte löst"); return err },
		func() error { _, err := w.Ticket.Withdraw(ctx, w.Anna, id, ""); return err },
		func() error {
			_, err := w.sla.SetReason(ctx, w.boss, sla.Reason{Org: w.Org.ID, Code: sla.WaitCost, Sv: "Kostnad", Active: true, Stops: sla.Clocks()[:r.IntN(5)]})
			return err
		},
		func() error { return w.Ticket.Sweep(ctx) },
	}[r.IntN(11):] {
		_ = do() // What is not allowed just now is refused.
		return
	}
}

// due holds that the case names the earliest deadline of its clocks that have not ended.
func (w *world) due(t *testing.T, id ticket.ID) {
	t.Helper()
	x := w.load(t, id)
	rows, err := w.sla.Of(t.Context(), &x)
	w.do(t, err)
	var first time.Time
	for _, r := range rows {
		if !r.State.Ended() && !r.Due.IsZero() && (first.IsZero() || r.Due.Before(first)) {
			first = r.Due
		}
	}
	if !first.Equal(x.DueAt) {
		t.Errorf("%s says %s (%s), its clocks %s", id, local(x.DueAt), x.DueClock, local(first))
	}
}

func TestA_changed_class_or_reason_changes_nothing_that_has_begun(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		w.at(t, "2026-03-03 09:00")
		x := w.fault(t)
		w.at(t, "2026-03-03 09:30")
		plain := w.printing
		plain.Class = ""
		_, err := w.service.Save(t.Context(), w.boss, plain)
		w.do(t, err)
		w.hold(t, x.ID, sla.WaitSupplier, "2026-03-20 08:00")
		w.at(t, "2026-03-03 09:40")
		_, err = w.sla.SetReason(t.Context(), w.boss, sla.Reason{Org: w.Org.ID, Code: sla.WaitSupplier, Sv: "Leverantör", Active: true, Stops: sla.Clocks()})
		w.do(t, err)
		w.at(t, "2026-03-03 10:00")
		high := 1
		_, err = w.Ticket.Change(t.Context(), w.Eva, x.ID, ticket.ChangeInput{Impact: &high})
		w.do(t, err)
		if c := w.clocks(t, x.ID)[sla.Remedy]; c.State != sla.Running || local(c.Due) != "2026-03-04 09:00" {
			t.Errorf("the older case: %+v", c)
		}
		y := w.fault(t)
		if _, there := w.clocks(t, y.ID)[sla.Remedy]; there {
			t.Error("a case that began later has the clock of the earlier class")
		}
	})
}

func TestA_level_for_pupils_counts_for_whoever_was_one_when_they_asked(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		w.at(t, "2026-03-03 09:00")
		_, err := w.sla.SetLevel(t.Context(), w.boss, sla.Level{Org: w.Org.ID, Name: "Medarbetare", Fits: sla.Fits{People: []directory.Category{directory.Employee}}, Targets: []sla.Target{
			{Clock: sla.Resolve, Amount: 2, Unit: sla.Hours, Basis: sla.ServiceTime, Warn: 75},
		}})
		w.do(t, err)
		w.at(t, "2026-03-03 10:00")
		x := w.Report(t, "Datorn")
		p, err := w.Directory.Person(t.Context(), w.Lea, x.Requester)
		w.do(t, err)
		w.at(t, "2026-03-03 10:30")
		_, err = w.Directory.ChangePerson(t.Context(), authz.System("test"), p.ID, p.Version, directory.PersonInput{Given: p.Given, Family: p.Family, Category: directory.Consultant, Email: p.Email})
		w.do(t, err)
		if got := local(w.clocks(t, x.ID)[sla.Resolve].Due); got != "2026-03-03 12:00" {
			t.Errorf("the case of somebody who was an employee is due %s", got)
		}
	})
}

// hours are calendars that are all the same.
type hours struct{ *worktime.Calendar }

func (h hours) For(context.Context, sqldb.Querier, directory.OrgID, string, time.Time) (*worktime.Calendar, error) {
	return h.Calendar, nil
}

func TestA_clock_that_somebody_touched_is_found_and_computed_again(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		w.at(t, "2026-03-03 09:00")
		x := w.fault(t)
		find, repair := sla.Checks(func(*sqldb.DB) sla.Calendars { return w.calendar })
		count := func() int {
			n := 0
			w.do(t, find(t.Context(), check.Env{DB: w.DB}, func(string) { n++ }))
			return n
		}
		if n := count(); n != 0 {
			t.Errorf("%d findings in what nobody touched", n)
		}
		w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, sqldb.Q("test.touch", `update sla_clock set due_at = due_at + 60000000, state = 'met' where clock = 'remedy'`))
			return err
		})
		if n := count(); n != 1 {
			t.Errorf("%d findings, want the one that was touched", n)
		}
		if n, err := repair(t.Context(), check.Env{DB: w.DB}); err != nil || n != 1 || count() != 0 {
			t.Errorf("%d mended, %v", n, err)
		}
		other, _ := sla.Checks(func(*sqldb.DB) sla.Calendars { return hours{worktime.Always(time.UTC)} })
		n := 0
		w.do(t, other(t.Context(), check.Env{DB: w.DB}, func(string) { n++ }))
		if n == 0 {
			t.Error("other hours would give the same")
		}
		w.clocks(t, x.ID)
	})
}

func TestOpening_hours_that_change_are_counted_anew_for_what_runs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		w.at(t, "2026-03-03 09:00")
		x := w.fault(t)
		by := w.boss
		by.Grants = append(by.Grants, authz.Grant{Verb: setting.Write, Reach: authz.Organisation, Of: int64(w.Org.ID)})
		w.do(t, setting.New(setting.Deps{DB: w.DB, Events: w.Events}).Set(t.Context(), by, w.Org.ID, setting.OpeningHours, "mon-fri 12:00-13:00", time.Time{}))
		if n, err := w.jobs(t); err != nil || n == 0 {
			t.Errorf("%d jobs, %v", n, err)
		}
		if got := local(w.clocks(t, x.ID)[sla.Remedy].Due); got != "2026-03-03 13:00" && got != "2026-03-04 13:00" {
			t.Errorf("with one open hour a day it is due %s", got)
		}
	})
}

func TestCases_from_before_clocks_were_kept_get_theirs_once(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		w.at(t, "2026-03-03 09:00")
		x := w.fault(t)
		w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, sqldb.Q("test.forget", `delete from sla_clock`))
			return err
		})
		w.do(t, w.sla.CatchUp(t.Context()))
		w.do(t, w.sla.CatchUp(t.Context()))
		if _, err := w.jobs(t); err != nil {
			t.Error(err)
		}
		if c := w.clocks(t, x.ID); len(c) != 5 {
			t.Errorf("%d clocks", len(c))
		}
	})
}
