package agent_test

import (
	"testing"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/site"
)

func TestAn_agent_takes_answers_and_solves_a_ticket(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		x := s.Report(t, "anna", "Projektorn är trasig", "Den visar bara blått.\nVi har prov i dag.")
		eva := s.As(t, "eva")
		queue := eva.Get("/desk").MustBe(200).MustSee("Utan handläggare", "Projektorn är trasig", "Anna Åkesson", "3 Normal")
		page := queue.Click("Projektorn är trasig").MustSee("Den visar bara blått.", "Anna Åkesson", "08-555 10 17", "Medarbetare")
		page = page.Form("Kategori och prioritet").Choose("Kategori", "Dator").Choose("Påverkan", "Många berörs").Choose("Brådska", "Måste lösas nu").Submit("Spara").MustSee("1 Kritisk")
		page = page.Form("Åtgärder").Submit("Ta ärendet").MustSee(x.ID.String() + " är ditt.")
		page = page.Form("Skriv").Fill("Text", "Hej! Prova den andra kabeln.").Submit("Spara och skicka").MustSee("Svaret är skickat.", "Prova den andra kabeln.")
		page = page.Form("Skriv").Choose("Vad är det?", "Intern anteckning").Fill("Text", "Samma sak som i B14.").Submit("Spara och skicka").MustSee("Samma sak som i B14.")
		s.As(t, "anna").Get("/tickets/" + x.ID.String()).MustSee("Prova den andra kabeln.").MustNotSee("Samma sak som i B14.")
		page = page.Form("Skriv").Choose("Vad är det?", "Lösning").Fill("Text", "Kabeln var trasig.").Submit("Spara och skicka").MustSee("Löst, men användaren har inte fått veta det än.")
		page = page.Form("Åtgärder").Submit("Användaren är informerad").MustSee("Användaren är informerad. Stängs")
		page.Form("Åtgärder").Submit("Stäng").MustSee("är stängt.")
		if now := s.Ticket(t, x.ID); now.State != ticket.StateClosed {
			t.Errorf("state %s", now.State)
		}
	})
}
