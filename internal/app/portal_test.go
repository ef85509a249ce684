package app_test

import (
	"testing"

	"lotsen/internal/desk/catalogue/shipped"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/selfhelp"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// One box finds guides, notices, what can be ordered, words and own cases, each under its heading, and nothing that the
// reader may not see.
func TestSearch_answers_by_kind_and_only_with_what_the_reader_may_see(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-09")
		sys := authz.System("test")
		install(t, s)
		if _, err := s.App.SelfHelp.Save(t.Context(), sys, selfhelp.Entry{Org: s.Org.ID, Sv: selfhelp.Words{Title: "Starta om skrivaren", Text: "Håll in knappen."}, URL: "/help", Keywords: "skrivare utskrift"}); err != nil {
			t.Fatal(err)
		}
		n, err := s.App.Notice.Save(t.Context(), sys, notice.Input{Org: s.Org.ID, Kind: notice.Disturbance, TitleSv: "Skrivare i hus B står still", TextSv: "Vi felsöker.", Channels: []notice.Channel{notice.Portal}, StartsAt: s.Clock.Now()})
		if err == nil {
			_, err = s.App.Notice.Publish(t.Context(), sys, n.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		s.Report(t, "anna", "Min skrivare gnisslar", "Den låter.")
		s.Report(t, "bo", "Elevens skrivare", "Hemligt ärende.")

		found := s.As(t, "anna").Get("/").Form("Sök").Fill("Sök efter hjälp, tjänster och dina ärenden", "skrivare").Submit("").MustBe(200)
		found.MustSee("Gör det själv", "Starta om skrivaren", "Driftmeddelanden och nyheter", "Skrivare i hus B står still", "Går att beställa", "Dina ärenden", "Min skrivare gnisslar").
			MustNotSee("Elevens skrivare")
		// A pupil orders nothing and finds nothing to order; another organisation's people find none of it.
		s.As(t, "bo").Get("/search?q=skrivare").MustSee("Elevens skrivare", "Starta om skrivaren").MustNotSee("Går att beställa", "Min skrivare gnisslar")
		s.As(t, "siv").Get("/search?q=skrivare").MustNotSee("Starta om skrivaren", "hus B", "Min skrivare", "Går att beställa")
		s.As(t, "anna").Get("/search?q=godkännare").MustSee("Ordlista", "Behörig godkännare")
		s.As(t, "anna").Get("/search?q=qwertyzz").MustSee("Inget stämmer med det du sökte", "Anmäl ett fel")
	})
}

// install gives the small world the offers that ship.
func install(t *testing.T, s *site.Site) {
	t.Helper()
	offers, err := shipped.Offers("storstad")
	if err == nil {
		_, err = s.App.Catalogue.Install(t.Context(), authz.System("test"), s.Org.ID, offers)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestThe_start_page_leads_to_all_that_people_come_for(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-01")
		install(t, s)
		anna := s.As(t, "anna")
		for link, heading := range map[string]string{
			"Beställ Dator, telefon, program eller konto": "Beställ", "Anmäl ett fel Något fungerar inte som det ska": "Anmäl ett fel", "Ställ en fråga Om du undrar hur något fungerar": "Ställ en fråga", "Mina ärenden Följ det du har skickat till oss": "Mina ärenden", "Driftstatus": "Driftstatus",
		} {
			if got := anna.Get("/").Click(link).MustBe(200).Heading(); got != heading {
				t.Errorf("%s leads to %q", link, got)
			}
		}
		// Whoever leads a unit has figures too, from the same page; who does not has no way there.
		s.As(t, "eva").Get("/").Click("Rapporter").MustBe(200)
		anna.Get("/desk/reports").MustBe(403)
	})
}
