package catalogue_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

type ctx = context.Context

func TestAn_offer_tells_everything_that_one_needs_to_know(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CA-01")
		w := newWorld(t, s)
		w.write(t, `insert into support_level (org_id, number, name_sv) values ($1, 2, 'Nivå 2')`, int64(w.Org.ID))
		w.publish(t, "headset", "Headset", func(c *catalogue.Config) {
			c.TermsSv, c.Level = "Ägs av verksamheten.", 2
			c.Steps = []catalogue.Step{{Seq: 1, By: catalogue.ByReference, Over: 500_00}}
		})
		s.As(t, "anna").Get("/catalogue").MustBe(200).MustSee("Tillbehör", "Headset", "Bra att ha.", "100 kr")
		s.As(t, "anna").Get("/catalogue/headset").MustBe(200).
			MustSee("Bra att ha.", "Engångskostnad 100 kr", "Levereras inom 5 arbetsdagar", "It-avdelningen", "behörig godkännare för fakturareferensen, när summan är över 500 kr",
				"alla medarbetare", "Nivå 2", "Ägs av verksamheten.")
	})
}

func TestWho_may_order_has_a_form_and_who_may_not_sees_how_it_is_done(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RO-01")
		w := newWorld(t, s)
		w.publish(t, "headset", "Headset", nil)
		w.publish(t, "consultant", "Konto för konsult", func(c *catalogue.Config) { c.Kind, c.Prices = catalogue.Account, nil })
		anna := s.As(t, "anna")
		anna.Get("/catalogue").MustSee("Du kan inte beställa själv", "Kan bara ses")
		page := anna.Get("/catalogue/headset").MustSee("Du kan se men inte beställa det här", "behörig beställare").MustNotSee("Lägg i varukorgen")
		if page.HasForm("Lägg i varukorgen") {
			t.Error("a base user has a form")
		}
		anna.Get("/catalogue/consultant").MustSee("begärs av en chef").MustNotSee("Lägg i varukorgen")
		s.As(t, "olle").Get("/catalogue/headset").MustSee("Lägg i varukorgen", "REF1 Lindskolan")
	})
}

func TestWhat_one_may_only_see_is_refused_when_it_is_sent_all_the_same(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CA-16")
		w := newWorld(t, s)
		account := w.publish(t, "consultant", "Konto för konsult", func(c *catalogue.Config) { c.Kind, c.Prices = catalogue.Account, nil })
		headset := w.publish(t, "headset", "Headset", nil)
		hidden := w.publish(t, "camera", "Kamera", func(c *catalogue.Config) { c.Visible.NotSites = []directory.SiteID{w.school} })
		send := func(who string, item catalogue.ID) *webtest.Page {
			return s.As(t, who).Post("/cart/lines", url.Values{"form_key": {"key-" + who + text(item)}, "item": {text(item)}, "item_version": {"1"}, "reference": {text(w.reference.ID)}})
		}
		s.As(t, "anna").Get("/catalogue").MustSee("Konto för konsult", "Kan bara ses")
		send("anna", account.ID).MustBe(403)
		send("anna", headset.ID).MustBe(403)
		send("olle", hidden.ID).MustBe(404)
		send("bo", headset.ID).MustBe(403)
		s.As(t, "anna").Get("/cart").MustNotSee("Headset", "Konto för konsult")
		send("olle", headset.ID).MustBe(200)
		s.As(t, "olle").Get("/cart").MustSee("Headset")
	})
}

func TestTemporary_users_are_shown_no_catalogue(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RO-05")
		w := newWorld(t, s)
		w.publish(t, "headset", "Headset", nil)
		bo := s.As(t, "bo")
		for _, path := range []string{"/catalogue", "/catalogue/headset", "/prices", "/prices.csv", "/admin/catalogue"} {
			bo.Get(path).MustBe(403).MustNotSee("Headset")
		}
		for _, href := range bo.Get("/").MustBe(200).Hrefs() {
			if href == "/catalogue" {
				t.Error("the catalogue stands on a pupil's start page")
			}
		}
		bo.Get("/search?q=headset").MustBe(200).MustNotSee("100 kr")
	})
}

func TestWhat_is_hidden_at_a_school_is_neither_seen_nor_found_there(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-22")
		w := newWorld(t, s)
		w.publish(t, "camera", "Kamera", func(c *catalogue.Config) { c.Visible.NotSites = []directory.SiteID{w.school} })
		w.publish(t, "headset", "Headset", nil)
		olle := s.As(t, "olle")
		for _, path := range []string{"/catalogue", "/catalogue?q=kamera", "/prices", "/search?q=kamera"} {
			olle.Get(path).MustBe(200).MustNotSee("Kamera ", "kameror")
		}
		olle.Get("/catalogue/camera").MustBe(404)
		s.As(t, "eva").Get("/catalogue").MustSee("Kamera")
		s.As(t, "eva").Get("/catalogue/camera").MustBe(200)
	})
}

func TestOne_person_granted_one_service_sees_just_that(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-17")
		w := newWorld(t, s)
		w.write(t, `insert into service (id, org_id, code, name_sv, name_en, sort_key, class, central, forwarded, active, version)
			values (77, $1, 'payroll', 'Lön', '', $2, '', false, false, true, 1)`, int64(w.Org.ID), []byte("lon"))
		w.publish(t, "payroll", "Lönesystemet", func(c *catalogue.Config) { c.Service, c.Visible.ByGrant = 77, true })
		w.publish(t, "headset", "Headset", nil)
		s.Join(t, "Per Extern", directory.Other)
		s.As(t, "per").Get("/catalogue").MustBe(403)
		if _, err := s.App.Access.Grant(t.Context(), system, access.GrantInput{Person: s.Person(t, "per"), Role: "named_user", Reach: authz.Service, Of: 77}); err != nil {
			t.Fatal(err)
		}
		s.As(t, "per").Get("/catalogue").MustBe(200).MustSee("Lönesystemet").MustNotSee("Headset")
		s.As(t, "per").Get("/catalogue/payroll").MustBe(200)
		s.As(t, "per").Get("/catalogue/headset").MustBe(404)
		s.As(t, "anna").Get("/catalogue").MustSee("Headset").MustNotSee("Lönesystemet")
		s.As(t, "anna").Get("/catalogue/payroll").MustBe(404)
	})
}

func TestA_form_comes_filled_in(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CA-08")
		w := newWorld(t, s)
		w.publish(t, "move", "Flytt", func(c *catalogue.Config) {
			c.Fields = []catalogue.Field{
				{Key: "contact", Sv: "Kontaktperson", Type: catalogue.Text, Fill: catalogue.FillName},
				{Key: "phone", Sv: "Telefon", Type: catalogue.Text, Fill: catalogue.FillPhone},
				{Key: "site", Sv: "Plats", Type: catalogue.Site, Fill: catalogue.FillSite},
				{Key: "unit", Sv: "Enhet", Type: catalogue.Unit, Fill: catalogue.FillUnit},
			}
		})
		form := s.As(t, "olle").Get("/catalogue/move").Form("Lägg i varukorgen")
		for label, want := range map[string]string{"Kontaktperson": "Olle Ek", "Telefon": "08-555 10 17", "Enhet": "Lindskolan F-3", "Fakturareferens": text(w.reference.ID), "Plats": text(w.school)} {
			if got := form.Value(label); got != want {
				t.Errorf("%s is filled with %q, want %q", label, got, want)
			}
		}
		// For somebody else it is theirs.
		page := s.As(t, "olle").Get("/catalogue/move?whom=anna").Click("Anna Åkesson").MustSee("Du beställer åt Anna Åkesson")
		if got := page.Form("Lägg i varukorgen").Value("Kontaktperson"); got != "Anna Åkesson" {
			t.Errorf("for Anna it says %q", got)
		}
		// Nobody orders for those whom they do not.
		s.As(t, "olle").Get("/catalogue/move?for=" + text(s.Person(t, "ada"))).MustBe(404)
		s.As(t, "anna").Get("/catalogue/move?for=" + text(s.Person(t, "olle"))).MustBe(404)
	})
}

func TestA_link_from_the_intranet_leads_to_the_form_after_the_login(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-28")
		w := newWorld(t, s)
		w.publish(t, "consultant", "Konto för den som inte är anställd", func(c *catalogue.Config) { c.Kind = catalogue.Request; c.Prices = nil })
		page := s.Pages(t).Anonymous().Get("/catalogue/consultant")
		if !strings.Contains(page.Path, "next=%2Fcatalogue%2Fconsultant") {
			t.Fatalf("without a login one comes to %s", page.Path)
		}
		page.Form("Bli Anna Åkesson").Submit("").MustBe(200).MustSee("Konto för den som inte är anställd", "Lägg i varukorgen")
	})
}

func TestThe_price_list_is_that_of_today(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-27")
		w := newWorld(t, s)
		later := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC).Add(-2 * time.Hour)
		w.publish(t, "workplace", "Datorarbetsplats", func(c *catalogue.Config) {
			c.Prices = []catalogue.Price{{Kind: catalogue.Rent, Ore: 350_00, Per: catalogue.PerMonth}, {Kind: catalogue.Rent, Ore: 375_00, Per: catalogue.PerMonth, From: later}}
		})
		anna := s.As(t, "anna")
		anna.Get("/prices").MustBe(200).MustSee("Datorarbetsplats", "350 kr per månad", "Från 2026-04-01", "375 kr per månad")
		anna.Get("/prices.csv").MustBe(200).MustSee("workplace;Datorarbetsplats;Tillbehör;Hyra;350;månad;;5", "375;månad;2026-04-01")
		// The new price begins by itself.
		s.Clock.Set(later.Add(12 * time.Hour))
		s.As(t, "anna").Get("/prices").MustSee("375 kr per månad").MustNotSee("350 kr")
		s.As(t, "anna").Get("/catalogue/workplace").MustSee("375 kr per månad").MustNotSee("350 kr")
	})
}

func TestThe_search_of_everything_finds_offers(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	w := newWorld(t, s)
	w.publish(t, "headset", "Headset", func(c *catalogue.Config) { c.Keywords = "hörlurar" })
	s.As(t, "anna").Get("/search?q=hörlurar").MustSee("Går att beställa", "Headset", "100 kr")
	s.As(t, "siv").Get("/search?q=hörlurar").MustNotSee("Headset")
	s.As(t, "siv").Get("/catalogue/headset").MustBe(404)
}

func TestPages_speak_english_too(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	w := newWorld(t, s)
	w.publish(t, "headset", "Headset", func(c *catalogue.Config) { c.NameEn, c.AboutEn = "Headphones", "Good to have." })
	s.As(t, "olle").Get("/catalogue").Click("English").MustSee("Order", "Headphones", "Accessories")
	s.As(t, "olle").Get("/catalogue/headset").MustSee("Good to have.", "Delivered within 5 working days.", "Add to the cart")
}
