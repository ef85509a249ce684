package admin_test

import (
	"net/http"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestCalendars(t *testing.T) {
	t.Parallel()
	t.Run("hours_are_data_per_channel_and_count_from_their_day", func(t *testing.T) {
		t.Parallel()
		site.Each(t, func(t *testing.T, s *site.Site) {
			ada := s.As(t, "ada")
			page := ada.Get("/admin/calendars").MustBe(200).MustSee("Ingen kalender än", "enligt Inställningar").Click("Lägg till kalender")
			page.MustSee("Börja med mån-tor 07:30-16:30; fre 07:30-16:00")
			form := page.Form("Lägg till kalender")
			if got := form.Value("Söndag"); got != "07:00-22:00" {
				t.Errorf("the preset gives %q", got)
			}
			page = form.Fill("Namn", "Chatten").Fill("Måndag", "10:00-12:00, 13:00-15").Fill("Söndag", "").Submit("Lägg till kalender")
			page.MustBe(http.StatusUnprocessableEntity).MustSee("Skriv tider så här")
			form = page.Form("Lägg till kalender")
			if form.Value("Måndag") != "10:00-12:00, 13:00-15" || form.Value("Namn") != "Chatten" {
				t.Error("what was typed is lost")
			}
			page = form.Fill("Måndag", "10:00-12:00, 13:00-15:00").Submit("Lägg till kalender").MustBe(200).MustSee("Chatten är sparad.", "mån 10:00-12:00, 13:00-15:00; tis-lör 07:00-22:00")

			page = page.Click("Lägg till en egen dag").Form("Lägg till en egen dag").Fill("Datum", "2026-04-30").Fill("Dagens namn", "Valborg").Fill("Öppet", "10:00-11:00").
				Submit("Lägg till en egen dag").MustBe(200).MustSee("2026-04-30 Torsdag", "Valborg", "10:00-11:00")
			page = page.Form("Ta bort Valborg").Submit("Ta bort").MustBe(200).MustSee("Dagen 2026-04-30 följer veckan igen.").MustNotSee("Valborg")

			page = page.Click("Ändra öppettiderna").Form("Bestäm").Fill("Gäller från", "2026-03-01").Submit("Bestäm").MustBe(http.StatusUnprocessableEntity).MustSee("Tider kan inte börja gälla bakåt i tiden")
			page = page.Form("Bestäm").Fill("Gäller från", "2026-04-01").Fill("Fredag", "10:00-11:00").Check("Stängt på helgdagar").Submit("Bestäm").MustBe(200)
			page.MustSee("2026-04-01", "Kommande", "fre 10:00-11:00", "stängt på helgdagar")

			page = ada.Get("/admin/calendars/use").Form("Bestäm").Choose("Kanal", "Chatt").Choose("Kalender", "Chatten").Submit("Bestäm").MustBe(200)
			page.MustSee("Chatt är sparad.", "Chatten sedan 2026-03-02")
			// Monday at ten: the chat has just opened, and the telephone since seven.
			s.As(t, "anna").Get("/contact").MustSee("Öppet nu Stänger i dag kl. 12:00.", "Öppet nu Stänger i dag kl. 22:00.")
			s.Clock.Advance(2*time.Hour + time.Minute)
			s.As(t, "anna").Get("/contact").MustSee("Stängt nu Öppnar i dag kl. 13:00.", "Öppet nu Stänger i dag kl. 22:00.")
			s.Clock.Advance(4 * time.Hour)
			s.As(t, "anna").Get("/contact").MustSee("Stängt nu Öppnar i morgon tisdag 3 mars kl. 07:00.")
		})
	})
	t.Run("the_coming_years_days_are_shown_and_a_calendar_is_renamed", func(t *testing.T) {
		t.Parallel()
		site.Each(t, func(t *testing.T, s *site.Site) {
			ada := s.As(t, "ada")
			page := ada.Get("/admin/calendars/new?preset=ekdal").Form("Lägg till kalender").Fill("Namn", "Kontoret").Submit("Lägg till kalender").MustBe(200)
			page.MustSee("långfredagen", "2026-04-03", "midsommarafton", "alla helgons dag", "nyårsdagen", "2027-01-01", "Stängt")
			first, second := page.Click("Byt namn"), page.Click("Byt namn")
			first.Form("Spara").Fill("Namn", "Huset").Submit("Spara").MustBe(200).MustSee("Huset är sparad.")
			second.Form("Spara").Fill("Namn", "Stugan").Submit("Spara").MustBe(http.StatusConflict).MustSee("Någon annan skrev: Huset. Du skrev: Stugan.").Form("Spara").Submit("Spara").MustSee("Stugan är sparad.")
			s.As(t, "anna").Get("/admin/calendars").MustBe(http.StatusForbidden)
			s.As(t, "siv").Get("/admin/calendars/1").MustBe(http.StatusForbidden)
		})
	})
}

// at moves the clock to what the watches in Sweden show.
func at(t *testing.T, s *site.Site, when string) {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	to, err := time.ParseInLocation("2006-01-02 15:04", when, zone)
	if err != nil {
		t.Fatal(err)
	}
	s.Clock.Set(to)
}

func TestOpening_hours_of_both_presets(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-03")
		see := func(who, when, want string) {
			t.Helper()
			at(t, s, when)
			s.As(t, who).Get("/contact").MustBe(200).MustSee(want)
		}
		see("anna", "2026-03-08 21:59", "Öppet nu Stänger i dag kl. 22:00.")
		see("anna", "2026-03-08 22:01", "Stängt nu Öppnar i morgon måndag 9 mars kl. 07:00.")
		see("anna", "2026-04-03 12:00", "Öppet nu Stänger i dag kl. 22:00.")
	})
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-04")
		by := authz.System("test")
		org, err := s.App.Directory.Organisation(t.Context(), by, s.Org.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.App.Directory.ChangeOrganisation(t.Context(), by, org.ID, org.Version, directory.OrganisationInput{Name: org.Name, Preset: "ekdal"}); err != nil {
			t.Fatal(err)
		}
		for when, want := range map[string]string{
			"2026-03-05 16:05": "Öppet nu Stänger i dag kl. 16:30.",
			"2026-03-06 16:05": "Stängt nu Öppnar måndag 9 mars kl. 07:30.",
			"2026-04-03 10:00": "Stängt nu Öppnar tisdag 7 april kl. 07:30.",
			"2026-04-02 16:05": "Öppet nu Stänger i dag kl. 16:30.",
		} {
			at(t, s, when)
			s.As(t, "anna").Get("/contact").MustBe(200).MustSee(want)
		}
		at(t, s, "2026-03-06 16:05")
		s.As(t, "anna").Get("/contact").Click("English").MustSee("Closed now Opens Monday 9 March at 07:30.")
	})
}
