package approval_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func unitInput(name string, parent directory.UnitID) directory.UnitInput {
	return directory.UnitInput{Name: name, Parent: parent}
}

func TestApprovers_are_reminded_and_after_a_time_it_goes_on(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.Clock.Set(time.Date(2026, time.November, 26, 9, 0, 0, 0, time.UTC)) // A Thursday.
		bo := w.give(t, w.Bo, "approver", authz.Reference, refA)
		broad := w.give(t, w.Lea, "approver", authz.Organisation, int64(w.Org.ID))
		id := w.open(t, w.Anna, w.part(1, 1, approval.ByReference))
		w.said = nil
		w.Clock.Set(time.Date(2026, time.December, 1, 8, 59, 0, 0, time.UTC)) // Tuesday: two and a half working days.
		must(t, w.Approval.Sweep(t.Context()))
		if len(w.said) != 0 {
			t.Fatalf("too early: %q", w.heard(bo))
		}
		w.Clock.Advance(time.Minute)
		for range 2 {
			must(t, w.Approval.Sweep(t.Context()))
		}
		if got := w.heard(bo); len(got) != 1 || got[0] != "Påminnelse: Beställning B-7" {
			t.Fatalf("heard %q", got)
		}
		if n := w.waiting(t, broad); n != 0 {
			t.Errorf("it went on at once: %d", n)
		}
		w.Clock.Set(time.Date(2026, time.December, 7, 9, 0, 0, 0, time.UTC))
		must(t, w.Approval.Sweep(t.Context()))
		if got := w.heard(broad); len(got) != 1 || w.waiting(t, broad) != 1 || w.waiting(t, bo) != 1 {
			t.Errorf("after seven working days: heard %q, %d and %d wait", got, w.waiting(t, broad), w.waiting(t, bo))
		}
		if got := w.heard(w.Anna); !slices.Contains(got, "Dröjer: Beställning B-7") {
			t.Errorf("who asked heard %q", got)
		}
		must(t, w.decide(t, broad, id, true))
		w.said = nil
		w.Clock.Advance(30 * 24 * time.Hour)
		must(t, w.Approval.Sweep(t.Context()))
		if len(w.said) != 0 {
			t.Error("what is decided is reminded of")
		}
	})
}

func TestWhat_is_open_moves_to_a_substitute_and_back(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		bo := w.give(t, w.Bo, "approver", authz.Reference, refA)
		w.open(t, w.Anna, w.part(1, 1, approval.ByReference))
		eva := w.give(t, w.Eva, "approver", authz.Reference, refA, "for:"+itoa(bo.Person))
		change := func(kind string) {
			w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := w.Events.Append(ctx, tx, authz.System("access"), event.Draft{
					Org: int64(w.Org.ID), Kind: access.RightStream, Stream: eva.Person, Pos: 90 + int64(len(kind)), Type: kind,
					Payload: access.RightTold{Role: "approver", For: person(bo)},
				})
				return err
			})
		}
		w.said = nil
		change(access.RightBegun)
		if got := w.heard(eva); len(got) != 1 || got[0] != "Du är vikarie för Bo Öberg: ett godkännande väntar" {
			t.Fatalf("the substitute heard %q", got)
		}
		page, err := w.Approval.List(t.Context(), eva, approval.Asked, 0)
		must(t, err)
		if len(page.Rows) != 1 || !slices.Equal(page.Rows[0].For, []directory.PersonID{person(bo)}) || page.Names[person(bo)] == "" {
			t.Fatalf("the substitute's list: %+v", page)
		}
		w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, sqldb.Q("test.over", `update role_grant set ended_at = $2 where person_id = $1`), eva.Person, sqldb.Time(tx.Now()))
			return err
		})
		change(access.RightOver)
		if got := w.heard(bo); len(got) != 1 || got[0] != "Ditt vikariat är slut: ett godkännande väntar på dig" {
			t.Errorf("who is back heard %q", got)
		}
		if _, err := w.Approval.List(t.Context(), w.again(t, eva), approval.Asked, 0); err == nil {
			t.Error("the substitute lists on")
		}
	})
}

func TestWhoever_gets_the_right_that_was_missing_hears_what_waits(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.open(t, w.Anna, w.part(1, 1, approval.ByReference))
		bo := w.give(t, w.Bo, "approver", authz.Reference, refA)
		w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := w.Events.Append(ctx, tx, authz.System("access"), event.Draft{
				Org: int64(w.Org.ID), Kind: access.RightStream, Stream: bo.Person, Pos: 1, Type: access.RightGranted, Payload: access.RightTold{Role: "approver"},
			})
			return err
		})
		if got := w.heard(bo); len(got) != 1 || got[0] != "Du kan nu godkänna: en beställning väntar" {
			t.Errorf("heard %q", got)
		}
	})
}

func TestAn_approval_about_a_protected_person_is_not_there_for_those_who_may_not_know(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p, err := w.Directory.AddPerson(t.Context(), authz.System("test"), w.Org.ID, directory.PersonInput{Given: "Hemlig", Family: "Person", Category: directory.Employee})
		must(t, err)
		_, err = w.Directory.Protect(t.Context(), authz.System("test"), p.ID)
		must(t, err)
		bo := w.give(t, w.Bo, "approver", authz.Reference, refA)
		eva := w.give(t, w.Eva, "approver", authz.Reference, refA)
		eva = w.give(t, eva, "protected", authz.Organisation, int64(w.Org.ID))
		id := w.open(t, w.Anna, w.part(1, 1, approval.ByReference, func(d *approval.PartDraft) { d.Person = p.ID }))
		if _, err := w.Approval.Load(t.Context(), bo, id); err == nil || w.waiting(t, bo) != 0 || len(w.heard(bo)) != 0 {
			t.Errorf("it is there: %v, %q", err, w.heard(bo))
		}
		if w.waiting(t, eva) != 1 || len(w.heard(eva)) != 1 {
			t.Error("nobody who may know is asked")
		}
	})
}

func TestFive_hundred_lines_are_asked_for_and_approved_in_one_go(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		bo := w.give(t, w.Bo, "approver", authz.Reference, refA)
		var parts []approval.PartDraft
		for i := range int64(500) {
			parts = append(parts, w.part(i+1, 1, approval.ByReference))
		}
		began := time.Now() //nolint:forbidigo // Real work is measured.
		id := w.open(t, w.Anna, parts...)
		must(t, w.decide(t, bo, id, true))
		if took := time.Since(began); took > 5*time.Second { //nolint:forbidigo // Likewise.
			t.Errorf("it took %s", took)
		}
		if got := w.lines(t, approval.EventApproved); len(got) != 500 {
			t.Errorf("%d are through", len(got))
		}
		if len(w.said) != 2 {
			t.Errorf("%d words for one order", len(w.said))
		}
	})
}

func TestThe_list_ends_and_goes_on(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		bo := w.give(t, w.Bo, "approver", authz.Reference, refA)
		for i := range approval.PageSize + 1 {
			d := w.draft(w.Anna, w.part(1, 1, approval.ByReference))
			d.Subject.ID, d.Title = int64(100+i), fmt.Sprint("Nr ", i)
			w.opened(t, d)
		}
		first, err := w.Approval.List(t.Context(), bo, approval.Asked, 0)
		must(t, err)
		second, err := w.Approval.List(t.Context(), bo, approval.Asked, first.Next)
		must(t, err)
		if len(first.Rows) != approval.PageSize || first.Rows[0].Title != "Nr 0" || len(second.Rows) != 1 || second.Next != 0 {
			t.Errorf("%d rows, then %d", len(first.Rows), len(second.Rows))
		}
		must(t, w.decide(t, bo, second.Rows[0].ID, true))
		past, err := w.Approval.List(t.Context(), bo, approval.Past, 0)
		must(t, err)
		if len(past.Rows) != 1 || past.Rows[0].Title != second.Rows[0].Title {
			t.Errorf("decided before: %+v", past.Rows)
		}
	})
}
