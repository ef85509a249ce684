package centre_test

import (
	"net/http"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// staff gives the world two people of the contact centre.
func staff(t *testing.T, s *site.Site) {
	t.Helper()
	for _, name := range []string{"Klara Kontakt", "Kim Kontakt"} {
		id := s.Join(t, name, directory.Employee)
		if _, err := s.App.Access.Grant(t.Context(), authz.System("test"), access.GrantInput{Person: id, Role: "contact_centre", Reach: authz.Organisation, Of: int64(s.Org.ID)}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestThe_contact_centre_speaks_for_many(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-23")
		staff(t, s)
		s.Report(t, "anna", "Vanligt ärende", "")
		klara := s.As(t, "klara")
		form := klara.Get("/centre").MustBe(200).Click("Registrera för invånare").Form("Registrera för invånare").Fill("Vad fungerar inte?", "E-tjänsten för bygglov svarar inte")
		page := form.Fill("Hur många invånare och företag gäller det?", "många").Submit("Registrera för invånare").MustBe(http.StatusUnprocessableEntity).MustSee("Skriv ett antal, minst 1.")
		if got := page.Form("Registrera för invånare").Value("Vad fungerar inte?"); got != "E-tjänsten för bygglov svarar inte" {
			t.Errorf("what was typed is lost: %q", got)
		}
		page.Form("Registrera för invånare").Fill("Hur många invånare och företag gäller det?", "12").Submit("Registrera för invånare").MustBe(200).MustSee("E-tjänsten för bygglov svarar inte")
		queue, err := s.App.Ticket.Queue(t.Context(), s.Actor(t, "eva"), s.Org.ID, s.Desk.ID, ticket.Filter{Channelled: true, Sort: ticket.Priority}, "", 10)
		if err != nil || len(queue.Rows) != 1 || queue.Rows[0].Residents != 12 || queue.Rows[0].Via != ticket.ViaCentre {
			t.Fatalf("the priority channel has %+v, %v", queue.Rows, err)
		}
		eva := s.As(t, "eva")
		eva.Get("/desk?view=-7").MustBe(200).MustSee("12 invånare och företag", "Prioriterad kanal: Kontaktcenter", "Vanligt ärende")
		eva.Get("/desk?view=-13").MustBe(200).MustSee("12 invånare och företag").MustNotSee("Vanligt ärende")
		// Nobody else registers like that, or sees the page.
		s.As(t, "anna").Get("/centre").MustBe(http.StatusForbidden)
		s.As(t, "anna").Get("/centre/new").MustBe(http.StatusForbidden)
		s.As(t, "siv").Get("/tickets/" + queue.Rows[0].ID.String()).MustBe(http.StatusNotFound)
	})
}

func TestThe_contact_centre_sees_its_cases_and_what_it_may_pass_on(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-24", "RO-18")
		staff(t, s)
		klara, kim := s.As(t, "klara"), s.As(t, "kim")
		klara.Get("/centre/new").Form("Registrera för invånare").Fill("Vad fungerar inte?", "Bygglovet").Fill("Hur många invånare och företag gäller det?", "3").Submit("Registrera för invånare").MustBe(200)
		// A colleague sees it with its state; nothing of others.
		own := s.Report(t, "klara", "Min egen mus", "")
		s.Report(t, "anna", "Annas skrivare", "")
		page := kim.Get("/centre").MustBe(200).MustSee("Bygglovet", "Mottaget", "Klara Kontakt", "Ingen allvarlig störning pågår just nu.").MustNotSee("Annas skrivare", "Min egen mus")
		page.Click("Bygglovet").MustBe(200).MustSee("Mottaget")
		kim.Get("/tickets/" + own.ID.String()).MustBe(http.StatusNotFound)

		// A major incident, first without words and then with.
		x := s.Report(t, "anna", "Internt: kärnswitch SW-7 nere", "")
		eva := s.As(t, "eva")
		if err := s.App.Common.Declare(t.Context(), s.Actor(t, "eva"), x.ID); err != nil {
			t.Fatal(err)
		}
		kim.Get("/centre").MustSee("Allvarlig störning", "Det finns ingen text att lämna vidare ännu.").MustNotSee("SW-7")
		eva.Get("/desk/tickets/"+x.ID.String()+"/major").Form("Spara texten").Fill("Ord att lämna vidare till invånare", "Våra e-tjänster ligger nere.\nVi räknar med att de fungerar igen klockan 15.").Submit("Spara texten").MustBe(200)
		kim.Get("/centre").MustSee("Våra e-tjänster ligger nere.", "klockan 15", "Texten skrevs").MustNotSee("SW-7", "Det finns ingen text att lämna vidare ännu.")
		s.As(t, "anna").Get("/centre").MustBe(http.StatusForbidden)
		// Over is over.
		if err := s.App.Common.EndMajor(t.Context(), s.Actor(t, "eva"), x.ID, ""); err != nil {
			t.Fatal(err)
		}
		kim.Get("/centre").MustSee("Ingen allvarlig störning pågår just nu.").MustNotSee("e-tjänster ligger nere")
	})
}
