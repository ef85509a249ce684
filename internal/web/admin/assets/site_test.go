package assets_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
	"lotsen/internal/web/sheet"
)

var by = authz.System("test")

// keeper makes Klas keep the inventory of a school, and puts a device there and one elsewhere.
func keeper(t *testing.T, s *site.Site) (own, foreign asset.Asset) {
	t.Helper()
	ctx := t.Context()
	add := func(name, tag string) (directory.Unit, asset.Asset) {
		u, err := s.App.Directory.AddUnit(ctx, by, s.Org.ID, directory.UnitInput{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.App.Asset.Create(ctx, by, asset.Draft{Org: s.Org.ID, Tag: tag, Name: "Dator på " + name, Kind: asset.Computer, Unit: u.ID})
		if err != nil {
			t.Fatal(err)
		}
		return u, a
	}
	school, own := add("Lindskolan", "ST-1001")
	_, foreign = add("Biblioteket", "ST-2001")
	s.Join(t, "Klas Kvist", directory.Employee)
	if _, err := s.App.Access.Grant(ctx, by, access.GrantInput{Person: s.Person(t, "klas"), Role: "inventory", Reach: authz.Unit, Of: int64(school.ID)}); err != nil {
		t.Fatal(err)
	}
	return own, foreign
}

func TestA_unit_role_edits_its_own_assets_only(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RO-22")
		own, foreign := keeper(t, s)
		klas := s.Pages(t, webtest.Options{Statements: 12}).As("klas")
		klas.Get("/my").Click("Inventarier").MustBe(http.StatusOK).MustSee("ST-1001").MustNotSee("ST-2001", "2 st")
		klas.Get("/assets?q=2001").MustNotSee("Biblioteket")
		page := klas.Get("/assets/"+sheet.Text(own.ID)).Click("Ändra").Form("Spara").Fill("Benämning", "").Fill("Modell", "HP ProBook").Choose("Läge", "På lagning").Submit("Spara").MustBe(http.StatusOK)
		page.MustSee("HP ProBook", "På lagning", "Klas Kvist")
		for _, path := range []string{"/assets/" + sheet.Text(foreign.ID), "/assets/" + sheet.Text(foreign.ID) + "/edit"} {
			klas.Get(path).MustBe(http.StatusNotFound)
		}
		klas.Post("/assets/"+sheet.Text(foreign.ID)+"/edit", url.Values{"tag": {"X"}, "version": {"1"}}).MustBe(http.StatusNotFound)
		klas.Post("/assets/"+sheet.Text(foreign.ID)+"/end", url.Values{"why": {"Borta"}, "version": {"1"}}).MustBe(http.StatusNotFound)
		klas.Get("/assets/new").Form("Spara").Fill("Inventarienummer", "ST-3001").Choose("Enhet", "Biblioteket").Submit("Spara").MustBe(http.StatusUnprocessableEntity).
			MustSee("den del av verksamheten som du ansvarar för")
		klas.Get("/assets/import").MustBe(http.StatusForbidden)
		s.As(t, "eva").Get("/assets/" + sheet.Text(own.ID)).MustBe(http.StatusOK).MustNotSee("/assets/" + sheet.Text(own.ID) + "/edit")
		s.As(t, "eva").Get("/assets/" + sheet.Text(own.ID) + "/edit").MustBe(http.StatusForbidden)
		s.As(t, "anna").Get("/assets").MustBe(http.StatusForbidden)
		s.As(t, "siv").Get("/assets/" + sheet.Text(own.ID)).MustBe(http.StatusNotFound)
		klas.Get("/assets/"+sheet.Text(own.ID)+"/edit").Form("Avsluta").Submit("Avsluta").MustBe(http.StatusUnprocessableEntity).Form("Avsluta").
			Fill("Orsak", "Trasig").Submit("Avsluta").MustBe(http.StatusOK).MustSee("Avslutad")
		klas.Get("/assets").MustNotSee("ST-1001")
	})
}

func TestA_file_is_shown_first_and_then_done(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		keeper(t, s)
		ada := s.As(t, "ada")
		file := "Inventarienummer;Typ;Namn;Användarnamn\nST-1001;Dator;Omdöpt;anna\nST-5001;Telefon;Annas telefon;anna\nST-5002;Rymdskepp;;\n"
		plan := ada.Get("/assets/import").Form("Visa vad som händer").Attach("Fil", "inventarier.csv", []byte(file)).Submit("Visa vad som händer").MustBe(http.StatusOK).
			MustSee("Inget är ändrat än.", "Annas telefon", "Rymdskepp")
		if rows := plan.Rows("Stoppas"); len(rows) != 2 || rows[1][0] != "4" {
			t.Errorf("refused: %q", rows)
		}
		ada.Get("/assets").MustNotSee("Annas telefon")
		plan.Form("Genomför precis det här").Submit("Genomför precis det här").MustBe(http.StatusOK).MustSee("1 nya, 1 ändrade", "Annas telefon", "Omdöpt")
		ada.Get("/assets/import").Form("Visa vad som händer").Attach("Fil", "inventarier.csv", []byte(file)).Submit("Visa vad som händer").MustBe(http.StatusOK).MustSee("Filen ändrar ingenting.")
		sheet := string(ada.Get("/assets/file.csv").MustBe(http.StatusOK).Body)
		if !strings.Contains(sheet, "ST-5001") || !strings.Contains(sheet, "anna") {
			t.Errorf("the file holds %s", sheet)
		}
		ada.Get("/assets/import").Form("Visa vad som händer").Attach("Fil", "tom.csv", []byte("Namn\nX\n")).Submit("Visa vad som händer").MustBe(http.StatusUnprocessableEntity)
	})
}
