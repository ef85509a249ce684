package portal_test

import (
	"testing"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// reported is the one ticket of the world, as the desk's queue shows it.
func reported(t *testing.T, s *site.Site) ticket.Ticket {
	t.Helper()
	page, err := s.App.Ticket.Queue(t.Context(), s.Actor(t, "eva"), s.Org.ID, s.Desk.ID, ticket.Filter{}, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Rows) != 1 {
		t.Fatalf("the queue has %d tickets, want 1", len(page.Rows))
	}
	return page.Rows[0].Ticket
}

func TestReport(t *testing.T) {
	t.Parallel()
	t.Run("a_fault_in_a_suppliers_service_is_reported_like_any_other", func(t *testing.T) {
		t.Parallel()
		req.Proves(t, "CH-01")
		site.Each(t, func(t *testing.T, s *site.Site) {
			form := s.As(t, "anna").Get("/report").MustBe(200).Form("Anmäl ett fel")
			page := form.Fill("Vad fungerar inte?", "Leverantörens journalsystem svarar inte").
				Fill("Beskriv mer om du vill", "Sedan i morse.").Submit("Skicka felanmälan").MustBe(200)
			got := reported(t, s)
			page.MustSee("Leverantörens journalsystem svarar inte", "Sedan i morse.", got.ID.String(), "Mottaget")
			if got.Desk != s.Desk.ID || got.Requester != s.Person(t, "anna") || got.Kind != ticket.Incident || got.Channel != ticket.Portal {
				t.Errorf("reported %+v", got)
			}
		})
	})
}
