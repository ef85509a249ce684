package ticket_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
)

func TestA_silent_reader_stays_present_while_the_page_is_open(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		x := ok[ticket.Ticket](t)(w.Ticket.Report(t.Context(), w.Anna, ticket.ReportInput{Requester: 0, Title: "Nätet är nere"}))
		sees := func() int {
			t.Helper()
			return len(ok[[]ticket.Present](t)(w.Ticket.Present(t.Context(), w.Nils, &x, "reading")))
		}
		_ = ok[[]ticket.Present](t)(w.Ticket.Present(t.Context(), w.Eva, &x, "writing"))
		for range 5 {
			w.Clock.Advance(time.Minute)
			if err := w.Ticket.StillPresent(t.Context(), w.Eva, x.ID); err != nil {
				t.Fatal(err)
			}
		}
		if sees() != 1 {
			t.Error("Eva, who still has the page open, is gone")
		}
		if err := w.Ticket.StillPresent(t.Context(), w.Bo, x.ID); err != nil || sees() != 1 {
			t.Errorf("somebody who never gave a sign is present: %d, %v", sees(), err)
		}
		w.Clock.Advance(91 * time.Second)
		if err := w.Ticket.StillPresent(t.Context(), w.Eva, x.ID); err != nil || sees() != 0 {
			t.Errorf("a sign that ran out is not renewed: %d, %v", sees(), err)
		}
	})
}
