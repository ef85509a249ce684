package ticket_test

import (
	"slices"
	"testing"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/testkit/dbtest"
)

func each(t *testing.T, fn func(t *testing.T, w *tickettest.World)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) { fn(t, tickettest.New(t, env)) })
}

// ok fails the test for an error and otherwise returns the value.
func ok[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func wantState(t *testing.T, got ticket.Ticket, want ticket.State) {
	t.Helper()
	if got.State != want {
		t.Fatalf("state: want %s, got %s", want, got.State)
	}
}

func TestA_solved_case_closes_72_hours_after_the_user_was_told(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		x := w.Report(t, "Datorn startar inte")
		x = ok[ticket.Ticket](t)(w.Ticket.Resolve(t.Context(), w.Eva, x.ID, ticket.ResolveInput{Solution: "Laddaren var trasig."}))
		wantState(t, x, ticket.StateResolved)
		w.Clock.Advance(100 * time.Hour)
		if err := w.Ticket.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		x = ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, x.ID))
		wantState(t, x, ticket.StateResolved) // Nobody has been told: no clock runs.
		if _, err := w.Ticket.Close(t.Context(), w.Eva, x.ID); !errs.Is(err, errs.Conflict) {
			t.Fatalf("closing before the user was told: want a conflict, got %v", err)
		}
		ok[ticket.Ticket](t)(w.Ticket.MarkTold(t.Context(), authz.System("mail"), x.ID, "mail"))
		w.Clock.Advance(72*time.Hour - time.Minute)
		if err := w.Ticket.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantState(t, ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, x.ID)), ticket.StateResolved)
		w.Clock.Advance(time.Minute)
		if err := w.Ticket.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		x = ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, x.ID))
		wantState(t, x, ticket.StateClosed)
		if x.ClosedHow != ticket.ByTimeout {
			t.Errorf("closed how: %q", x.ClosedHow)
		}
		replayed(t, w, x)
	})
}

// replayed compares the row with what its events alone give.
func replayed(t *testing.T, w *tickettest.World, x ticket.Ticket) {
	t.Helper()
	events, err := event.Stream(t.Context(), w.DB, ticket.Stream, int64(x.ID))
	if err != nil {
		t.Fatal(err)
	}
	again, err := ticket.Replay(events)
	if err != nil {
		t.Fatal(err)
	}
	if diff := ticket.Differences(&x, &again); len(diff) > 0 || again.Version != x.Version {
		t.Errorf("replay differs in %v (version %d, row %d)", diff, again.Version, x.Version)
	}
}

func TestRejecting_or_answering_reopens_and_stops_the_clock(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		x := w.Report(t, "Skrivaren")
		solve := func() {
			x = ok[ticket.Ticket](t)(w.Ticket.Resolve(t.Context(), w.Eva, x.ID, ticket.ResolveInput{Solution: "Omstart.", Told: true}))
		}
		solve()
		x = ok[ticket.Ticket](t)(w.Ticket.Reject(t.Context(), w.Anna, x.ID, ticket.Words{Text: "Fungerar inte ännu."}))
		if x.State != ticket.StateOpen || x.Reopened != 1 || !x.CloseDue.IsZero() {
			t.Fatalf("after a rejection: %s, reopened %d, due %s", x.State, x.Reopened, x.CloseDue)
		}
		solve()
		x = ok[ticket.Ticket](t)(w.Ticket.Ask(t.Context(), w.Anna, x.ID, ticket.Words{Text: "Nej, fortfarande trasig."}))
		if x.State != ticket.StateOpen || x.Reopened != 2 {
			t.Fatalf("after an answer: %s, reopened %d", x.State, x.Reopened)
		}
		solve()
		x = ok[ticket.Ticket](t)(w.Ticket.Accept(t.Context(), w.Anna, x.ID))
		if x.State != ticket.StateClosed || x.ClosedHow != ticket.ByUser {
			t.Fatalf("after acceptance: %s %s", x.State, x.ClosedHow)
		}
		// Long after, words begin a new case that is linked to the old one.
		w.Clock.Advance(60 * 24 * time.Hour)
		y := ok[ticket.Ticket](t)(w.Ticket.Ask(t.Context(), w.Anna, x.ID, ticket.Words{Text: "Nu igen!"}))
		if y.ID == x.ID {
			t.Fatal("words long after the end must begin a new case")
		}
		links := ok[[]ticket.Link](t)(w.Ticket.Links(t.Context(), w.Eva, &y))
		if len(links) != 1 || links[0].Other != x.ID {
			t.Errorf("links of the new case: %v", links)
		}
		replayed(t, w, ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, x.ID)))
		replayed(t, w, ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, y.ID)))
	})
}

func TestA_case_leaves_new_only_with_a_category(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		x := ok[ticket.Ticket](t)(w.Ticket.Report(t.Context(), w.Anna, ticket.ReportInput{Text: "Hjälp"}))
		if x.Title != "Hjälp" {
			t.Errorf("title from the first words: %q", x.Title)
		}
		_, err := w.Ticket.Begin(t.Context(), w.Eva, x.ID, "")
		if fields := errs.FieldsOf(err); len(fields) != 1 || fields[0].Name != "category" {
			t.Fatalf("without a category: %v", err)
		}
		if _, err := w.Ticket.Resolve(t.Context(), w.Eva, x.ID, ticket.ResolveInput{Solution: "Klart"}); !errs.Is(err, errs.Invalid) {
			t.Fatalf("resolve without a category: %v", err)
		}
		ok[ticket.Ticket](t)(w.Ticket.Change(t.Context(), w.Eva, x.ID, ticket.ChangeInput{Category: &w.Category.ID}))
		wantState(t, ok[ticket.Ticket](t)(w.Ticket.Begin(t.Context(), w.Eva, x.ID, "")), ticket.StateOpen)
	})
}

func TestTwo_people_editing_meet_a_conflict_with_both_values(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		x := w.Report(t, "Trasig")
		one, two, three := 1, 2, 3
		ok[ticket.Ticket](t)(w.Ticket.Change(t.Context(), w.Eva, x.ID, ticket.ChangeInput{Version: x.Version, Impact: &one, Urgency: &three}))
		_, err := w.Ticket.Change(t.Context(), w.Nils, x.ID, ticket.ChangeInput{Version: x.Version, Impact: &two})
		fields := errs.FieldsOf(err)
		if !errs.Is(err, errs.Conflict) || len(fields) != 1 || fields[0].Name != "impact" {
			t.Fatalf("both changed the impact: %v", err)
		}
		// Another field, and the same old impact left as it was seen: both changes stand.
		y := ok[ticket.Ticket](t)(w.Ticket.Change(t.Context(), w.Nils, x.ID, ticket.ChangeInput{Version: x.Version, Impact: &three, Urgency: &one}))
		if y.Impact != 1 || y.Urgency != 1 || y.Priority != 1 {
			t.Errorf("impact %d, urgency %d, priority %d", y.Impact, y.Urgency, y.Priority)
		}
	})
}

func TestStrangers_see_and_do_nothing(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		x := w.Report(t, "Hemligt")
		note := ok[ticket.Ticket](t)(w.Ticket.Write(t.Context(), w.Eva, x.ID, ticket.Words{Text: "Internt om Anna."}))
		for _, who := range []authz.Actor{w.Stranger, w.Bo, {}} {
			if _, err := w.Ticket.Load(t.Context(), who, x.ID); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s loads it: %v", who.Name, err)
			}
			if p := ok[ticket.Page](t)(w.Ticket.Tickets(t.Context(), who, ticket.Filter{AnyState: true}, "", 0)); len(p.Rows) != 0 {
				t.Errorf("%s lists %d", who.Name, len(p.Rows))
			}
			if _, err := w.Ticket.Answer(t.Context(), who, x.ID, ticket.Words{Text: "Hej"}); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s answers: %v", who.Name, err)
			}
		}
		if _, err := w.Ticket.Close(t.Context(), w.Anna, x.ID); !errs.Is(err, errs.Forbidden) {
			t.Errorf("the user closes: %v", err)
		}
		said := ok[[]ticket.Message](t)(w.Ticket.Messages(t.Context(), w.Anna, &note))
		if slices.ContainsFunc(said, func(m ticket.Message) bool { return m.Internal }) {
			t.Error("the user reads an internal note")
		}
		for _, e := range ok[[]ticket.Entry](t)(w.Ticket.History(t.Context(), w.Anna, &note)) {
			if e.Type == ticket.EventNoted {
				t.Error("the user sees that a note was written")
			}
		}
	})
}

func TestProtected_identity_seals_the_case(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		x := w.Report(t, "Skyddad")
		if _, err := w.Directory.Protect(t.Context(), w.Lea, 0); err == nil {
			t.Error("protecting nobody must fail")
		}
		id := x.Requester
		ok[any](t)(w.Directory.Protect(t.Context(), authz.System("test"), id))
		if _, err := w.Ticket.Load(t.Context(), w.Eva, x.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("an ordinary agent opens it: %v", err)
		}
		queue := ok[ticket.Page](t)(w.Ticket.Queue(t.Context(), w.Eva, w.Org.ID, w.Desk.ID, ticket.Filter{AnyState: true}, "", 0))
		counts := ok[[]int](t)(w.Ticket.Counts(t.Context(), w.Eva, w.Org.ID, w.Desk.ID, []ticket.Filter{{AnyState: true}}))
		if len(queue.Rows) != 0 || counts[0] != 0 {
			t.Errorf("an ordinary agent's queue shows %d, counts %d", len(queue.Rows), counts[0])
		}
		sealed := ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Lea, x.ID))
		ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Anna, x.ID))
		replayed(t, w, sealed)
	})
}

func TestA_new_case_is_open_once_somebody_has_it_and_knows_what_it_is_about(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		x := ok[ticket.Ticket](t)(w.Ticket.Report(t.Context(), w.Anna, ticket.ReportInput{Title: "Utan kategori"}))
		wantState(t, ok[ticket.Ticket](t)(w.Ticket.Take(t.Context(), w.Eva, x.ID)), ticket.StateNew)
		wantState(t, ok[ticket.Ticket](t)(w.Ticket.Change(t.Context(), w.Eva, x.ID, ticket.ChangeInput{Category: &w.Category.ID})), ticket.StateOpen)
		y := w.Report(t, "Med kategori")
		wantState(t, ok[ticket.Ticket](t)(w.Ticket.Take(t.Context(), w.Eva, y.ID)), ticket.StateOpen)
	})
}
