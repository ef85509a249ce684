package units_test

import (
	"fmt"
	"net/http"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestA_unit_is_one_click_from_a_case(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-26")
		system := authz.System("test")
		u, err := s.App.Directory.AddUnit(t.Context(), system, s.Org.ID, directory.UnitInput{Name: "Lindskolan"})
		if err != nil {
			t.Fatal(err)
		}
		anna, err := s.App.Directory.Person(t.Context(), system, s.Person(t, "anna"))
		if err != nil {
			t.Fatal(err)
		}
		in := anna.Input()
		in.Unit = u.ID
		if _, err := s.App.Directory.ChangePerson(t.Context(), system, anna.ID, anna.Version, in); err != nil {
			t.Fatal(err)
		}
		x := s.Report(t, "anna", "Projektorn", "")
		eva, ada := s.As(t, "eva"), s.As(t, "ada")
		page := eva.Get("/desk/tickets/" + x.ID.String()).MustBe(200).Click("Lindskolan").MustBe(200)
		page.MustSee("Verksamhet", "It-leveranser", "Mål", "Förutsättningar", "Typer av användare", "Inget är skrivet ännu.", "1 ärende", "Inga kända avbrott här.").MustNotSee("Ändra sidan")
		address := fmt.Sprintf("/desk/units/%d", u.ID)
		form := ada.Get(address).Click("Ändra sidan").MustBe(200).Form("Spara")
		stale := ada.Get(address + "/edit").Form("Spara")
		form.Fill("Verksamhet", "Grundskola F–9").Fill("It-leveranser", "Elevdatorer och trådlöst nät").Fill("Mål", "Alla prov digitalt").Fill("Förutsättningar", "Nycklar i receptionen").
			Fill("Typer av användare", "400 elever, 45 lärare").Submit("Spara").MustBe(200).MustSee("Sidan är sparad.", "Grundskola F–9", "Ada Holm")
		// Whoever was slower is told, keeps the words, and may save again.
		back := stale.Fill("Verksamhet", "Skola").Submit("Spara").MustBe(http.StatusConflict)
		if got := back.Form("Spara").Value("Verksamhet"); got != "Skola" {
			t.Errorf("the words are lost: %q", got)
		}
		back.Form("Spara").Submit("Spara").MustBe(200).MustSee("Skola")
		eva.Get(address+"/history").MustBe(200).MustSee("Grundskola F–9", "400 elever, 45 lärare", "Skola")
		eva.Get(address).MustSee("Skola").MustNotSee("Grundskola")
		// An agent reads, a user and a stranger do not.
		eva.Get(address + "/edit").MustBe(http.StatusForbidden)
		s.As(t, "anna").Get(address).MustBe(http.StatusForbidden)
		s.As(t, "siv").Get(address).MustBe(http.StatusNotFound)
		s.As(t, "siv").Get(address + "/history").MustBe(http.StatusNotFound)
		if _, err := s.App.Ticket.Queue(t.Context(), s.Actor(t, "eva"), s.Org.ID, s.Desk.ID, ticket.Filter{Unit: u.ID}, "", 10); err != nil {
			t.Error(err)
		}
	})
}
