package admin_test

import (
	"testing"

	"lotsen/internal/testkit/site"
)

func TestPeople(t *testing.T) {
	t.Parallel()
	t.Run("a_person_is_taken_up_changed_and_ended", func(t *testing.T) {
		t.Parallel()
		site.Each(t, func(t *testing.T, s *site.Site) {
			ada := s.As(t, "ada")
			page := ada.Get("/admin").MustBe(200).MustSee("Ingen i Storstad får se personer med skyddade").Click("Personer").MustSee("Åkesson")
			page = page.Click("Lägg till person").Form("Lägg till person").Fill("Förnamn", "Olle").Fill("Efternamn", "Ek").Fill("E-post", "fel").Submit("Lägg till person").MustBe(422)
			page = page.Form("Lägg till person").Fill("E-post", "olle@storstad.example").Fill("Användarnamn", "olle").Submit("Lägg till person").MustBe(200).MustSee("Olle Ek är tillagd.")
			page = page.Form("Spara").Fill("Titel", "Rektor").Submit("Spara").MustBe(200).MustSee("sparade")
			page = page.Form("Avsluta personen").Submit("Avsluta personen").MustSee("Olle Ek är avslutad", "Används inte")
			page.Form("Ta tillbaka personen").Submit("Ta tillbaka personen").MustSee("Olle Ek är tillbaka")
			page.Click("Visa historik").MustSee("Titel: från ingenting till Rektor", "Ada Holm")
			ada.Get("/admin/people?q=olle").MustSee("Olle Ek").MustNotSee("Åkesson")
		})
	})
}
