package agent_test

import (
	"fmt"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
)

func TestIn_a_city_a_unit_is_found_by_its_name(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		sys := authz.System("test")
		for i := range directory.MaxListed {
			if _, err := s.App.Directory.AddUnit(t.Context(), sys, s.Org.ID, directory.UnitInput{Name: fmt.Sprintf("Förskolan %03d", i)}); err != nil {
				t.Fatal(err)
			}
		}
		almby, err := s.App.Directory.AddUnit(t.Context(), sys, s.Org.ID, directory.UnitInput{Name: "Älmby skola"})
		if err != nil {
			t.Fatal(err)
		}
		p, err := s.App.Directory.Person(t.Context(), sys, s.Person(t, "anna"))
		if err != nil {
			t.Fatal(err)
		}
		in := p.Input()
		in.Unit = almby.ID
		if _, err := s.App.Directory.ChangePerson(t.Context(), sys, p.ID, p.Version, in); err != nil {
			t.Fatal(err)
		}
		s.Report(t, "anna", "Skrivaren i Älmby", "Text.")
		s.Report(t, "bo", "Något annat", "Text.")

		for _, page := range []struct{ path, form, label, submit string }{
			{"/desk", "Filtrera", "Enhet", "Visa"},
			{"/desk/reports", "Välj vad som ska räknas", "Enhet", "Visa"},
		} {
			eva := s.As(t, "eva")
			start := eva.Get(page.path).MustBe(200).MustNotSee("Förskolan 007")
			none := start.Form(page.form).Fill(page.label, "Månbasen").Submit(page.submit).MustSee("Ingen enhet heter Månbasen.")
			if got := none.Form(page.form).Value(page.label); got != "Månbasen" {
				t.Errorf("%s: what was typed became %q", page.path, got)
			}
			several := start.Form(page.form).Fill(page.label, "förskolan 01").Submit(page.submit).MustSee("11 enheter passar. Välj en av dem.")
			start.Form(page.form).Fill(page.label, "förskolan").Submit(page.submit).MustSee("Många enheter passar.")
			if page.path == "/desk/reports" {
				start.Form(page.form).Fill(page.label, "förskolan 01").Fill("Inkomna från och med", "i går").Submit(page.submit).MustBe(422).
					MustSee("11 enheter passar.", "Skriv enhetens namn så att bara en passar").MustSee("Skriv tiden som")
			}
			several.Form(page.form).Choose(page.label+": vilken?", "Förskolan 014").Submit(page.submit).MustBe(200)
			found := start.Form(page.form).Fill(page.label, "ÄLMBY").Submit(page.submit).MustBe(200)
			if got := found.Form(page.form).Value(page.label); got != "Älmby skola" {
				t.Errorf("%s: the unit found is shown as %q", page.path, got)
			}
			if page.path == "/desk" {
				found.MustSee("Skrivaren i Älmby", "Enhet: Älmby skola").MustNotSee("Något annat")
				found.Form(page.form).Fill(page.label, "").Submit(page.submit).MustSee("Skrivaren i Älmby", "Något annat")
			}
		}
	})
}
