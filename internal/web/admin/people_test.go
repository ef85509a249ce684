package admin_test

import (
	"fmt"
	"net/http"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
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
	t.Run("two_who_change_a_person_see_both_values", func(t *testing.T) {
		t.Parallel()
		site.Each(t, func(t *testing.T, s *site.Site) {
			furnish(t, s)
			ada, path := s.As(t, "ada"), fmt.Sprintf("/admin/people/%d", s.Person(t, "anna"))
			first, second := ada.Get(path), ada.Get(path)
			first.Form("Spara").Fill("Titel", "Rektor").Choose("Enhet", "Lindskolan").Submit("Spara").MustBe(200)
			page := second.Form("Spara").Fill("Titel", "Förste lärare").Submit("Spara").MustBe(http.StatusConflict)
			page.MustSee("Någon annan har ändrat samma sak medan du skrev.", "Någon annan skrev: Rektor. Du skrev: Förste lärare.", "Någon annan skrev: Lindskolan. Du skrev: ingenting.")
			if got := page.Form("Spara").Value("Titel"); got != "Förste lärare" {
				t.Errorf("what was typed is lost: %q", got)
			}
			page.Form("Spara").Choose("Enhet", "Lindskolan").Submit("Spara").MustBe(200).Click("Visa historik").MustSee("Titel: från Rektor till Förste lärare")
		})
	})
	t.Run("logins_are_seen_and_ended", func(t *testing.T) {
		t.Parallel()
		site.Each(t, func(t *testing.T, s *site.Site) {
			eva := s.As(t, "eva")
			eva.Get("/desk").MustBe(200)
			page := s.As(t, "ada").Get(fmt.Sprintf("/admin/people/%d/sessions", s.Person(t, "eva"))).MustSee("test")
			page.Form("Logga ut överallt").Submit("Logga ut överallt").MustSee("Eva Lind är utloggad.", "Personen är inte inloggad någonstans")
			eva.Get("/desk").MustSee("Logga in")
		})
	})
	t.Run("the_list_is_walked_to_its_end", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		for i := range 60 {
			if _, err := s.App.Directory.AddPerson(t.Context(), authz.System("test"), s.Org.ID, directory.PersonInput{Given: "Kim", Family: fmt.Sprintf("Person%02d", i)}); err != nil {
				t.Fatal(err)
			}
		}
		page := s.As(t, "ada").Get("/admin/people?q=kim").MustSee("Person00", "Person49").MustNotSee("Person50").Click("Fler")
		page.MustSee("Person50", "Person59").MustNotSee("Person49").Click("Från början").MustSee("Person00")
	})
}
