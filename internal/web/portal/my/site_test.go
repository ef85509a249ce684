package my_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
	"lotsen/internal/web/sheet"
)

var by = authz.System("test")

// equip gives Anna a computer on the first level and a screen.
func equip(t *testing.T, s *site.Site) (computer asset.Asset) {
	t.Helper()
	ctx := t.Context()
	if err := s.App.Level.Install(ctx, by, s.Org.ID); err != nil {
		t.Fatal(err)
	}
	m, err := s.App.Level.Matrix(ctx, by, s.Org.ID)
	if err != nil {
		t.Fatal(err)
	}
	anna := s.Person(t, "anna")
	for _, d := range []asset.Draft{
		{Tag: "ST-20431", Serial: "5CG1234XYZ", Name: "Annas dator", Model: "HP EliteBook 840", Kind: asset.Computer, Level: m.Levels[1].ID, Delivered: "2024-03-31", Life: 48},
		{Tag: "ST-30001", Name: "Annas skärm", Kind: asset.Screen},
	} {
		d.Org, d.Person = s.Org.ID, anna
		a, err := s.App.Asset.Create(ctx, by, d)
		if err != nil {
			t.Fatal(err)
		}
		if d.Kind == asset.Computer {
			computer = a
		}
	}
	return computer
}

// down lets a function be down for everybody.
func down(t *testing.T, s *site.Site, name string) service.Item {
	t.Helper()
	i, err := s.App.Service.Save(t.Context(), by, service.Item{Org: s.Org.ID, Code: "natet", Sv: name, Active: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.App.Outage.Register(t.Context(), by, s.Org.ID, outage.Input{Service: i.ID, From: s.Clock.Now().Add(-3600e9), Cause: "Trasig växel."}); err != nil {
		t.Fatal(err)
	}
	return i
}

// list is the words of a panel's links, without their order on the page around it.
func list(p *webtest.Page, prefix string) []string {
	var out []string
	for _, href := range p.Hrefs() {
		if strings.HasPrefix(href, prefix) {
			out = append(out, strings.TrimPrefix(href, prefix))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestThe_agent_sees_the_same_lists_as_the_user(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-07", "CH-25")
		equip(t, s)
		down(t, s, "Trådlöst nät")
		old := s.Report(t, "anna", "Gammalt fel", "Det är löst.")
		s.Resolve(t, old.ID, "Klart.")
		if _, err := s.App.Ticket.Accept(t.Context(), s.Actor(t, "anna"), old.ID); err != nil {
			t.Fatal(err)
		}
		s.Report(t, "anna", "Nytt fel", "Det är inte löst.")
		own := s.Pages(t, webtest.Options{Statements: 12}).As("anna").Get("/my").MustBe(http.StatusOK).
			MustSee("Annas dator", "HP EliteBook 840", "Supportnivå 2", "Annas skärm", "Trådlöst nät", "Nytt fel")
		card := s.Pages(t, webtest.Options{Statements: 12}).As("eva").Get("/desk/call?person="+sheet.Text(s.Person(t, "anna"))).MustBe(http.StatusOK).
			MustSee("Annas dator", "HP EliteBook 840", "Supportnivå 2", "Annas skärm", "Trådlöst nät", "Nytt fel", "Gammalt fel", "Medarbetare", "Avbrott just nu", "Behörigheter")
		if a, b := list(own, "/my/devices/"), list(card, "/assets/"); len(a) != 2 || !slices.Equal(a, b) {
			t.Errorf("the user sees devices %v, the agent %v", a, b)
		}
	})
}

func TestA_device_tells_who_answers_for_what(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-29")
		a := equip(t, s)
		page := s.Pages(t, webtest.Options{Statements: 12}).As("anna").Get("/my").Click("Annas dator").MustBe(http.StatusOK).
			MustSee("ST-20431", "Nivå 2", "It ansvarar för", "Verksamheten ansvarar för", "Ominstallation", "2028-03-31")
		page.Click("Anmäl fel på enheten").MustBe(http.StatusOK)
		for _, stranger := range []string{"bo", "siv"} {
			s.As(t, stranger).Get("/my/devices/" + sheet.Text(a.ID)).MustBe(http.StatusNotFound)
		}
		s.As(t, "bo").Get("/my").MustBe(http.StatusOK).MustNotSee("Annas dator", "ST-20431")
	})
}

func TestAll_services_stand_in_one_list_with_how_they_are(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-02")
		i := down(t, s, "Trådlöst nät")
		if _, err := s.App.Service.Save(t.Context(), by, service.Item{Org: s.Org.ID, Code: "lon", Sv: "Lönesystemet", Active: true}); err != nil {
			t.Fatal(err)
		}
		rows := s.Pages(t, webtest.Options{Statements: 12}).As("anna").Get("/services").MustBe(http.StatusOK).Rows("Alla tjänster")
		all, err := s.App.Service.Offered(t.Context(), s.Org.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != len(all)+1 || rows[1][0] != i.Sv || !strings.Contains(rows[1][2], "Avbrott") || !strings.Contains(rows[2][2], "Fungerar") {
			t.Errorf("%d services: %q", len(all), rows)
		}
		s.As(t, "siv").Get("/services").MustBe(http.StatusOK).MustNotSee("Lönesystemet")
	})
}

func TestWhat_a_protected_person_has_is_told_to_nobody(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		a := equip(t, s)
		if _, err := s.App.Directory.Protect(t.Context(), by, s.Person(t, "anna")); err != nil {
			t.Fatal(err)
		}
		eva := s.As(t, "eva")
		eva.Get("/assets").MustBe(http.StatusOK).MustNotSee("ST-20431", "Annas", "2 st")
		eva.Get("/assets?q=20431").MustNotSee("5CG1234XYZ")
		eva.Get("/assets/" + sheet.Text(a.ID)).MustBe(http.StatusNotFound)
		eva.Get("/desk/call?person=" + sheet.Text(s.Person(t, "anna"))).MustBe(http.StatusNotFound)
		s.As(t, "anna").Get("/my").MustSee("Annas dator")
	})
}
