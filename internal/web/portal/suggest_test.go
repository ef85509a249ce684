package portal_test

import (
	"testing"

	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestSuggestions_help_and_never_stand_in_the_way(t *testing.T) {
	t.Parallel()
	req.Proves(t, "CH-18")
	site.Each(t, func(t *testing.T, s *site.Site) {
		old := s.Report(t, "anna", "Skrivaren i personalrummet", "Den skriver inte.")
		s.Resolve(t, old.ID, "Öppna luckan och ta bort papperet som har fastnat.")
		form := s.As(t, "anna").Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Skrivarens papper fastnar igen, nu på plan 2")
		page := form.Submit("Finns det ett svar redan?").MustBe(200)
		page.MustSee("Öppna luckan och ta bort papperet som har fastnat.")
		if len(queue(t, s)) != 0 {
			t.Error("looking for an answer has reported something")
		}
		// Nothing typed is lost, and the suggestion is ignored.
		page.Form("Anmäl ett fel").Submit("Skicka felanmälan").MustBe(200).MustSee("Skrivarens papper fastnar igen")
		if rows := queue(t, s); len(rows) != 1 {
			t.Errorf("the queue has %d tickets, want the one that was sent", len(rows))
		}
		// Somebody else's solutions are nobody's suggestions.
		s.As(t, "bo").Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Skrivaren i personalrummet").
			Submit("Finns det ett svar redan?").MustBe(200).MustNotSee("Öppna luckan")
	})
}
