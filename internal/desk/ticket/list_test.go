package ticket_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

func TestPaging_shows_every_ticket_once_in_either_direction(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		const n = 23
		for i := range n {
			w.Clock.Advance(time.Minute)
			urgency := 1 + i%3
			ok[ticket.Ticket](t)(w.Ticket.Report(t.Context(), w.Anna, ticket.ReportInput{Title: fmt.Sprint("Fel ", i), Urgency: urgency}))
		}
		for _, sort := range ticket.Sorts() {
			f := ticket.Filter{Sort: sort}
			forward, last := walk(t, w, f, "", func(p ticket.Page) string { return p.Next })
			if len(forward) != n || len(slices.Compact(slices.Sorted(slices.Values(forward)))) != n {
				t.Fatalf("%s: %d rows forward, want %d different ones", sort, len(forward), n)
			}
			back, _ := walk(t, w, f, last.Prev, func(p ticket.Page) string { return p.Prev })
			seen := len(last.Rows) + len(back)
			if seen != n {
				t.Errorf("%s: going back shows %d, want %d", sort, seen, n)
			}
		}
		if _, err := w.Ticket.Queue(t.Context(), w.Eva, w.Org.ID, w.Desk.ID, ticket.Filter{Sort: "title; drop table ticket"}, "", 5); !errs.Is(err, errs.Invalid) {
			t.Errorf("a sort of one's own: %v", err)
		}
		if _, err := w.Ticket.Queue(t.Context(), w.Eva, w.Org.ID, w.Desk.ID, ticket.Filter{}, "rubbish", 5); !errs.Is(err, errs.Invalid) {
			t.Errorf("a cursor of one's own: %v", err)
		}
	})
}

// walk follows cursors from a place to the end and returns the numbers it met, and the last page.
func walk(t *testing.T, w *tickettest.World, f ticket.Filter, at string, next func(ticket.Page) string) ([]ticket.ID, ticket.Page) {
	t.Helper()
	var ids []ticket.ID
	for {
		p := ok[ticket.Page](t)(w.Ticket.Queue(t.Context(), w.Eva, w.Org.ID, w.Desk.ID, f, at, 5))
		for _, r := range p.Rows {
			ids = append(ids, r.ID)
		}
		if at = next(p); at == "" {
			return ids, p
		}
	}
}

func TestFilters_and_counts_agree(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		a := w.Report(t, "En")
		b := w.Report(t, "Två")
		w.Report(t, "Tre")
		ok[ticket.Ticket](t)(w.Ticket.Take(t.Context(), w.Eva, a.ID))
		ok[ticket.Ticket](t)(w.Ticket.Assign(t.Context(), w.Eva, b.ID, ticket.AssignInput{Group: w.Network.ID}))
		filters := []ticket.Filter{
			{Mine: true},
			{Unowned: true},
			{NoGroup: true},
			{MyGroups: true},
			{States: []ticket.State{ticket.StateNew}},
			{AnyState: true},
			{Category: w.Category.ID},
			{Priority: 1},
			{Awaiting: true},
			{Kinds: []ticket.Kind{ticket.Order}},
		}
		counts := ok[[]int](t)(w.Ticket.Counts(t.Context(), w.Eva, w.Org.ID, w.Desk.ID, filters))
		for i, f := range filters {
			rows := ok[ticket.Page](t)(w.Ticket.Queue(t.Context(), w.Eva, w.Org.ID, w.Desk.ID, f, "", 0)).Rows
			if len(rows) != counts[i] {
				t.Errorf("filter %s: %d rows, counted %d", f, len(rows), counts[i])
			}
			again := ok[ticket.Filter](t)(ticket.ParseFilter(f.String()))
			if again.String() != f.String() {
				t.Errorf("filter %s comes back as %s", f, again)
			}
		}
		if counts[0] != 1 || counts[2] != 2 || counts[5] != 3 {
			t.Errorf("counts %v", counts)
		}
	})
}

func TestMerging_moves_nothing_and_can_be_undone(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		a, b := w.Report(t, "Skrivaren"), w.Report(t, "Skrivaren igen")
		other := ok[ticket.Ticket](t)(w.Ticket.Report(t.Context(), w.Bo, ticket.ReportInput{Title: "Min skrivare"}))
		if _, err := w.Ticket.Merge(t.Context(), w.Eva, other.ID, a.ID); !errs.Is(err, errs.Invalid) {
			t.Errorf("merging two people's cases: %v", err)
		}
		if _, err := w.Ticket.Merge(t.Context(), w.Stranger, b.ID, a.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("a stranger merges: %v", err)
		}
		ok[ticket.Ticket](t)(w.Ticket.Merge(t.Context(), w.Eva, b.ID, a.ID))
		// Words to the old number reach the new one.
		got := ok[ticket.Ticket](t)(w.Ticket.Ask(t.Context(), w.Anna, b.ID, ticket.Words{Text: "Hur går det?"}))
		if got.ID != a.ID {
			t.Errorf("words to the merged case went to %s, want %s", got.ID, a.ID)
		}
		merged := ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, b.ID))
		wantState(t, merged, ticket.StateMerged)
		replayed(t, w, merged)
		wantState(t, ok[ticket.Ticket](t)(w.Ticket.Unmerge(t.Context(), w.Eva, b.ID)), ticket.StateOpen)
		replayed(t, w, ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, b.ID)))
	})
}

func TestLinks_need_the_right_on_both_ends(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		a := w.Report(t, "Orsak")
		foreign := ok[ticket.Ticket](t)(w.Ticket.Report(t.Context(), w.Stranger, ticket.ReportInput{Title: "Främmande"}))
		if err := w.Ticket.Link(t.Context(), w.Eva, a.ID, foreign.ID, ticket.LinkRelated); !errs.Is(err, errs.NotFound) {
			t.Errorf("linking a foreign case: %v", err)
		}
		b := w.Report(t, "Följd")
		if err := w.Ticket.Link(t.Context(), w.Eva, b.ID, a.ID, ticket.LinkCausedBy); err != nil {
			t.Fatal(err)
		}
		for _, x := range []ticket.Ticket{a, b} {
			if links := ok[[]ticket.Link](t)(w.Ticket.Links(t.Context(), w.Eva, &x)); len(links) != 1 {
				t.Errorf("%s shows %d links", x.ID, len(links))
			}
		}
		if err := w.Ticket.Unlink(t.Context(), w.Eva, b.ID, a.ID, ticket.LinkCausedBy); err != nil {
			t.Fatal(err)
		}
		if links := ok[[]ticket.Link](t)(w.Ticket.Links(t.Context(), w.Eva, &a)); len(links) != 0 {
			t.Errorf("after unlinking: %v", links)
		}
	})
}

func TestHistory_tells_who_held_the_case(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		x := w.Report(t, "Nätet")
		ok[ticket.Ticket](t)(w.Ticket.Take(t.Context(), w.Eva, x.ID))
		w.Clock.Advance(time.Hour)
		ok[ticket.Ticket](t)(w.Ticket.Assign(t.Context(), w.Eva, x.ID, ticket.AssignInput{Group: w.Network.ID, Assignee: 0}))
		w.Clock.Advance(time.Hour)
		x = ok[ticket.Ticket](t)(w.Ticket.Take(t.Context(), w.Nils, x.ID))
		holders := ticket.Holders(ok[[]ticket.Entry](t)(w.Ticket.History(t.Context(), w.Eva, &x)))
		if len(holders) != 3 || int64(holders[0].Assignee) != w.Eva.Person || holders[1].Group != w.Network.ID || int64(holders[2].Assignee) != w.Nils.Person {
			t.Fatalf("holders: %+v", holders)
		}
		if holders[0].To.Sub(holders[0].From) != time.Hour || !holders[2].To.IsZero() {
			t.Errorf("times: %+v", holders)
		}
	})
}

func TestA_case_of_two_protected_people_stays_sealed_until_both_are_open(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		sys := authz.System("test")
		x := w.Report(t, "Två")
		if _, err := w.Directory.Protect(t.Context(), sys, x.Requester); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Directory.Unprotect(t.Context(), sys, x.Requester); err != nil {
			t.Fatal(err)
		}
		got := ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, x.ID))
		if got.Sealed {
			t.Error("open again, and still sealed")
		}
		replayed(t, w, got)
	})
}
