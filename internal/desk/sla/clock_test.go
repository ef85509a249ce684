package sla_test

import (
	"testing"

	"lotsen/internal/desk/service"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/dbtest"
)

func TestOne_working_day_ends_at_the_same_time_of_the_next_one(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		for _, c := range []struct{ reported, due string }{
			{"2026-03-05 15:00", "2026-03-06 15:00"}, // Thursday to Friday.
			{"2026-03-06 15:00", "2026-03-09 15:00"}, // Friday to Monday.
			{"2026-03-12 16:15", "2026-03-13 16:00"}, // Friday closes before that.
			{"2026-03-14 11:00", "2026-03-16 16:30"}, // Saturday has all of Monday.
			{"2026-04-02 10:00", "2026-04-07 10:00"}, // Maundy Thursday, over Good Friday and Easter Monday.
		} {
			w.at(t, c.reported)
			x := w.fault(t)
			clocks := w.clocks(t, x.ID)
			for _, name := range []sla.Clock{sla.Handle, sla.Remedy} {
				if got := local(clocks[name].Due); got != c.due {
					t.Errorf("%s of a fault of %s is due %s, want %s", name, c.reported, got, c.due)
				}
			}
			if due := w.load(t, x.ID); local(due.DueAt) == "-" || due.DueClock == "" {
				t.Errorf("the case of %s does not say what breaks next: %+v", c.reported, due)
			}
		}
	})
}

func TestWaiting_for_the_user_moves_the_deadline_and_waiting_for_a_supplier_does_not(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		w.at(t, "2026-03-03 09:00")
		x := w.fault(t)
		w.at(t, "2026-03-03 10:00")
		w.hold(t, x.ID, sla.WaitUser, "2026-03-20 08:00")
		if c := w.clocks(t, x.ID)[sla.Remedy]; c.State != sla.Paused || !c.Due.IsZero() || !c.Next.IsZero() {
			t.Errorf("while the user is waited for: %+v", c)
		}
		if got := w.load(t, x.ID); !got.DueAt.IsZero() {
			t.Errorf("nothing runs, and yet %s is due %s", got.DueClock, got.DueAt)
		}
		w.at(t, "2026-03-03 13:30")
		_, err := w.Ticket.Ask(t.Context(), w.Anna, x.ID, ticket.Words{Text: "Här är numret."})
		w.do(t, err)
		if got := local(w.clocks(t, x.ID)[sla.Remedy].Due); got != "2026-03-04 12:30" {
			t.Errorf("after three and a half hours of waiting it is due %s", got)
		}
		w.hold(t, x.ID, sla.WaitSupplier, "2026-03-20 08:00")
		if got := local(w.clocks(t, x.ID)[sla.Remedy].Due); got != "2026-03-04 12:30" {
			t.Errorf("a supplier moved it to %s", got)
		}
	})
}

func TestClocks_do_not_overrule_each_other(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		w.at(t, "2026-03-03 09:00")
		_, err := w.sla.SetLevel(t.Context(), w.boss, sla.Level{Org: w.Org.ID, Name: "Utskrift", Fits: sla.Fits{Services: []service.ID{w.printing.ID}}, Targets: []sla.Target{
			{Clock: sla.Respond, Amount: 20, Unit: sla.Minutes, Basis: sla.ServiceTime, Warn: 75},
		}})
		w.do(t, err)
		x := w.fault(t)
		clocks := w.clocks(t, x.ID)
		if local(clocks[sla.Respond].Due) != "2026-03-03 09:20" || local(clocks[sla.Remedy].Due) != "2026-03-04 09:00" || clocks[sla.Resolve].Due.IsZero() {
			t.Errorf("a level for one clock took others away: %+v", clocks)
		}
		w.hold(t, x.ID, sla.WaitCost, "2026-03-20 08:00")
		clocks = w.clocks(t, x.ID)
		if clocks[sla.Remedy].State != sla.Paused || clocks[sla.Respond].State != sla.Running || clocks[sla.Update].State != sla.Running {
			t.Errorf("waiting for a cost stops the work and nothing else: %+v", clocks)
		}
		w.at(t, "2026-03-03 09:10")
		_, err = w.Ticket.Answer(t.Context(), w.Eva, x.ID, ticket.Words{Text: "Vi väntar på besked om kostnaden."})
		w.do(t, err)
		clocks = w.clocks(t, x.ID)
		if clocks[sla.Respond].State != sla.Met || clocks[sla.Remedy].State != sla.Paused || clocks[sla.Update].Rounds != 2 {
			t.Errorf("after an answer: %+v", clocks)
		}
	})
}

func TestWhat_changes_about_a_case_changes_its_deadline_from_the_beginning(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		w.at(t, "2026-03-03 09:00")
		x := w.Report(t, "Datorn")
		if got := local(w.clocks(t, x.ID)[sla.Resolve].Due); got != "2026-03-16 09:00" {
			t.Errorf("at priority 5 it is due %s", got)
		}
		w.at(t, "2026-03-03 10:00")
		high := 1
		_, err := w.Ticket.Change(t.Context(), w.Eva, x.ID, ticket.ChangeInput{Impact: &high, Urgency: &high})
		w.do(t, err)
		if got := local(w.clocks(t, x.ID)[sla.Resolve].Due); got != "2026-03-03 13:00" {
			t.Errorf("at priority 1 it is due %s", got)
		}
		printing := ticket.ServiceID(w.printing.ID)
		_, err = w.Ticket.Change(t.Context(), w.Eva, x.ID, ticket.ChangeInput{Service: &printing})
		w.do(t, err)
		if got := local(w.clocks(t, x.ID)[sla.Remedy].Due); got != "2026-03-04 09:00" {
			t.Errorf("a function chosen later is due %s", got)
		}
		none := ticket.ServiceID(0)
		_, err = w.Ticket.Change(t.Context(), w.Eva, x.ID, ticket.ChangeInput{Service: &none})
		w.do(t, err)
		if _, there := w.clocks(t, x.ID)[sla.Remedy]; there {
			t.Error("the clock of a function runs on after the function was taken away")
		}
	})
}

func TestOpening_a_case_again_goes_on_with_what_is_left(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		w.at(t, "2026-03-03 09:00")
		x := w.fault(t)
		w.at(t, "2026-03-03 15:00")
		w.resolve(t, x.ID)
		if c := w.clocks(t, x.ID)[sla.Remedy]; c.State != sla.Met || local(c.Due) != "2026-03-04 09:00" || c.Used.Hours() != 6 {
			t.Errorf("solved in time: %+v", c)
		}
		w.at(t, "2026-03-05 09:00")
		_, err := w.Ticket.Reject(t.Context(), w.Anna, x.ID, ticket.Words{Text: "Nej."})
		w.do(t, err)
		// Three hours of the nine are left, and the time while it was solved does not count.
		if c := w.clocks(t, x.ID)[sla.Remedy]; c.State != sla.Running || local(c.Due) != "2026-03-05 12:00" {
			t.Errorf("opened again: %+v", c)
		}
		w.at(t, "2026-03-05 13:00")
		w.resolve(t, x.ID)
		if c := w.clocks(t, x.ID)[sla.Remedy]; c.State != sla.Missed || c.Misses != 1 || c.Used.Hours() != 10 {
			t.Errorf("solved too late the second time: %+v", c)
		}
		if c := w.clocks(t, x.ID)[sla.Respond]; c.State != sla.Met || c.Used.Hours() != 6 {
			t.Errorf("the first answer came with the first solution: %+v", c)
		}
	})
}

func TestA_case_that_goes_on_in_another_is_not_measured(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		w.at(t, "2026-03-03 09:00")
		a, b := w.fault(t), w.fault(t)
		_, err := w.Ticket.Merge(t.Context(), w.Eva, b.ID, a.ID)
		w.do(t, err)
		if c := w.clocks(t, b.ID)[sla.Remedy]; c.State != sla.Void || !w.load(t, b.ID).DueAt.IsZero() {
			t.Errorf("merged: %+v", c)
		}
		if c := w.clocks(t, a.ID)[sla.Remedy]; c.State != sla.Running {
			t.Errorf("merged into: %+v", c)
		}
		w.at(t, "2026-03-03 11:00")
		_, err = w.Ticket.Unmerge(t.Context(), w.Eva, b.ID)
		w.do(t, err)
		if c := w.clocks(t, b.ID)[sla.Remedy]; c.State != sla.Running || local(c.Due) != "2026-03-04 11:00" {
			t.Errorf("on its own again: %+v", c)
		}
	})
}

func TestOnly_a_fault_of_a_function_has_a_working_day(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		w.at(t, "2026-03-03 09:00")
		x := w.fault(t)
		question, problem := ticket.Question, ticket.Problem
		_, err := w.Ticket.Change(t.Context(), w.Eva, x.ID, ticket.ChangeInput{Kind: &question})
		w.do(t, err)
		clocks := w.clocks(t, x.ID)
		if _, there := clocks[sla.Remedy]; there || clocks[sla.Respond].Due.IsZero() {
			t.Errorf("a question about a function: %+v", clocks)
		}
		_, err = w.Ticket.Change(t.Context(), w.Eva, x.ID, ticket.ChangeInput{Kind: &problem})
		w.do(t, err)
		if clocks := w.clocks(t, x.ID); len(clocks) != 0 || !w.load(t, x.ID).DueAt.IsZero() {
			t.Errorf("the settings promise nothing about a problem of the desk's own: %+v", clocks)
		}
	})
}
