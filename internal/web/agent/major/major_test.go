package major_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func eva(t *testing.T, s *site.Site) *webtest.Visitor {
	t.Helper()
	return s.Pages(t, webtest.Options{Statements: -1}).As("eva")
}

// incident is a case that concerns many.
func incident(t *testing.T, s *site.Site) ticket.ID {
	t.Helper()
	x := s.Report(t, "anna", "Nätet ligger nere", "Ingen kommer ut.")
	many, one := 5000, 1
	return must[ticket.Ticket](t)(s.App.Ticket.Change(t.Context(), s.Actor(t, "eva"), x.ID, ticket.ChangeInput{Category: &s.Category.ID, Residents: &many, Impact: &one})).ID
}

func TestDeclaring_a_major_incident_opens_the_publication(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "GR-05")
		id := incident(t, s)
		agent := eva(t, s)
		page := agent.Get("/desk/tickets/" + id.String()).Form("Gör till allvarlig händelse").Submit("").MustBe(200)
		page.MustSee("Händelsen är nu en allvarlig händelse.", "Publicering", "Inget är publicerat än.", "Eva Lind", "Checklista", "Blev en allvarlig händelse", "5 000")
		if x := s.Ticket(t, id); x.Priority != 1 {
			t.Errorf("priority %d", x.Priority)
		}
		told := page.Form("Publicera").Fill("Text", "Vi arbetar med operatören.").Submit("").MustBe(200).MustSee("Meddelandet är publicerat")
		told.MustSee(id.String())
		s.As(t, "anna").Get("/").MustSee("Nätet ligger nere", "Vi arbetar med operatören.")
		agent.Get("/desk/tickets/" + id.String()).MustSee("Det här är en allvarlig händelse.").Click("Till ledningssidan").MustSee("Publicerat: Nätet ligger nere")

		// An instruction of the ordering organisation stops the next word, here too.
		must[notice.Hold](t)(s.App.Notice.Hold(t.Context(), s.Actor(t, "ada"), notice.Hold{
			Org: s.Org.ID, Channels: notice.Ways(), Instructor: "Berit Ek", Instruction: "Inget mer i dag.", Relief: "Ja", Credits: "Alla",
		}))
		held := agent.Get("/desk/tickets/"+id.String()+"/major").MustSee("Publiceringen hindras av en instruktion från beställaren.", "Berit Ek")
		held.Form("Publicera").Fill("Rubrik", "Ny lägesbild").Submit("").MustBe(409).MustSee("Berit Ek", "Inget mer i dag.")
		s.As(t, "anna").Get("/").MustNotSee("Ny lägesbild", "Vi arbetar med operatören.")
	})
}

func TestThe_hour_is_led_from_one_page(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	id := incident(t, s)
	agent := eva(t, s)
	page := agent.Get("/desk/tickets/" + id.String()).Form("Gör till allvarlig händelse").Submit("").MustBe(200)
	page.Form("Klart: Larma leverantören").Submit("").MustSee("Klart: Larma leverantören", "Ångra")
	page.Form("Anteckna").Fill("Anteckna i loggen", "Operatören har en tekniker på väg.").Submit("").MustSee("Operatören har en tekniker på väg.")
	page.Form("Anteckna").Submit("").MustBe(422).MustSee("Skriv en text.")
	page.Form("Lägg till").Fill("Ny punkt", "Ring rektorerna").Submit("").MustSee("Ring rektorerna")
	page.Form("Lova nästa besked").Fill("Nästa besked", "2026-03-02T11:00").Submit("").MustSee("Nästa besked: 2026-03-02 11:00")
	agent.Get("/desk/tickets/"+id.String()+"/major").Form("Lova nästa besked").Fill("Nästa besked", "2026-03-02T08:00").Submit("").MustBe(422).MustSee("Ange en tid framåt.")
	s.Clock.Advance(2 * time.Hour)
	agent.Get("/desk/tickets/"+id.String()+"/major").MustSee("Tiden för nästa besked har passerat.").Form("Avsluta").Fill("Vad vi lärde oss", "Dubbla förbindelser.").Submit("").MustSee("Avslutad: Dubbla förbindelser.")
	agent.Get("/desk/tickets/" + id.String()).MustSee("Den allvarliga händelsen avslutades")
}

func TestThe_page_costs_what_a_page_may(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	id := incident(t, s)
	if err := s.App.Common.Declare(t.Context(), s.Actor(t, "eva"), id); err != nil {
		t.Fatal(err)
	}
	s.As(t, "eva").Get("/desk/tickets/" + id.String() + "/major").MustBe(200).MustSee("Ledning")
}

func TestOthers_see_no_hour(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	id := incident(t, s)
	at := "/desk/tickets/" + id.String() + "/major"
	eva(t, s).Get(at).MustBe(404) // Nobody has declared anything.
	if err := s.App.Common.Declare(t.Context(), s.Actor(t, "eva"), id); err != nil {
		t.Fatal(err)
	}
	siv := s.Pages(t, webtest.Options{Statements: -1}).As("siv")
	siv.Get(at).MustBe(404)
	siv.Post(at+"/note", map[string][]string{"note": {"x"}}).MustBe(404)
	siv.Post(at+"/end", nil).MustBe(404)
	s.As(t, "anna").Get(at).MustBe(403)
}
