package approval_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

func TestSteps_in_sequence_and_side_by_side(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		bo := w.give(t, w.Bo, "approver", authz.Reference, refA)
		eva := w.give(t, w.Eva, "approver", authz.Service, serviceA)
		nils := w.give(t, w.Nils, "approver", authz.CostCentre, costCentre)
		id := w.open(t, w.Anna, w.part(1, 1, approval.ByReference), w.part(1, 1, approval.ByCostCentre), w.part(1, 2, approval.ByService), w.part(2, 1, approval.ByReference))
		if n := w.waiting(t, eva); n != 0 {
			t.Errorf("the second step is asked for before the first: %d", n)
		}
		if err := w.decide(t, eva, id, true); !errs.Is(err, errs.Conflict) {
			t.Errorf("the second step decides before the first: %v", err)
		}
		must(t, w.decide(t, bo, id, true))
		if got := w.lines(t, approval.EventApproved); !slices.Equal(got, []int64{2}) {
			t.Errorf("through are %v", got)
		}
		must(t, w.decide(t, nils, id, true))
		if n := w.waiting(t, eva); n != 1 {
			t.Fatalf("both of the first step have said yes, and %d wait", n)
		}
		must(t, w.decide(t, eva, id, true))
		if got := w.lines(t, approval.EventApproved); !slices.Equal(got, []int64{1}) {
			t.Errorf("through are %v", got)
		}
		v := w.load(t, eva, id)
		if v.State != approval.Approved || v.ClosedAt.IsZero() || len(v.Verdicts()) != 3 {
			t.Errorf("%s, closed %s, %d verdicts", v.State, v.ClosedAt, len(v.Verdicts()))
		}
		if v = w.load(t, bo, id); len(v.Parts) != 4 {
			t.Errorf("the first approver does not see how it went: %d parts", len(v.Parts))
		}
	})
}

func TestOne_no_ends_a_line_and_leaves_the_others(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		bo := w.give(t, w.Bo, "approver", authz.Reference, refA)
		eva := w.give(t, w.Eva, "approver", authz.Service, serviceA)
		id := w.open(t, w.Anna, w.part(1, 1, approval.ByReference), w.part(1, 2, approval.ByService), w.part(2, 1, approval.ByReference))
		seen := w.load(t, bo, id).Seen
		_, err := w.Approval.Decide(t.Context(), bo, approval.Decision{ID: id, Seen: seen, Lines: []int64{1}, Comment: "  "})
		if !errs.Is(err, errs.Invalid) || errs.FieldsOf(err)[0].Name != "comment" {
			t.Fatalf("a no without a word: %v", err)
		}
		if _, err = w.Approval.Decide(t.Context(), bo, approval.Decision{ID: id, Seen: seen, Lines: []int64{}, Yes: true}); !errs.Is(err, errs.Invalid) {
			t.Errorf("a yes to nothing: %v", err)
		}
		must(t, w.decide(t, bo, id, false, 1))
		if got := w.lines(t, approval.EventRejected); !slices.Equal(got, []int64{1}) {
			t.Errorf("refused are %v", got)
		}
		if n := w.waiting(t, eva); n != 0 {
			t.Error("the next step is asked about what was refused")
		}
		if got := w.heard(w.Anna); len(got) != 1 || got[0] != "Avslaget: Beställning B-7" {
			t.Errorf("who asked heard %q", got)
		}
		must(t, w.decide(t, bo, id, true))
		if v := w.load(t, bo, id); v.State != approval.Partly {
			t.Errorf("one line approved, one refused is %s", v.State)
		}
	})
}

func TestA_decision_counts_for_what_was_shown(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		bo := w.give(t, w.Bo, "approver", authz.Reference, refA)
		id := w.open(t, w.Anna, w.part(1, 1, approval.ByReference), w.part(2, 1, approval.ByReference))
		old := w.load(t, bo, id)
		w.replace(t, w.draft(w.Anna, w.part(1, 1, approval.ByReference, func(p *approval.PartDraft) { p.Hash, p.Ore, p.Sv = "other", 900_000, "Tio bärbara datorer" }),
			w.part(2, 1, approval.ByReference)))
		_, err := w.Approval.Decide(t.Context(), bo, approval.Decision{ID: id, Yes: true, Seen: old.Seen})
		if !errs.Is(err, errs.Conflict) {
			t.Fatalf("an old page approves what was changed: %v", err)
		}
		for _, seen := range []string{"", "nonsense", "1.", old.Seen + "0"} {
			if _, err := w.Approval.Decide(t.Context(), bo, approval.Decision{ID: id, Yes: true, Seen: seen}); !errs.Is(err, errs.Conflict) {
				t.Errorf("fingerprint %q decides: %v", seen, err)
			}
		}
		now := w.load(t, bo, id)
		changes, err := w.Approval.Since(t.Context(), bo, &now, old.Seen)
		must(t, err)
		if len(changes.Lines) != 1 || changes.Lines[0].Before.Ore != 100_000 || changes.Lines[0].Now.Ore != 900_000 || len(changes.Events) != 1 {
			t.Errorf("changed: %+v", changes)
		}
		if got := w.heard(bo); len(got) != 2 || got[1] != "Ändrat, godkänn på nytt: Beställning B-7" {
			t.Errorf("heard %q", got)
		}
		must(t, w.decide(t, bo, id, true))
		if got := w.lines(t, approval.EventApproved); !slices.Equal(got, []int64{1, 2}) {
			t.Errorf("through are %v", got)
		}
		// What was approved and is changed afterwards needs a new yes; what is as it was keeps its own.
		o := w.replace(t, w.draft(w.Anna, w.part(1, 1, approval.ByReference), w.part(2, 1, approval.ByReference)))
		if v := w.load(t, bo, id); o.ID != id || v.State != approval.Open || v.Mine() != 1 {
			t.Errorf("%s, %d lines to decide", v.State, v.Mine())
		}
	})
}

func TestOf_two_who_decide_at_once_one_does(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		bo := w.give(t, w.Bo, "approver", authz.Reference, refA)
		eva := w.give(t, w.Eva, "approver", authz.Reference, refA)
		id := w.open(t, w.Anna, w.part(1, 1, approval.ByReference))
		seen := w.load(t, bo, id).Seen
		errsOf := make([]error, 2)
		var wg sync.WaitGroup
		for i, by := range []authz.Actor{bo, eva} {
			wg.Go(func() {
				_, errsOf[i] = w.Approval.Decide(t.Context(), by, approval.Decision{ID: id, Yes: i == 0, Seen: seen, Comment: "Nej tack."})
			})
		}
		wg.Wait()
		won := slices.IndexFunc(errsOf, func(err error) bool { return err == nil })
		if won < 0 || !errs.Is(errsOf[1-won], errs.Conflict) {
			t.Fatalf("%v", errors.Join(errsOf...))
		}
		loser := []authz.Actor{eva, bo}[won]
		v := w.load(t, loser, id)
		changes, err := w.Approval.Since(t.Context(), loser, &v, seen)
		must(t, err)
		if len(v.Verdicts()) != 1 || len(changes.Events) != 1 || changes.Names[v.Verdicts()[0].By] == "" {
			t.Errorf("the other is not told who was first: %+v", changes)
		}
	})
}

func TestScopes_decide_what_is_asked_of_whom(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		near := w.give(t, w.Bo, "approver", authz.Reference, refA, "service:21")
		other := w.give(t, w.Eva, "approver", authz.Reference, refB)
		wrongService := w.give(t, w.Nils, "approver", authz.Reference, refA, "service:22")
		broad := w.give(t, w.Lea, "approver", authz.Organisation, int64(w.Org.ID))
		id := w.open(t, w.Anna, w.part(1, 1, approval.ByReference))
		for name, c := range map[string]struct {
			by   authz.Actor
			want int
		}{"near": {near, 1}, "other_reference": {other, 0}, "other_service": {wrongService, 0}, "whole_organisation": {broad, 0}} {
			if n := w.waiting(t, c.by); n != c.want {
				t.Errorf("%s: %d wait", name, n)
			}
		}
		for name, by := range map[string]authz.Actor{"other_reference": other, "other_service": wrongService} {
			if _, err := w.Approval.Load(t.Context(), by, id); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s sees it: %v", name, err)
			}
			if _, err := w.Approval.Decide(t.Context(), by, approval.Decision{ID: id, Yes: true, Seen: w.load(t, near, id).Seen}); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s decides: %v", name, err)
			}
		}
		for _, by := range []authz.Actor{w.Anna, w.Stranger} {
			if _, err := w.Approval.Load(t.Context(), by, id); !errs.Is(err, errs.Forbidden) {
				t.Errorf("without the right: %v", err)
			}
		}
		page, err := w.Approval.List(t.Context(), broad, approval.Within, 0)
		must(t, err)
		if len(page.Rows) != 1 {
			t.Errorf("whoever may decide everything lists %d", len(page.Rows))
		}
		must(t, w.decide(t, broad, id, true))
	})
}

func TestA_step_is_for_the_right_that_it_names(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		unit, err := w.Directory.AddUnit(t.Context(), authz.System("test"), w.Org.ID, unitInput("Lindskolan", 0))
		must(t, err)
		below, err := w.Directory.AddUnit(t.Context(), authz.System("test"), w.Org.ID, unitInput("Lindskolan 4A", unit.ID))
		must(t, err)
		manager := w.give(t, w.Bo, "approver", authz.Unit, int64(unit.ID))
		reference := w.give(t, w.Eva, "approver", authz.Reference, refA)
		w.open(t, w.Anna, w.part(1, 1, approval.ByManager, func(p *approval.PartDraft) { p.Unit = below.ID }))
		if w.waiting(t, manager) != 1 || w.waiting(t, reference) != 0 {
			t.Error("a manager's step is not the manager's alone")
		}
	})
}

func TestNobody_approves_an_own_order_and_the_next_one_gets_it(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		anna := w.give(t, w.Anna, "approver", authz.Reference, refA)
		bo := w.give(t, w.Bo, "approver", authz.Reference, refA)
		// Eva stands in for Anna, Nils for Bo; Anna also stands in for Bo.
		eva := w.give(t, w.Eva, "approver", authz.Reference, refA, "for:"+itoa(anna.Person))
		anna = w.give(t, anna, "approver", authz.Reference, refA, "for:"+itoa(bo.Person))
		nils := w.give(t, w.Nils, "approver", authz.Reference, refA, "for:"+itoa(bo.Person))
		id := w.open(t, anna, w.part(1, 1, approval.ByReference))
		seen := w.load(t, bo, id).Seen
		for name, by := range map[string]authz.Actor{"who_asked": anna, "a_substitute_of_whoever_asked": eva} {
			if n := w.waiting(t, by); n != 0 {
				t.Errorf("%s: %d wait", name, n)
			}
			v := w.load(t, by, id)
			if !v.Own || v.Mine() != 0 {
				t.Errorf("%s: own %v, mine %d", name, v.Own, v.Mine())
			}
			for _, s := range []string{seen, v.Seen} {
				if _, err := w.Approval.Decide(t.Context(), by, approval.Decision{ID: id, Yes: true, Seen: s}); !errs.Is(err, errs.Forbidden) {
					t.Errorf("%s decides: %v", name, err)
				}
			}
		}
		if w.waiting(t, bo) != 1 || w.waiting(t, nils) != 1 {
			t.Error("the next approver is not asked")
		}
		if got := w.heard(anna); len(got) != 0 {
			t.Errorf("who asked is asked: %q", got)
		}
		must(t, w.decide(t, nils, id, true))
		v := w.load(t, bo, id)
		if said := v.Verdicts(); len(said) != 1 || said[0].By != person(nils) || said[0].For != person(bo) {
			t.Errorf("said: %+v", said)
		}
		for _, e := range w.told {
			if e.Type == approval.EventDecided && (e.Actor != nils.Person || e.For != bo.Person) {
				t.Errorf("the record says %d for %d", e.Actor, e.For)
			}
		}
	})
}

func TestWhat_nobody_near_may_decide_goes_on_and_what_nobody_may_becomes_a_case(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		anna := w.give(t, w.Anna, "approver", authz.Reference, refA)
		id := w.open(t, anna, w.part(1, 1, approval.ByReference))
		if v := w.load(t, anna, id); v.Stuck == 0 {
			t.Error("nobody may decide, and nobody knows")
		}
		broad := w.give(t, w.Bo, "approver", authz.Organisation, int64(w.Org.ID))
		d := w.draft(anna, w.part(1, 1, approval.ByReference))
		d.Subject.ID = 8
		o := w.opened(t, d)
		if v := w.load(t, broad, o.ID); v.Stuck != 0 || w.waiting(t, broad) != 2 {
			t.Errorf("case %d, %d wait", v.Stuck, w.waiting(t, broad))
		}
		if got := w.heard(broad); len(got) != 1 || got[0] != "Ingen har svarat: Beställning B-7" {
			t.Errorf("heard %q", got)
		}
		must(t, w.decide(t, broad, o.ID, true))
	})
}

func TestThe_rule_may_let_people_approve_their_own_up_to_an_amount(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		anna := w.give(t, w.Anna, "approver", authz.Reference, refA)
		settings := setting.New(setting.Deps{DB: w.DB, Events: w.Events})
		must(t, settings.Set(t.Context(), authz.System("test"), w.Org.ID, setting.ApprovalOwn, 1000, w.Clock.Now()))
		id := w.open(t, anna, w.part(1, 1, approval.ByReference))
		must(t, w.decide(t, anna, id, true))
		d := w.draft(anna, w.part(1, 1, approval.ByReference), w.part(2, 1, approval.ByReference))
		d.Subject.ID = 8
		o := w.opened(t, d)
		if _, err := w.Approval.Decide(t.Context(), anna, approval.Decision{ID: o.ID, Yes: true, Seen: w.load(t, anna, o.ID).Seen}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("two lines of the amount are approved by whoever asked: %v", err)
		}
	})
}

func TestA_step_over_an_amount_counts_what_the_whole_costs_its_reference(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.give(t, w.Bo, "approver", authz.Reference, refA)
		over := func(p *approval.PartDraft) { p.Over = 150_000 }
		o := w.opened(t, w.draft(w.Anna, w.part(1, 1, approval.ByReference, over)))
		if o.ID != 0 || !slices.Equal(o.Free, []int64{1}) {
			t.Errorf("a cheap line waits: %+v", o)
		}
		o = w.opened(t, w.draft(w.Anna, w.part(1, 1, approval.ByReference, over), w.part(2, 1, approval.ByReference, over)))
		if o.ID == 0 || len(o.Free) != 0 {
			t.Errorf("split into cheap lines it goes through: %+v", o)
		}
	})
}

func TestWithdrawn_lines_wait_for_nobody(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		bo := w.give(t, w.Bo, "approver", authz.Reference, refA)
		id := w.open(t, w.Anna, w.part(1, 1, approval.ByReference), w.part(2, 1, approval.ByReference))
		seen := w.load(t, bo, id).Seen
		withdraw := func(lines ...int64) {
			w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
				return w.Approval.WithdrawIn(ctx, tx, w.Anna, approval.Subject{Kind: "thing", ID: 7}, lines)
			})
		}
		withdraw(1)
		if _, err := w.Approval.Decide(t.Context(), bo, approval.Decision{ID: id, Yes: true, Seen: seen}); !errs.Is(err, errs.Conflict) {
			t.Errorf("what was taken back is approved: %v", err)
		}
		withdraw()
		if n := w.waiting(t, bo); n != 0 {
			t.Errorf("%d wait", n)
		}
		v, err := w.Approval.Load(t.Context(), bo, id)
		if err == nil && v.State != approval.Withdrawn {
			t.Errorf("%s", v.State)
		}
		if got := w.heard(bo); len(got) != 3 || got[2] != "Väntar inte längre: Beställning B-7" {
			t.Errorf("heard %q", got)
		}
	})
}
