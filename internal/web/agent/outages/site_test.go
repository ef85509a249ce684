package outages_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

var by = authz.System("test")

// functions gives the site's organisation two functions.
func functions(t *testing.T, s *site.Site) {
	t.Helper()
	for _, i := range []service.Item{{Code: "epost", Sv: "E-post", En: "Mail"}, {Code: "nat", Sv: "Nätverk", En: "Network"}} {
		i.Org, i.Active = s.Org.ID, true
		if _, err := s.App.Service.Save(t.Context(), by, i); err != nil {
			t.Fatal(err)
		}
	}
}

// register takes up an outage through the pages.
func register(t *testing.T, v *webtest.Visitor, function, from, to string, planned bool) *webtest.Page {
	t.Helper()
	f := v.Get("/desk/outages/new").MustBe(200).Form("Registrera avbrott").Choose("Funktion", function).Fill("Orsak", "Trasig strömmatning")
	fill(f, "Från", from)
	fill(f, "Till", to)
	if planned {
		f.Check("Planerat avbrott")
	}
	return f.Submit("Registrera avbrott")
}

func fill(f *webtest.Form, name, when string) {
	day, hour, _ := strings.Cut(when, " ")
	f.Fill(name+" dag", day).Fill(name+" klockan", hour)
}

func at(t *testing.T, s *site.Site, when string) {
	t.Helper()
	to, err := time.ParseInLocation("2006-01-02 15:04", when, clock.Stockholm())
	if err != nil {
		t.Fatal(err)
	}
	s.Clock.Set(to)
}

func after(from string, d time.Duration) string {
	t, _ := time.ParseInLocation("2006-01-02 15:04", from, clock.Stockholm())
	return t.Add(d).In(clock.Stockholm()).Format("2006-01-02 15:04")
}

func row(t *testing.T, page *webtest.Page, caption, first string) string {
	t.Helper()
	for _, r := range page.Rows(caption) {
		if len(r) > 0 && strings.HasPrefix(r[0], first) {
			return strings.Join(r, " | ")
		}
	}
	t.Fatalf("no row %q under %q in %v", first, caption, page.Rows(caption))
	return ""
}

func TestAn_outage_is_registered_and_everything_follows(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-17")
		functions(t, s)
		_, err := s.App.Directory.AddUnit(t.Context(), by, s.Org.ID, directory.UnitInput{Name: "Lindskolan"})
		if err != nil {
			t.Fatal(err)
		}
		eva, anna := s.As(t, "eva"), s.As(t, "anna")
		anna.Get("/status").MustBe(200).MustSee("Inga kända avbrott just nu.", "E-post", "Fungerar").MustNotSee("Lindskolan")

		f := eva.Get("/desk/outages/new").Form("Registrera avbrott").Choose("Funktion", "E-post").Fill("Från dag", "2026-03-02").Fill("Från klockan", "8.30")
		page := f.Submit("Registrera avbrott").MustBe(http.StatusUnprocessableEntity).MustSee("Skriv tiden så här: 07:30.")
		f = page.Form("Registrera avbrott")
		if f.Value("Från klockan") != "8.30" {
			t.Error("what was typed is lost")
		}
		page = f.Fill("Från klockan", "08:30").Submit("Registrera avbrott").MustBe(http.StatusUnprocessableEntity).MustSee("Orsak")
		page = page.Form("Registrera avbrott").Fill("Orsak", "Trasig switch").Choose("Berörda enheter", "Lindskolan").Submit("Registrera avbrott").MustBe(200)
		page.MustSee("Avbrottet är registrerat.", "Pågår", "Trasig switch", "Lindskolan", "2026-03-02 08:30", "1 h 30 min")
		anna.Get("/status").MustSee("1 funktion har avbrott just nu.", "Avbrott sedan 2026-03-02 08:30, Gäller Lindskolan").MustNotSee("Trasig switch")
		s.Clock.Advance(30 * time.Minute)
		page = page.Form("Avbrottet är slut nu").Submit("Avbrottet är slut nu").MustBe(200).MustSee("Avbrottet är slut.", "2026-03-02 10:30", "2 h").MustNotSee("Pågår")
		anna.Get("/status").MustSee("Inga kända avbrott just nu.", "De senaste sju dagarna", "2026-03-02 08:30 till 2026-03-02 10:30")
		if got := row(t, eva.Get("/desk/availability?year=2026").MustBe(200), "Funktionernas tillgänglighet", "E-post"); !strings.Contains(got, "99,98 %") || !strings.Contains(got, "2 h") {
			t.Errorf("availability %q", got)
		}
		// Planned work shows beforehand.
		register(t, eva, "Nätverk", "2026-03-10 18:00", "2026-03-10 20:00", true).MustBe(200).MustSee("Kommande", "Planerat")
		anna.Get("/status").MustSee("Planerade avbrott", "2026-03-10 18:00 till 2026-03-10 20:00")
		anna.Get("/status").Click("English").MustSee("No known outages right now.", "Network")

		// Two who change the same thing, and one that was none.
		first, second := page.Click("Ändra avbrottet"), page.Click("Ändra avbrottet")
		first.Form("Spara").Submit("Spara").MustBe(200)
		second.Form("Spara").Fill("Orsak", "Något annat").Submit("Spara").MustBe(http.StatusConflict).Form("Spara").Submit("Spara").MustBe(200).MustSee("Något annat")
		page.Click("Avbrottet ska inte räknas").Form("Avbrottet ska inte räknas").Submit("Avbrottet ska inte räknas").MustBe(http.StatusUnprocessableEntity).
			Form("Avbrottet ska inte räknas").Fill("Varför ska det inte räknas?", "Larmprov").Submit("Avbrottet ska inte räknas").MustBe(200).MustSee("Räknas inte", "Larmprov")
		if got := row(t, eva.Get("/desk/availability?year=2026"), "Funktionernas tillgänglighet", "E-post"); !strings.HasPrefix(got, "E-post | 100,00 % | 100,00 %") {
			t.Errorf("voided: %q", got)
		}

		s.As(t, "anna").Get("/desk/outages").MustBe(http.StatusForbidden)
		s.As(t, "siv").Get("/desk/outages/1").MustBe(http.StatusNotFound)
		s.As(t, "siv").Get(fmt.Sprintf("/desk/outages?org=%d", s.Org.ID)).MustBe(http.StatusNotFound)
		s.As(t, "siv").Get("/status").MustNotSee("E-post")
	})
}

func TestAvailability_against_the_target(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-08")
		functions(t, s)
		at(t, s, "2026-12-31 12:00")
		eva := s.As(t, "eva")
		register(t, eva, "E-post", "2026-02-01 00:00", after("2026-02-01 00:00", 78*time.Hour), false).MustBe(200)
		register(t, eva, "Nätverk", "2026-02-01 00:00", after("2026-02-01 00:00", 80*time.Hour), false).MustBe(200)
		page := eva.Get("/desk/availability").MustBe(200).MustSee("Målet är 99,10 % av all tid.")
		if got := row(t, page, "Funktionernas tillgänglighet", "E-post"); strings.Contains(got, "Under målet") || !strings.Contains(got, "99,11 %") {
			t.Errorf("78 h: %q", got)
		}
		if got := row(t, page, "Funktionernas tillgänglighet", "Nätverk"); !strings.Contains(got, "Under målet") || !strings.Contains(got, "99,09 %") {
			t.Errorf("80 h: %q", got)
		}
	})
}

func TestPlanned_windows_are_counted_both_ways(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-15")
		functions(t, s)
		at(t, s, "2026-12-31 12:00")
		eva := s.As(t, "eva")
		for m := time.January; m <= time.December; m++ {
			for i, w := range []outage.Window{outage.PrimaryOf(2026, m), outage.SecondaryOf(2026, m)} {
				from, to := w.From.In(clock.Stockholm()).Format("2006-01-02 15:04"), w.To.In(clock.Stockholm()).Format("2006-01-02 15:04")
				register(t, eva, "E-post", from, to, true).MustBe(200)
				if i == 0 {
					register(t, eva, "Nätverk", from, to, true).MustBe(200)
				}
			}
		}
		page := eva.Get("/desk/availability")
		for function, want := range map[string]string{"E-post": "E-post | 99,04 % Under målet | 100,00 %", "Nätverk": "Nätverk | 99,45 % | 100,00 %"} {
			if got := row(t, page, "Funktionernas tillgänglighet", function); !strings.HasPrefix(got, want) {
				t.Errorf("%q, want %q", got, want)
			}
		}
		if got := row(t, page, "Funktionernas tillgänglighet", "E-post"); !strings.Contains(got, "84 h") {
			t.Errorf("84 h: %q", got)
		}
	})
}

func TestAn_earlier_year_keeps_its_target(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-16")
		functions(t, s)
		set := func(value, name string) {
			t.Helper()
			s.As(t, "ada").Get("/admin/settings/availability.target").Form("Bestäm").Fill("Tillgänglighet, procent", value).Submit("Bestäm").MustBe(200).MustSee("Gäller nu " + name)
		}
		set("99,45", "99,45 procent")
		register(t, s.As(t, "eva"), "E-post", "2026-01-10 00:00", after("2026-01-10 00:00", 60*time.Hour), false).MustBe(200)
		at(t, s, "2027-01-02 12:00")
		set("99,1", "99,1 procent")
		register(t, s.As(t, "eva"), "E-post", "2026-12-31 00:00", "2026-12-31 01:00", false).MustBe(200)
		eva := s.As(t, "eva")
		if got := row(t, eva.Get("/desk/availability?year=2026").MustSee("Målet är 99,45 %"), "Funktionernas tillgänglighet", "E-post"); !strings.Contains(got, "99,30 % Under målet") {
			t.Errorf("2026: %q", got)
		}
		eva.Get("/desk/availability?year=2027").MustSee("Målet är 99,10 %")
	})
}

func TestFive_outages_a_year_and_not_one_more(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-13")
		functions(t, s)
		eva := s.As(t, "eva")
		for i := range 6 {
			eva.Get("/desk/outages").MustSee(fmt.Sprintf("%d av högst 5 avbrott under 2026", i)).MustNotSee("Fler avbrott än vi har lovat")
			eva.Get("/desk?queue=all").MustNotSee("avbrott under 2026, högst 5")
			from := fmt.Sprintf("2026-02-%02d 10:00", i+1)
			register(t, eva, "Nätverk", from, after(from, time.Hour), false).MustBe(200)
		}
		register(t, eva, "Nätverk", "2026-02-20 10:00", "2026-02-20 11:00", true).MustBe(200)
		eva.Get("/desk/outages").MustSee("6 av högst 5 avbrott under 2026", "Fler avbrott än vi har lovat")
		eva.Get("/desk").MustSee("6 avbrott under 2026, högst 5 är lovade")
		register(t, eva, "Nätverk", "2026-02-21 10:00", "2026-02-21 11:00", false).MustBe(200)
		if n := strings.Count(eva.Get("/desk").Text(), "högst 5 är lovade"); n != 1 {
			t.Errorf("the desk is told %d times", n)
		}
	})
}

func TestThe_most_outages_may_be_a_matter_of_each_function(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		functions(t, s)
		for key, value := range map[setting.Key]any{setting.OutageScope: outage.PerFunction, setting.MaxOutages: 1} {
			if err := s.App.Setting.Set(t.Context(), by, s.Org.ID, key, value, time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
		eva := s.As(t, "eva")
		register(t, eva, "E-post", "2026-02-01 10:00", "2026-02-01 11:00", false).MustBe(200)
		register(t, eva, "Nätverk", "2026-02-02 10:00", "2026-02-02 11:00", false).MustBe(200)
		eva.Get("/desk/availability").MustSee("Som mest 1 av högst 1 avbrott").MustNotSee("För många")
		register(t, eva, "Nätverk", "2026-02-03 10:00", "2026-02-03 11:00", false).MustBe(200)
		page := eva.Get("/desk/availability").MustSee("Fler avbrott än vi har lovat")
		if mail, net := row(t, page, "Funktionernas tillgänglighet", "E-post"), row(t, page, "Funktionernas tillgänglighet", "Nätverk"); strings.Contains(mail, "För många") || !strings.Contains(net, "För många") {
			t.Errorf("%q\n%q", mail, net)
		}
		eva.Get("/desk").MustSee("2 avbrott under 2026, högst 1 är lovade")
	})
}

func TestThe_status_keeps_quiet_while_the_portal_is_to(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		functions(t, s)
		register(t, s.As(t, "eva"), "E-post", "2026-03-02 09:00", "2026-03-02 09:30", false).MustBe(200)
		s.As(t, "anna").Get("/").Click("Driftstatus").MustSee("2026-03-02 09:00")
		hold, err := s.App.Notice.Hold(t.Context(), s.Actor(t, "ada"), notice.Hold{
			Org: s.Org.ID, Channels: []notice.Channel{notice.Portal}, Instructor: "Berit Ek", Instruction: "Håll tyst.", Relief: "Räknas inte.", Credits: "Tillgänglighet", From: s.Clock.Now(),
		})
		if err != nil {
			t.Fatal(err)
		}
		s.As(t, "anna").Get("/status").MustBe(200).MustSee("E-post", "Fungerar").MustNotSee("2026-03-02 09:00")
		s.As(t, "eva").Get("/desk/outages").MustSee("2026-03-02 09:00")
		if _, err := s.App.Notice.Lift(t.Context(), s.Actor(t, "ada"), hold.ID); err != nil {
			t.Fatal(err)
		}
		s.As(t, "anna").Get("/status").MustSee("2026-03-02 09:00")
	})
}

func TestA_tertial_is_followed_up(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-14")
		functions(t, s)
		at(t, s, "2026-09-15 12:00")
		eva := s.As(t, "eva")
		register(t, eva, "E-post", "2026-04-10 08:00", "2026-04-10 09:15", false).MustBe(200)
		register(t, eva, "Nätverk", "2026-05-01 10:00", "2026-05-01 12:00", false).MustBe(200)
		register(t, eva, "Nätverk", "2026-09-01 10:00", "2026-09-01 10:30", false).MustBe(200)
		page := eva.Get("/desk/availability?year=2026").Click("Tertial 2 2026").MustBe(200).MustSee("2026-05-01 10:00", "2 h").MustNotSee("2026-04-10", "2026-09-01")
		if got := row(t, page, "Funktionernas tillgänglighet", "Nätverk"); !strings.HasPrefix(got, "Nätverk | 99,93 %") || !strings.HasSuffix(got, "| 1") {
			t.Errorf("tertial 2: %q", got)
		}
		file := download(t, s, "/desk/availability.csv?year=2026&tertial=2")
		for _, want := range []string{"Funktion;Med planerade avbrott", "2026-2;Nätverk;99,932;99,932;99,100;2,00;2,00;1", "Nätverk;2026-05-01 10:00;2026-05-01 12:00;120;nej;Trasig strömmatning"} {
			if !strings.Contains(file, want) {
				t.Errorf("%q is not in the file:\n%s", want, file)
			}
		}
		if strings.Contains(file, "2026-04-10") {
			t.Error("the file holds another tertial")
		}
	})
}

// download is a file as Eva gets it.
func download(t *testing.T, s *site.Site, path string) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://lotsen.test"+path, nil)
	r.AddCookie(&http.Cookie{Name: "lotsen_session", Value: s.Token(t, "eva")})
	w := httptest.NewRecorder()
	s.App.Handler().ServeHTTP(w, r)
	if w.Code != 200 || !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	return w.Body.String()
}

func TestService_windows(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		for _, id := range []string{"SL-09", "SL-10", "SL-11", "SL-12"} {
			req.Proves(t, id)
		}
		functions(t, s)
		if err := s.App.Setting.Set(t.Context(), by, s.Org.ID, setting.ServiceWindows, 2, time.Time{}); err != nil {
			t.Fatal(err)
		}
		eva := s.As(t, "eva")
		page := eva.Get("/desk/windows?year=2026").MustBe(200).MustSee("Inget arbete är bokat.")
		rows := page.Rows("Servicefönster")
		if len(rows) != 24 && len(rows) != 25 {
			t.Fatalf("%d rows", len(rows))
		}
		page.MustSee("Första 2026-03-17 kl. 18:00–22:00", "Andra 2026-03-24 kl. 18:00–21:00", "Första 2026-10-20 kl. 18:00–22:00", "Andra 2026-10-27 kl. 18:00–21:00", "Första 2026-12-15 kl. 18:00–22:00")
		eva.Get("/desk/windows?year=2027").MustSee("Första 2027-01-19 kl. 18:00–22:00", "Andra 2027-01-26 kl. 18:00–21:00")

		// The planner is offered the first window alone.
		form := page.Click("Planera arbete").Form("Planera arbete")
		if got := form.Value("Servicefönster"); got != "2026-03-17" {
			t.Errorf("proposed %q", got)
		}
		page = form.Fill("Vad ska göras?", "Byt kärnswitch").Fill("Minuter", "300").Submit("Planera arbete").MustBe(http.StatusUnprocessableEntity).MustSee("1 till 240 minuter")
		page.Form("Planera arbete").Fill("Minuter", "180").Submit("Planera arbete").MustBe(200).MustSee("Arbetet är bokat 2026-03-17 kl. 18:00–22:00.", "100 % av arbetet ligger i första fönstret")
		at(t, s, "2026-03-18 08:00")
		eva = s.As(t, "eva")
		page = eva.Get("/desk/windows").Click("Byt kärnswitch, 180 min, planerat").MustNotSee("Boka resten")
		page = page.Form("Så gick det").Choose("Läge", "inte klart").Submit("Så gick det").MustBe(http.StatusUnprocessableEntity).MustSee("Skriv vad som är kvar.")
		page = page.Form("Så gick det").Fill("Kommentar", "Halva stället är kvar.").Submit("Så gick det").MustBe(200).MustSee("inte klart")
		page = page.Click("Boka resten i det andra fönstret")
		form = page.Form("Boka resten i det andra fönstret")
		if got := form.Value("Servicefönster"); got != "2026-03-24" {
			t.Errorf("the second window is %q", got)
		}
		page = form.Fill("Minuter", "60").Submit("Boka resten i det andra fönstret").MustBe(http.StatusUnprocessableEntity).MustSee("Skriv varför arbetet inte kunde göras i det första fönstret.")
		page = page.Form("Boka resten i det andra fönstret").Fill("Varför räckte inte det första fönstret?", "En kabel var för kort.").Submit("Boka resten i det andra fönstret").MustBe(200)
		page.MustSee("75 % av arbetet ligger i första fönstret (3 h) och 25 % i det andra (1 h).")
		page.Click("Byt kärnswitch, 60 min, planerat").MustSee("En kabel var för kort.").Click("arbetet i det första fönstret").MustSee("Halva stället är kvar.")
	})
}

func TestService_credits_and_exemptions(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-18")
		functions(t, s)
		ada := s.As(t, "ada")
		page := ada.Get("/desk/credits").MustBe(200).MustSee("Inga regler om servicekrediter än.").Click("Ny regel")
		page = page.Form("Spara").Fill("Servicekreditens namn", "Tillgänglighet").Fill("Avgift för perioden, kronor", "mycket").Submit("Spara").MustBe(http.StatusUnprocessableEntity)
		page = page.Form("Spara").Fill("Avgift för perioden, kronor", "100 000").Fill("Gäller från", "2026-01-01").Submit("Spara").MustBe(200)
		page.MustSee("1 % av avgiften för varje påbörjad 0,1 procentenhet under målet, högst 10 %", "Inga nivåer missades")

		register(t, ada, "Nätverk", "2026-02-01 00:00", after("2026-02-01 00:00", 30*time.Hour), false).MustBe(200)
		ada.Get("/desk/credits").MustSee("Tillgänglighet", "Tertial 1 2026", "98,96 %", "2 000 kr")
		page = ada.Get("/desk/credits").Click("Ge undantag").Form("Ge undantag").Choose("Servicekredit", "Tillgänglighet").Fill("Från dag", "2026-02-01").Fill("Från klockan", "00:00").
			Fill("Till dag", "2026-02-01").Fill("Till klockan", "12:00").Submit("Ge undantag").MustBe(http.StatusUnprocessableEntity)
		page = page.Form("Ge undantag").Fill("Skäl", "Beställaren bad oss vänta.").Submit("Ge undantag").MustBe(200)
		page.MustSee("Undantaget är sparat.", "99,37 % utan undantagen tid", "Beställaren bad oss vänta.", "2026-02-01 12:00")
		if got := row(t, page, "Servicekrediter", "Tillgänglighet"); !strings.Contains(got, "2 000 kr | 0 kr Beställaren bad oss vänta.") {
			t.Errorf("credit %q", got)
		}
		s.As(t, "eva").Get("/desk/credits").MustBe(200).MustNotSee("Ge undantag")
		s.As(t, "eva").Get("/desk/credits/rules/new").MustBe(http.StatusForbidden)
	})
}
