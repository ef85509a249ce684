package admin_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/site"
)

func TestRegisters(t *testing.T) {
	t.Parallel()
	t.Run("things_are_added_changed_and_taken_out_of_use", func(t *testing.T) {
		t.Parallel()
		site.Each(t, func(t *testing.T, s *site.Site) {
			ada := s.As(t, "ada")
			for _, r := range []struct{ path, add, label, value, changed string }{
				{"sites", "Lägg till verksamhetsställe", "Namn", "Lindvägen 1", "Lindvägen 3"},
				{"costs", "Lägg till kostnadsställe", "Kod", "4410", "4411"},
				{"authorities", "Lägg till nämnd", "Namn", "Utbildningsnämnden", "Skolnämnden"},
			} {
				ada.Get("/admin/" + r.path + "/new").Form(r.add).Submit(r.add).MustBe(http.StatusUnprocessableEntity)
				page := ada.Get("/admin/"+r.path).Click(r.add).Form(r.add).Fill(r.label, r.value).Submit(r.add).MustBe(200).MustSee(r.value + " är sparad.")
				page = page.Click(r.value).Form("Spara").Fill(r.label, r.changed).Submit("Spara").MustSee(r.changed)
				page = page.Click(r.changed).Form("Spara").Uncheck("Används").Submit("Spara").MustSee("Här finns inget än")
				page.Click("Används inte").Click(r.changed).Form("Spara").Check("Används").Submit("Spara").MustSee(r.changed)
			}
		})
	})
	t.Run("the_tree_of_units_grows_and_moves", func(t *testing.T) {
		t.Parallel()
		site.Each(t, func(t *testing.T, s *site.Site) {
			ada := s.As(t, "ada")
			add := func(name, parent string) {
				form := ada.Get("/admin/units/new").Form("Lägg till enhet").Fill("Namn", name)
				if parent != "" {
					form.Choose("Hör till", parent)
				}
				form.Submit("Lägg till enhet").MustSee(name + " är sparad.")
			}
			add("Förvaltningen", "")
			add("Skolor", "")
			add("Lindskolan", "Förvaltningen")
			page := ada.Get("/admin/units").Click("Lindskolan").MustSee("Förvaltningen")
			page.Click("Flytta enheten").Form("Flytta enheten").Choose("Hör till", "Skolor").Submit("Flytta enheten").MustSee("Lindskolan är flyttad.", "Skolor")
			first, second := ada.Get(page.Path), ada.Get(page.Path)
			first.Form("Spara").Fill("Namn", "Lindskolan F-6").Submit("Spara").MustBe(200)
			second.Form("Spara").Fill("Namn", "Lindskolan 7-9").Submit("Spara").MustBe(http.StatusConflict).MustSee("Någon annan skrev: Lindskolan F-6. Du skrev: Lindskolan 7-9.").
				Form("Spara").Submit("Spara").MustBe(200).Click("Visa historik").MustSee("Flyttades", "Hör till: från Förvaltningen till Skolor")
		})
	})
	t.Run("contact_ways_show_on_every_page_at_once", func(t *testing.T) {
		t.Parallel()
		site.Each(t, func(t *testing.T, s *site.Site) {
			page := s.As(t, "ada").Get(fmt.Sprintf("/admin/desks/%d", s.Desk.ID)).Click("Kontaktvägar")
			values := page.Form("Spara")
			again := values.Submit("Spara").MustBe(200).MustSee("Kontaktvägar är sparad.")
			again.MustSee("Rad 1: 08-555 10 00")
			ways, err := s.App.Directory.ContactWays(t.Context(), s.Desk.ID)
			if err != nil || len(ways) != 4 || ways[1].Value != "020-555 100" || ways[1].Audience != directory.Pupil {
				t.Errorf("the ways are %+v, %v", ways, err)
			}
		})
	})
	t.Run("an_organisation_gets_another_preset", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		page := s.As(t, "ada").Get("/admin/organisations").MustNotSee("Lägg till organisation").Click("Storstad")
		page.Form("Spara").Choose("Förval", "Ekdal & Sjövik").Submit("Spara").MustSee("Storstad är sparad.")
		s.As(t, "ada").Get("/admin/settings").MustSee("Förvalet är Ekdal & Sjövik.")
		chief(t, s)
		s.As(t, "ada").Get("/admin/organisations").Click("Lägg till organisation").Form("Lägg till organisation").Fill("Namn", "Tredje").Fill("Kortnamn", "tredje").Submit("Lägg till organisation").MustSee("Tredje är sparad.")
	})
	t.Run("a_mailbox_belongs_to_a_desk", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		page := s.As(t, "ada").Get("/admin/mailboxes/new").Form("Lägg till brevlåda").Fill("Namn", "It").Fill("E-postadress", "it@storstad.example").Choose("Servicedesk", "It-supporten i Storstad").Submit("Lägg till brevlåda")
		page.MustBe(200).MustSee("it@storstad.example")
	})
	t.Run("members_come_and_go", func(t *testing.T) {
		t.Parallel()
		site.Each(t, func(t *testing.T, s *site.Site) {
			page := s.As(t, "ada").Get("/admin/groups").Click("Första linjen").MustSee("Eva Lind")
			page = page.Form("Lägg till någon").Fill("Sök en person", "anna").Submit("Sök").MustSee("Anna Åkesson")
			page = page.Form("Lägg till Anna Åkesson").Submit("Lägg till Anna Åkesson").MustSee("Personen är med i gruppen.", "Anna Åkesson")
			page.Form("Ta bort Eva Lind").Submit("Ta bort Eva Lind").MustSee("Personen är inte längre med i gruppen.").MustNotSee("Eva Lind")
		})
	})
}

func TestImport(t *testing.T) {
	t.Parallel()
	const file = "id;förnamn;efternamn;e-post;användarnamn\np1;Olle;Ek;olle@storstad.example;olle\np2;Tuva;Sjö;fel adress;tuva\n"
	t.Run("a_file_is_shown_as_a_plan_and_done_as_shown", func(t *testing.T) {
		t.Parallel()
		site.Each(t, func(t *testing.T, s *site.Site) {
			ada := s.As(t, "ada")
			plan := ada.Get("/admin/import").Form("Visa vad som händer").Attach("Fil", "personer.csv", []byte(file)).Submit("Visa vad som händer").MustBe(200)
			plan.MustSee("Inget är ändrat än.", "Olle Ek", "Skriv en e-postadress")
			if rows := plan.Rows("Stoppas"); len(rows) != 2 || rows[1][0] != "3" {
				t.Errorf("the refused rows are %q", rows)
			}
			ada.Get("/admin/people?q=olle").MustNotSee("Olle Ek")
			plan.Form("Genomför precis det här").Submit("Genomför precis det här").MustBe(200).MustSee("Klart: 1 nya, 0 ändrade, 0 avslutade, 1 stoppade.", "Olle Ek")
			changed := strings.Replace(file, "Ek", "Eklund", 1)
			plan = ada.Get("/admin/import").Form("Visa vad som händer").Attach("Fil", "personer.csv", []byte(changed)).Submit("Visa vad som händer").MustSee("Efternamn: från Ek till Eklund")
			// The register changes between the plan and its doing.
			if _, err := s.App.Directory.AddPerson(t.Context(), authz.System("test"), s.Org.ID, directory.PersonInput{Given: "Olle", Family: "Annan", ExternalID: "p3"}); err != nil {
				t.Fatal(err)
			}
			who, err := s.App.Directory.People(t.Context(), authz.System("test"), directory.PersonFilter{Typed: "olle ek"})
			if err != nil || len(who.People) != 1 {
				t.Fatal(who, err)
			}
			in := who.People[0].Input()
			in.Family = "Ekberg"
			if _, err := s.App.Directory.ChangePerson(t.Context(), authz.System("test"), who.People[0].ID, who.People[0].Version, in); err != nil {
				t.Fatal(err)
			}
			plan = plan.Form("Genomför precis det här").Submit("Genomför precis det här").MustBe(http.StatusConflict).MustSee("Registret har ändrats sedan planen gjordes", "Efternamn: från Ekberg till Eklund")
			plan.Form("Genomför precis det här").Submit("Genomför precis det här").MustSee("1 ändrade", "Olle Eklund")
			ada.Get("/admin/log?what=import").MustSee("Läste in en fil")
		})
	})
	t.Run("what_is_no_register_is_told", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		form := s.As(t, "ada").Get("/admin/import").Form("Visa vad som händer")
		form.Submit("Visa vad som händer").MustBe(http.StatusUnprocessableEntity).MustSee("Välj en fil.")
		form.Attach("Fil", "x.csv", []byte("a;b\n1;2\n")).Submit("Visa vad som händer").MustBe(http.StatusUnprocessableEntity)
	})
}

func TestDead_jobs_are_seen_tried_again_and_thrown_away(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		s.As(t, "ada").Get("/admin/jobs").MustBe(http.StatusForbidden) // Jobs belong to no organisation.
		chief(t, s)
		s.App.Jobs.Register("test.broken", func(context.Context, json.RawMessage) error {
			return jobs.Permanent(fmt.Errorf("the printer is on fire"))
		})
		for range 2 {
			if err := s.App.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				return jobs.Enqueue(ctx, tx, "test.broken", nil)
			}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.App.Jobs.Drain(t.Context()); err == nil {
			t.Fatal("the broken job went well")
		}
		page := s.As(t, "ada").Get("/admin").MustSee("2 bakgrundsjobb har misslyckats för gott.").Click("Se vilka").MustSee("test.broken", "the printer is on fire")
		page = page.Form("Försök igen 1").Submit("Försök igen 1").MustSee("Jobbet görs igen.")
		page.Form("Kasta 2").Submit("Kasta 2").MustSee("Jobbet är kastat.", "Inga jobb har misslyckats för gott")
	})
}
