package common_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
)

func TestAll_wait_and_are_taken_up_again_together(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ids := w.faults(t, 3)
		bare := ok[ticket.Ticket](t)(w.Ticket.Report(t.Context(), w.Anna, ticket.ReportInput{Title: "Nätet, men ingen har sorterat mig"}))
		parent := w.gather(t, append(ids, bare.ID)...)
		ok[ticket.Ticket](t)(w.Ticket.Hold(t.Context(), w.Eva, ids[2], ticket.HoldInput{Reason: "Väntar redan", Until: w.Clock.Now().Add(time.Hour)}))
		in := common.CascadeInput{Parent: parent, Deed: common.Hold, Text: "Väntar på operatören"}
		if _, err := w.Common.Cascade(t.Context(), w.Eva, in); len(errs.FieldsOf(err)) != 1 {
			t.Fatalf("without a day: %v", err)
		}
		in.Until = w.Clock.Now().Add(24 * time.Hour)
		out := ok[common.Outcome](t)(w.Common.Cascade(t.Context(), w.Eva, in))
		if len(out.Done) != 3 || len(out.Failed) != 0 {
			t.Fatalf("%+v", out)
		}
		// What nobody had sorted takes the common ticket's category.
		if x := ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, bare.ID)); x.State != ticket.StateOnHold || x.Category != w.Category.ID || x.HoldReason != "Väntar på operatören" {
			t.Errorf("%s, category %d, %q", x.State, x.Category, x.HoldReason)
		}
		if x := ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, ids[2])); x.HoldReason != "Väntar redan" {
			t.Errorf("what waited already was changed: %q", x.HoldReason)
		}
		out = ok[common.Outcome](t)(w.Common.Cascade(t.Context(), w.Eva, common.CascadeInput{Parent: parent, Deed: common.Resume}))
		if len(out.Done) != 4 {
			t.Fatalf("%+v", out)
		}
		for _, id := range append(ids, bare.ID, parent) {
			if x := ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, id)); x.State != ticket.StateOpen {
				t.Errorf("%s: %s", id, x.State)
			}
		}
	})
}

func TestA_group_has_one_storey(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ids := w.faults(t, 4)
		first, second := w.gather(t, ids[:2]...), w.gather(t, ids[2:3]...)
		for name, in := range map[string]common.GatherInput{
			"a common ticket under another": {Parent: first, Children: []ticket.ID{second}},
			"a case under two":              {Parent: second, Children: ids[:1]},
			"under a case of a group":       {Parent: ids[0], Children: ids[3:]},
			"under itself":                  {Parent: ids[3], Children: ids[3:]},
		} {
			if _, err := w.Common.Gather(t.Context(), w.Eva, in); len(errs.FieldsOf(err)) == 0 {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := w.Ticket.Link(t.Context(), w.Eva, ids[0], second, ticket.LinkChild); len(errs.FieldsOf(err)) == 0 {
			t.Errorf("linked to a second common ticket by hand: %v", err)
		}
		if err := w.Ticket.Link(t.Context(), w.Eva, second, first, ticket.LinkChild); len(errs.FieldsOf(err)) == 0 {
			t.Errorf("a common ticket linked under another by hand: %v", err)
		}
		// One that does not fit holds back nobody.
		got := ok[common.Gathered](t)(w.Common.Gather(t.Context(), w.Eva, common.GatherInput{Parent: second, Children: []ticket.ID{ids[0], ids[3]}}))
		if len(got.Done) != 1 || got.Done[0] != ids[3] || got.Failed[ids[0]] == nil {
			t.Errorf("%+v", got)
		}
	})
}

func TestTwo_who_gather_at_once_make_no_second_parent(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ids := w.faults(t, 6)
		a, b := w.gather(t, ids[0]), w.gather(t, ids[1])
		done := make(chan error, 2)
		for _, parent := range []ticket.ID{a, b} {
			go func() {
				_, err := w.Common.Gather(t.Context(), w.Eva, common.GatherInput{Parent: parent, Children: ids[2:]})
				done <- err
			}()
		}
		<-done
		<-done
		x, y := w.of(t, a), w.of(t, b)
		if x.Sum()+y.Sum() != 6 {
			t.Errorf("%d and %d of 6 cases", x.Sum(), y.Sum())
		}
		if x.Children != x.Sum() || y.Children != y.Sum() {
			t.Errorf("counted %d and %d, there are %d and %d", x.Children, y.Children, x.Sum(), y.Sum())
		}
	})
}
