package portal_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

// reader opens tickets whose first reading notes that the solution has been read: that once, a page writes too.
func reader(t *testing.T, s *site.Site, person string) *webtest.Visitor {
	t.Helper()
	return s.Pages(t, webtest.Options{Statements: 24}).As(person)
}

func at(id ticket.ID) string { return "/tickets/" + id.String() }

func TestDialogue(t *testing.T) {
	t.Parallel()
	t.Run("what_is_sent_reaches_the_desk_and_its_answer_the_user", func(t *testing.T) {
		t.Parallel()
		req.Proves(t, "CH-07")
		site.Each(t, func(t *testing.T, s *site.Site) {
			anna := s.As(t, "anna")
			anna.Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Projektorn").Submit("").MustBe(200)
			got := reported(t, s)
			anna.Get(at(got.ID)).MustSee("Mottaget", "En handläggare läser det")
			s.Pages(t, webtest.Options{Statements: -1}).As("eva").Get("/desk").MustBe(200).MustSee("Projektorn")
			s.Answer(t, got.ID, "Prova den gula kabeln.")
			anna.Get(at(got.ID)).MustSee("Svar till dig", "Eva Lind", "Prova den gula kabeln.")
			anna.Get(at(got.ID)).Form("Skriv till oss").Fill("Ditt meddelande", "Nu är det bild men inget ljud.").
				Attach("Bilder eller filer", "bild.png", png).Submit("Skicka").MustBe(200).
				MustSee("Tack, vi har tagit emot det du skrev.", "Nu är det bild men inget ljud.", "bild.png", "Vi arbetar med det")
			if now := s.Ticket(t, got.ID); !now.AwaitsDesk {
				t.Error("the desk does not see that it owes an answer")
			}
		})
	})
	t.Run("nothing_said_is_refused_in_place", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		got := s.Report(t, "anna", "Projektorn", "")
		s.As(t, "anna").Get(at(got.ID)).Form("Skriv till oss").Submit("Skicka").MustBe(422).MustSee("Skriv något, eller bifoga en fil")
	})
	t.Run("the_story_is_told_in_order", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		got := s.Report(t, "anna", "Skärmen", "")
		s.Resolve(t, got.ID, "Ny kabel.")
		page := reader(t, s, "anna").Get(at(got.ID)).Form("Fungerar det fortfarande inte?").
			Fill("Vad är det som fortfarande inte fungerar?", "Svart igen.").Submit("").MustBe(200)
		rest := page.Text()
		for _, text := range []string{"Du skapade ärendet.", "Ny kabel.", "Du svarade att det inte fungerar.", "Svart igen."} {
			_, after, found := strings.Cut(rest, text)
			if !found {
				t.Fatalf("%q does not come in its turn: %s", text, page.Text())
			}
			rest = after
		}
	})
	t.Run("the_desks_own_notes_stay_with_the_desk", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		got := s.Report(t, "eva", "Min egen skärm", "Den blinkar.")
		if _, err := s.App.Ticket.Write(t.Context(), s.Actor(t, "eva"), got.ID, ticket.Words{Text: "hemlig anteckning"}); err != nil {
			t.Fatal(err)
		}
		s.As(t, "eva").Get(at(got.ID)).MustBe(200).MustSee("Den blinkar.").MustNotSee("hemlig anteckning")
	})
}

func TestSolution(t *testing.T) {
	t.Parallel()
	t.Run("reading_it_starts_the_time_until_the_case_closes_by_itself", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		got := s.Report(t, "anna", "Lösenordet", "")
		s.Resolve(t, got.ID, "Nu går det att byta.")
		s.Advance(t, 1000*time.Hour)
		if now := s.Ticket(t, got.ID); now.State != ticket.StateResolved {
			t.Fatalf("closed although nobody was told: %s", now.State)
		}
		due := s.Clock.Now().Add(72 * time.Hour)
		reader(t, s, "anna").Get(at(got.ID)).MustSee("avslutas ärendet av sig självt " + due.In(stockholm(t)).Format("2006-01-02 15:04"))
		s.Advance(t, 72*time.Hour)
		s.As(t, "anna").Get(at(got.ID)).MustSee("Avslutat", "eftersom vi inte fick något svar")
	})
	t.Run("accepting_it_closes_the_case", func(t *testing.T) {
		t.Parallel()
		req.Proves(t, "TK-16")
		site.Each(t, func(t *testing.T, s *site.Site) {
			got := s.Report(t, "anna", "Lösenordet", "")
			s.Resolve(t, got.ID, "Nu går det att byta.")
			reader(t, s, "anna").Get("/").MustSee("Har vi löst det? Lösenordet").Click("Har vi löst det? Lösenordet").
				Form("Ja, det fungerar").Submit("").MustBe(200).MustSee("Avslutat", "Du svarade att det fungerar.")
			now := s.Ticket(t, got.ID)
			if now.State != ticket.StateClosed || now.ClosedHow != ticket.ByUser {
				t.Errorf("state %s, closed %q", now.State, now.ClosedHow)
			}
		})
	})
	t.Run("still_broken_opens_the_case_again_and_stops_the_clock", func(t *testing.T) {
		t.Parallel()
		req.Proves(t, "TK-18")
		site.Each(t, func(t *testing.T, s *site.Site) {
			got := s.Report(t, "anna", "Lösenordet", "")
			s.Resolve(t, got.ID, "Nu går det att byta.")
			anna := reader(t, s, "anna")
			form := anna.Get(at(got.ID)).Form("Fungerar det fortfarande inte?")
			form.Submit("").MustBe(422).MustSee("Skriv vad som fortfarande inte fungerar")
			form.Fill("Vad är det som fortfarande inte fungerar?", "Samma fel igen.").Submit("").MustBe(200).
				MustSee("Vi arbetar med det", "Du svarade att det inte fungerar.", "Samma fel igen.")
			s.Advance(t, 100*time.Hour)
			now := s.Ticket(t, got.ID)
			if now.State != ticket.StateOpen || now.Reopened != 1 || !now.CloseDue.IsZero() {
				t.Errorf("state %s, opened again %d times, closes %v", now.State, now.Reopened, now.CloseDue)
			}
		})
	})
	t.Run("what_was_written_for_a_case_that_has_moved_on_is_kept", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		got := s.Report(t, "anna", "Lösenordet", "")
		s.Resolve(t, got.ID, "Nu går det att byta.")
		form := reader(t, s, "anna").Get(at(got.ID)).Form("Fungerar det fortfarande inte?").Fill("Vad är det som fortfarande inte fungerar?", "Samma fel igen.")
		if _, err := s.App.Ticket.Accept(t.Context(), s.Actor(t, "anna"), got.ID); err != nil {
			t.Fatal(err)
		}
		form.Submit("").MustBe(422).MustSee("Ärendet har ändrats sedan du öppnade sidan.").Form("Behöver du mer hjälp med det här?").Submit("").
			MustBe(200).MustSee("Samma fel igen.", "Ärendet är öppet igen.")
	})
}

func TestOwn_case(t *testing.T) {
	t.Parallel()
	t.Run("can_be_withdrawn_and_opened_again", func(t *testing.T) {
		t.Parallel()
		req.Proves(t, "PO-32")
		site.Each(t, func(t *testing.T, s *site.Site) {
			got := s.Report(t, "anna", "Skärmen", "")
			anna := s.As(t, "anna")
			page := anna.Get(at(got.ID)).Form("Jag behöver inte hjälp längre").Fill("Varför? (om du vill berätta)", "Den startade.").Submit("").MustBe(200)
			page.MustSee("Återtaget", "Du återtog ärendet. Den startade.")
			page.Form("Behöver du mer hjälp med det här?").Fill("Vad behöver du hjälp med?", "Nu är den svart igen.").
				Attach("Bilder eller filer", "svart.png", png).Submit("").MustBe(200).MustSee("Nu är den svart igen.", "svart.png", "Du öppnade ärendet igen.")
			if now := s.Ticket(t, got.ID); now.State != ticket.StateOpen || now.Reopened != 1 {
				t.Errorf("state %s, opened again %d times", now.State, now.Reopened)
			}
			s.Resolve(t, got.ID, "Ny kabel.")
			reader(t, s, "anna").Get(at(got.ID)).Form("Fungerar det fortfarande inte?").Fill("Vad är det som fortfarande inte fungerar?", "Svart.").Submit("").MustBe(200)
			if now := s.Ticket(t, got.ID); now.Reopened != 2 {
				t.Errorf("opened again %d times", now.Reopened)
			}
		})
	})
	t.Run("can_be_opened_again_without_a_word", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		got := s.Report(t, "anna", "Skärmen", "")
		page := s.As(t, "anna").Get(at(got.ID)).Form("Jag behöver inte hjälp längre").Submit("").MustBe(200)
		page.Form("Behöver du mer hjälp med det här?").Submit("").MustBe(200).MustSee("Ärendet är öppet igen.")
	})
	t.Run("that_ended_long_ago_is_found_and_opens_read_only", func(t *testing.T) {
		t.Parallel()
		req.Proves(t, "PO-16")
		site.Each(t, func(t *testing.T, s *site.Site) {
			got := s.Report(t, "anna", "Skrivaren på plan 2", "Papperet fastnar.")
			s.Resolve(t, got.ID, "Ny vals.")
			if _, err := s.App.Ticket.Accept(t.Context(), s.Actor(t, "anna"), got.ID); err != nil {
				t.Fatal(err)
			}
			s.Advance(t, 365*24*time.Hour)
			s.Report(t, "anna", "Skrivaren på plan 3", "")
			anna := s.As(t, "anna")
			anna.Get("/tickets").MustSee("Skrivaren på plan 3").MustNotSee("Skrivaren på plan 2")
			anna.Get("/tickets?show=old").MustSee("Skrivaren på plan 2").MustNotSee("Skrivaren på plan 3")
			found := anna.Get("/tickets").Form("Sök").Fill("Sök bland dina ärenden", "skrivaren plan").Submit("").MustSee("Skrivaren på plan 2", "Skrivaren på plan 3")
			page := found.Click("Skrivaren på plan 2").MustBe(200).MustSee("Papperet fastnar.", "Ny vals.", "inte längre att svara i")
			for _, form := range []string{"Skriv till oss", "Behöver du mer hjälp med det här?", "Ja, det fungerar", "Jag behöver inte hjälp längre"} {
				if page.HasForm(form) {
					t.Errorf("an old case still has the form %q", form)
				}
			}
			page.Click("Skapa ett nytt ärende om samma sak").Form("Anmäl ett fel").Submit("").MustBe(200).MustSee("Tack!")
		})
	})
	t.Run("that_was_merged_leads_on_and_still_takes_words", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		one, two := s.Report(t, "anna", "Skärmen", ""), s.Report(t, "anna", "Skärmen igen", "")
		if _, err := s.App.Ticket.Merge(t.Context(), s.Actor(t, "eva"), one.ID, two.ID); err != nil {
			t.Fatal(err)
		}
		anna := s.As(t, "anna")
		page := anna.Get(at(one.ID)).MustSee("Ihopslaget")
		page.Click("Fortsätt i " + two.ID.String()).MustBe(200).MustSee("Skärmen igen")
		page.Form("Skriv till oss").Fill("Ditt meddelande", "Fortfarande svart.").Submit("").MustBe(200).
			MustSee("Skärmen igen", "Fortfarande svart.", "Tack, vi har tagit emot").MustNotSee("avslutat sedan länge")
	})
	t.Run("is_found_by_what_was_said_in_it_and_by_its_number", func(t *testing.T) {
		t.Parallel()
		site.Each(t, func(t *testing.T, s *site.Site) {
			got := s.Report(t, "anna", "Skärmen", "Den flimrar när solen skiner.")
			s.Report(t, "eva", "Eget fel", "Solen skiner på skrivaren.")
			s.As(t, "anna").Get("/search?q=flimrar+solen").MustBe(200).MustSee("Skärmen").MustNotSee("Eget fel")
			s.As(t, "anna").Get("/tickets?q=" + got.ID.String()).MustSee("Skärmen")
			// Working at the desk does not make others' cases one's own.
			s.As(t, "eva").Get("/search?q=solen").MustSee("Eget fel").MustNotSee("Skärmen")
			s.As(t, "bo").Get("/search?q=" + got.ID.String()).MustNotSee("Skärmen")
		})
	})
	t.Run("is_listed_with_status_and_last_update", func(t *testing.T) {
		t.Parallel()
		req.Proves(t, "PO-14")
		site.Each(t, func(t *testing.T, s *site.Site) {
			for range 52 {
				s.Report(t, "anna", "Ett fel", "")
			}
			last := s.Report(t, "anna", "Projektorn", "")
			s.Advance(t, 26*time.Hour)
			s.Answer(t, last.ID, "Hej!")
			s.Report(t, "bo", "Bos eget", "")
			first := s.As(t, "anna").Get("/tickets").MustBe(200)
			first.MustSee("Projektorn " + last.ID.String() + ", senast ändrat 2026-03-03 12:00 Svar till dig").MustNotSee("Bos eget")
			second := first.Click("Äldre").MustBe(200).MustSee("Mottaget")
			if a, b := len(tickets(first)), len(tickets(second)); a != 50 || b != 3 {
				t.Errorf("the pages list %d and %d tickets, want all 53", a, b)
			}
			if n := len(tickets(second.Click("Nyare"))); n != 50 {
				t.Errorf("the way back lists %d", n)
			}
		})
	})
}

// tickets are the links to tickets in a page's list.
func tickets(p *webtest.Page) []string {
	var out []string
	for _, name := range p.Links() {
		if name == "Ett fel" || name == "Projektorn" {
			out = append(out, name)
		}
	}
	return out
}

func stockholm(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
