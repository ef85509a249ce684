package catalogue_test

import (
	"strconv"
	"strings"
	"testing"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/cataloguetest"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestAn_offer_is_written_published_compared_and_retired_in_the_browser(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CA-02")
		ada := s.As(t, "ada")
		form := ada.Get("/admin/catalogue").Click("Lägg till i katalogen").MustBe(200).Form("Spara utkast")
		form.Fill("Namn på svenska", "Headset").Fill("Nyckel", "headset").Fill("Ses över", "2026-09-01").Choose("Ägare", "Ada Holm")
		page := form.Submit("Lägg till ett pris").MustBe(200)
		page.Form("Spara utkast").Choose("Sorts kostnad", "Engångskostnad").Fill("Belopp i kronor", "349,50").Submit("Publicera").
			MustBe(200).MustSee("Headset är publicerad som version 1.", "Version 1")
		anna := s.As(t, "anna")
		anna.Get("/catalogue/headset").MustBe(200).MustSee("349,50 kr")
		// A draft is not offered before it is published.
		edit := at(t, s, "headset")
		ada.Get(edit).Form("Spara utkast").Fill("Namn på svenska", "Headset med sladd").Submit("Spara utkast").MustSee("Utkastet är sparat", "Har ett utkast")
		anna.Get("/catalogue/headset").MustNotSee("med sladd")
		ada.Get(edit).Form("Spara utkast").Fill("Vad som är nytt", "Ny modell").Submit("Publicera").MustSee("version 2")
		anna.Get("/catalogue/headset").MustSee("Headset med sladd")
		ada.Get(edit+"/versions").MustBe(200).MustSee("Ny modell", "Ada Holm", "Headset med sladd")
		ada.Get(edit+"/preview").MustBe(200).MustSee("Så här ser användarna det", "349,50 kr")
		ada.Get(edit).Form("Avveckla").Submit("").MustSee("Headset med sladd är avvecklad.")
		anna.Get("/catalogue/headset").MustBe(404)
		anna.Get("/catalogue").MustNotSee("Headset")
		item, err := catalogue.ItemAt(t.Context(), s.App.DB, number(t, edit), 1)
		if err != nil || item.NameSv != "Headset" || item.Orderable() {
			t.Errorf("old orders read %+v, %v", item, err)
		}
		ada.Get(edit).Form("Ta tillbaka").Submit("").MustSee("kan beställas igen")
		anna.Get("/catalogue/headset").MustBe(200)
	})
}

func TestRubbish_comes_back_with_what_is_wrong_and_everything_that_was_typed(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	form := s.As(t, "ada").Get("/admin/catalogue/new").Form("Spara utkast").Fill("Nyckel", "Ö/..").Fill("Leveranstid, arbetsdagar", "snart").
		Fill("Beskrivning på svenska", "Kvar.").Fill("Döljs på de här verksamhetsställena", "Ingenstans")
	form.Submit("Publicera").MustBe(422).
		MustSee("Det här behöver fyllas i.", "Skriv ett helt tal", "Det finns inget som heter Ingenstans.", "Kvar.")
}

func TestRows_are_added_moved_and_taken_away_without_saving(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	page := s.As(t, "ada").Get("/admin/catalogue/new").Form("Spara utkast").Fill("Namn på svenska", "Flytt").Fill("Nyckel", "move").Submit("Lägg till en fråga")
	page = page.Form("Spara utkast").Fill("Fråga på svenska", "Varifrån").Submit("Lägg till en fråga")
	page = page.MustSee("Fråga 2").Form("Spara utkast").Submit("Flytta ner, Fråga 1").MustBe(200)
	page = page.Form("Spara utkast").Submit("Ta bort, Fråga 1").MustBe(200).MustNotSee("Fråga 2")
	if got := page.Form("Spara utkast").Value("Fråga på svenska"); got != "Varifrån" {
		t.Errorf("what is left is %q", got)
	}
	s.As(t, "ada").Get("/admin/catalogue").MustNotSee("Flytt")
}

func TestWhoever_saves_later_sees_both(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		i := cataloguetest.Publish(t, s.App.Catalogue, s.Org.ID, "headset", "Headset", nil)
		edit := "/admin/catalogue/" + text(i.ID)
		ada := s.As(t, "ada")
		late := ada.Get(edit).Form("Spara utkast").Fill("Namn på svenska", "Hörlurar")
		ada.Get(edit).Form("Spara utkast").Fill("Namn på svenska", "Headset pro").Submit("Spara utkast").MustBe(200)
		page := late.Submit("Spara utkast").MustBe(409).MustSee("Någon annan har sparat", "Headset pro", "Hörlurar")
		if got := page.Form("Spara utkast").Value("Namn på svenska"); got != "Hörlurar" {
			t.Errorf("what was typed is gone: %q", got)
		}
		page.Form("Spara utkast").Submit("Spara utkast").MustBe(200)
		if got, err := s.App.Catalogue.Load(t.Context(), authz.System("test"), i.ID); err != nil || got.NameSv != "Hörlurar" {
			t.Errorf("after seeing both: %q, %v", got.NameSv, err)
		}
	})
}

func TestShipped_offers_are_taken_over_by_a_button(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	ada := s.As(t, "ada")
	ada.Get("/admin/catalogue").Form("Ta över det som följer med produkten").Submit("").MustBe(200).MustSee("nya lades till.")
	ada.Get("/admin/catalogue").Form("Ta över det som följer med produkten").Submit("").MustSee("0 nya lades till.")
	page, err := s.App.Catalogue.List(t.Context(), s.Actor(t, "anna"), catalogue.ListInput{})
	if err != nil || len(page.Items) < 20 {
		t.Errorf("taken over: %d, %v", len(page.Items), err)
	}
	for i := range page.Items {
		s.As(t, "anna").Get("/catalogue/" + page.Items[i].Key).MustBe(200)
		if i > 5 {
			break
		}
	}
}

func TestOthers_keep_out(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	i := cataloguetest.Publish(t, s.App.Catalogue, s.Org.ID, "headset", "Headset", nil)
	edit := "/admin/catalogue/" + text(i.ID)
	for _, who := range []string{"anna", "eva", "siv"} {
		for _, path := range []string{"/admin/catalogue", "/admin/catalogue/new", edit, edit + "/versions", edit + "/preview"} {
			s.As(t, who).Get(path).MustBe(403)
		}
	}
	units, err := s.App.Catalogue.Education(t.Context(), s.Actor(t, "ada"), s.Org.ID)
	if err != nil || len(units) != 0 {
		t.Error(units, err)
	}
	unit, err := s.App.Directory.AddUnit(t.Context(), authz.System("test"), s.Org.ID, directory.UnitInput{Name: "Utbildning"})
	if err != nil {
		t.Fatal(err)
	}
	s.As(t, "ada").Get("/admin/catalogue/education").Form("Spara").Fill("Enheter", "utbildning\nIngen").Submit("").MustBe(422).MustSee("Det finns inget som heter Ingen.")
	s.As(t, "ada").Get("/admin/catalogue/education").Form("Spara").Fill("Enheter", "utbildning").Submit("").MustSee("Sparat.")
	if units, err := s.App.Catalogue.Education(t.Context(), s.Actor(t, "ada"), s.Org.ID); err != nil || len(units) != 1 || units[0] != unit.ID {
		t.Error(units, err)
	}
}

// at is the editor's address of the offer with a key.
func at(t *testing.T, s *site.Site, key string) string {
	t.Helper()
	i, err := s.App.Catalogue.Get(t.Context(), s.Actor(t, "anna"), key)
	if err != nil {
		t.Fatal(err)
	}
	return "/admin/catalogue/" + text(i.ID)
}

func number(t *testing.T, path string) catalogue.ID {
	t.Helper()
	n, err := strconv.ParseInt(path[strings.LastIndex(path, "/")+1:], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.ID(n)
}

func text[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }
