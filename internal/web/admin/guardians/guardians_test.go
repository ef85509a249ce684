package guardians_test

import (
	"net/http"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

var system = authz.System("test")

// bring imports a file through the pages: look at the plan, then carry it out.
func bring(t *testing.T, s *site.Site, kind, file string, whole bool, sees ...string) {
	t.Helper()
	f := s.As(t, "ada").Get("/admin/import").MustBe(200).Form("Visa vad som händer").Choose("Vad innehåller filen?", kind).Attach("Fil", "fil.csv", []byte(file))
	if whole {
		f.Check("Filen innehåller alla")
	}
	f.Submit("Visa vad som händer").MustBe(200).MustSee(sees...).Form("Genomför precis det här").Submit("Genomför precis det här").MustBe(200)
}

func TestGuardians_and_schools_come_by_file(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "IN-10")
		bring(t, s, "Enheter", "Id;Namn;Skolenhetskod\nS1;Lindskolan;12345678\n", false, "Lindskolan")
		bring(t, s, "Personer", "Id;Förnamn;Efternamn;Kategori;Enhet;Användarnamn;Personnummer\n"+
			"e1;Maja;Vård;elev;S1;maja.v;201205311234\ne2;Nils;Vård;elev;S1;nils.v;20160101-1234\nv1;Gun;Vård;vårdnadshavare;;gun.v;\ne3;Vuxen;Elev;elev;S1;vuxen.e;200001011234\n", false, "Maja Vård")
		relations := "Barn;Vårdnadshavare;Relation\ne1;v1;Vårdnadshavare\ne2;v1;Kontaktperson\ne3;v1;Vårdnadshavare\ne9;v1;Vårdnadshavare\n"
		bring(t, s, "Vårdnadshavare och barn", relations, true, "Gun Vård → Maja Vård", "Personen har fyllt 18 år.", "e9")
		gun := lookUp(t, s, "gun.v")
		token, _, err := s.App.Access.LoginAs(t.Context(), client, gun)
		if err != nil {
			t.Fatal(err)
		}
		identity, err := s.App.Access.Authenticate(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		children, err := s.App.Guardian.Children(t.Context(), identity.Actor)
		if err != nil || len(children) != 1 || children[0].Given != "Maja" {
			t.Fatalf("the children are %v, %v", children, err)
		}
		lists, err := s.App.Guardian.List(t.Context(), system, s.Org.ID, false, 0)
		if err != nil || len(lists) != 2 || lists[1].Born != "2012-05-31" {
			t.Fatalf("the relations are %+v, %v", lists, err)
		}
		schools, err := directory.SchoolCodes(t.Context(), s.App.DB, s.Org.ID)
		if err != nil || len(schools) != 1 {
			t.Errorf("the schools are %v, %v", schools, err)
		}
		// The same file again changes nothing; a whole file without a relation ends it, and the session with it.
		s.As(t, "ada").Get("/admin/import").Form("Visa vad som händer").Choose("Vad innehåller filen?", "Vårdnadshavare och barn").Attach("Fil", "fil.csv", []byte(relations)).
			Submit("Visa vad som händer").MustBe(200).MustNotSee("Genomför precis det här")
		bring(t, s, "Vårdnadshavare och barn", "Barn;Vårdnadshavare;Relation\ne2;v1;Kontaktperson\n", true, "Gun Vård → Maja Vård")
		if _, err := s.App.Access.Authenticate(t.Context(), token); err == nil {
			t.Error("the session of a guardian without relation lives")
		}
	})
}

func TestRelations_are_kept_by_hand(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		s.Join(t, "Gun Vård", directory.Guardian)
		s.Join(t, "Maja Vård", directory.Pupil)
		ada := s.As(t, "ada")
		form := ada.Get("/admin/guardians").MustBe(200).Click("Lägg till en relation").Form("Lägg till").Fill("Vårdnadshavare", "gun").Fill("Barn", "vård").Fill("Varför?", "Skolan ringde")
		page := form.Submit("Lägg till").MustBe(http.StatusUnprocessableEntity).MustSee("2 personer passar.")
		page = page.Form("Lägg till").Fill("Barn", "maja").Submit("Lägg till").MustBe(http.StatusUnprocessableEntity).MustSee("Skriv barnets födelsedag så här")
		page = page.Form("Lägg till").Fill("Barnets födelsedag", "2014-04-01").Submit("Lägg till").MustBe(200).MustSee("Relationen är sparad.", "Gun Vård", "Maja Vård", "Gäller")
		one := page.Click("Gun Vård").MustBe(200).MustSee("Skolan ringde")
		one.Form("Ändra relationen").Submit("Ändra relationen").MustBe(http.StatusUnprocessableEntity)
		one.Form("Ändra relationen").Choose("Vad vill du göra?", "Stoppa på grund av sekretess").Fill("Varför?", "Beslut").Submit("Ändra relationen").MustBe(200).MustSee("Stoppad på grund av sekretess")
		one.Form("Ändra relationen").Fill("Varför?", "För sent").Submit("Ändra relationen").MustBe(http.StatusConflict)
		address := one.Path
		for who, status := range map[string]int{"anna": 403, "eva": 403, "siv": 403} {
			s.As(t, who).Get("/admin/guardians").MustBe(status)
			s.As(t, who).Get(address).MustBe(status)
		}
		if list, err := s.App.Guardian.List(t.Context(), s.Actor(t, "ada"), s.Org.ID, false, 0); err != nil || len(list) != 1 || list[0].Kind != guardian.Custodian {
			t.Errorf("the list is %v, %v", list, err)
		}
	})
}
