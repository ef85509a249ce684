package notices_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

func visitor(t *testing.T, s *site.Site, person string) *webtest.Visitor {
	t.Helper()
	return s.Pages(t, webtest.Options{Statements: -1}).As(person)
}

func readerOf(s *site.Site) notice.Reader { return notice.Reader{Org: s.Org.ID} }

// outage is Eva's notice, published in all ways to the desk.
func outage(t *testing.T, s *site.Site) *webtest.Page {
	t.Helper()
	return visitor(t, s, "eva").Get("/desk/notices/new").Form("Spara").Fill("Rubrik", "Skolplattformen ligger nere").Fill("Text", "Vi felsöker. Nytt besked 15.00.").
		Fill("Rubrik på engelska", "The school platform is down").Submit("")
}

func TestA_major_outage_is_told_in_every_channel(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		req.Proves(t, "CH-14")
		s := site.Mailing(t, env)
		visitor(t, s, "anna").Get("/").MustNotSee("Skolplattformen")
		outage(t, s).MustBe(200).MustSee("Meddelandet är publicerat: Portalen, Telefonen, Chatten, Mejlens kvitto.", "Skolplattformen ligger nere. Vi felsöker.")
		anna := visitor(t, s, "anna")
		anna.Get("/").MustSee("Skolplattformen ligger nere", "Vi felsöker. Nytt besked 15.00.")
		anna.Get("/report").MustSee("Skolplattformen ligger nere")
		visitor(t, s, "eva").Get("/notices/phone.txt?desk=it").MustBe(200).MustSee("Skolplattformen ligger nere. Vi felsöker. Nytt besked 15.00.")
		visitor(t, s, "eva").Get("/notices/chat.json?desk=it&lang=en").MustBe(200).MustSee("The school platform is down")
		visitor(t, s, "eva").Get("/notices.json").MustBe(200).MustSee("https://jsonfeed.org/version/1.1", "Skolplattformen ligger nere")
		visitor(t, s, "eva").Get("/notices.atom").MustBe(200).MustSee("http://www.w3.org/2005/Atom", "Skolplattformen ligger nere")
		x := s.Report(t, "anna", "Kommer inte in i plattformen", "Sidan laddar inte.")
		if err := s.App.Jobs.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		mails := visitor(t, s, "ada").Get("/demo/mail").MustBe(200)
		mails.Click("["+x.ID.String()+"] Vi har tagit emot: "+x.Title).MustSee("Just nu känner vi till det här:", "Skolplattformen ligger nere. Vi felsöker.")
		visitor(t, s, "eva").Get("/desk/notices").Click("Skolplattformen ligger nere").Form("Avsluta meddelandet").Submit("").MustSee("Meddelandet är avslutat i alla kanaler.")
		anna.Get("/").MustNotSee("Skolplattformen ligger nere")
		if text := visitor(t, s, "eva").Get("/notices/phone.txt").Text(); strings.TrimSpace(text) != "" {
			t.Errorf("callers still hear %q", text)
		}
	})
}

func TestA_hold_stops_publishing_and_says_whose_it_is(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-15")
		ada := visitor(t, s, "ada")
		// Without relief there is no hold.
		form := ada.Get("/desk/notice-holds").Form("Spara instruktionen").Fill("Vem som har gett instruktionen", "Berit Ek, beställarenheten").Fill("Instruktionen", "Informera inte förrän pressen är underrättad.")
		form.Submit("").MustBe(422).MustSee("Skriv vilken lättnad eller vilket undantag beställaren medger.", "Namnge servicekrediterna")
		if list, err := s.App.Notice.Holds(t.Context(), s.Actor(t, "ada"), false); err != nil || len(list) != 0 {
			t.Fatalf("%v %v", list, err)
		}
		form.Fill("Lättnad eller undantag", "Ingen kredit räknas för tiden.").Fill("Servicekrediter som lättnaden gäller", "Tillgänglighet skolplattform").Submit("").MustBe(200).
			MustSee("Instruktionen gäller.", "Berit Ek, beställarenheten", "Ada Holm", "Ingen kredit räknas för tiden.")
		refused := outage(t, s).MustBe(409)
		refused.MustSee("Publiceringen hindras av en instruktion från beställaren.", "Berit Ek, beställarenheten", "Ada Holm, 2026-03-02 10:00", "Portalen, Telefonen, Chatten, Mejlens kvitto", "tills den hävs", "Informera inte förrän pressen är underrättad.")
		if got := refused.Form("Spara").Value("Rubrik"); got != "Skolplattformen ligger nere" {
			t.Errorf("what was written is gone: %q", got)
		}
		visitor(t, s, "anna").Get("/").MustNotSee("Skolplattformen")
		ada.Get("/desk/notice-holds").Form("Häv instruktionen").Submit("").MustSee("Instruktionen är hävd.", "Tidigare instruktioner")
		outage(t, s).MustBe(200)
		visitor(t, s, "anna").Get("/").MustSee("Skolplattformen ligger nere")
	})
}

func TestWhat_is_held_later_disappears_and_the_relief_has_a_period(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		outage(t, s).MustBe(200)
		h, err := s.App.Notice.Hold(t.Context(), s.Actor(t, "ada"), notice.Hold{
			Org: s.Org.ID, Channels: []notice.Channel{notice.Phone}, Instructor: "Berit Ek", Instruction: "Tyst i telefonen.", Relief: "Ja", Credits: "Svarstid",
		})
		if err != nil {
			t.Fatal(err)
		}
		eva := visitor(t, s, "eva")
		eva.Get("/notices/phone.txt").MustNotSee("Skolplattformen")
		visitor(t, s, "anna").Get("/").MustSee("Skolplattformen ligger nere")
		s.Clock.Advance(2 * time.Hour)
		if _, err := s.App.Notice.Lift(t.Context(), s.Actor(t, "ada"), h.ID); err != nil {
			t.Fatal(err)
		}
		eva.Get("/notices/phone.txt").MustSee("Skolplattformen")
		list, err := s.App.Notice.Exemptions(t.Context(), s.Actor(t, "ada"), s.Org.ID, dbtest.Start, dbtest.Start.Add(24*time.Hour))
		if err != nil || len(list) != 1 || list[0].Until.Sub(list[0].From) != 2*time.Hour || list[0].Credits != "Svarstid" {
			t.Errorf("%+v %v", list, err)
		}
	})
}

func TestA_notice_is_for_its_units_alone(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	sys := authz.System("test")
	for _, name := range []string{"Lindskolan", "Björkskolan"} {
		if _, err := s.App.Directory.AddUnit(t.Context(), sys, s.Org.ID, directory.UnitInput{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	form := visitor(t, s, "eva").Get("/desk/notices/new").Form("Spara").Fill("Rubrik", "Nätet i skolan").Fill("Berörda enheter", "Lindskolan\nIngen sådan skola")
	form.Submit("").MustBe(422).MustSee("Vi hittar inte en enda enhet som heter Ingen sådan skola.")
	form.Fill("Berörda enheter", "Lindskolan").Submit("").MustBe(200).MustSee("1 enhet och allt under den")
}

func TestStrangers_read_and_change_no_notice(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	at := outage(t, s).MustBe(200).Path
	siv := visitor(t, s, "siv")
	siv.Get("/").MustNotSee("Skolplattformen")
	siv.Get(at).MustBe(404)
	siv.Get("/notices.json").MustNotSee("Skolplattformen")
	siv.Get("/notices.json?desk=it").MustNotSee("Skolplattformen")
	siv.Post(at+"/end", nil).MustBe(404)
	visitor(t, s, "anna").Get("/desk/notices").MustBe(403)
	visitor(t, s, "eva").Post("/desk/notice-holds", nil).MustBe(403)
	anyone := s.Pages(t).Anonymous()
	anyone.Get("/notices.json").MustBe(401)
	anyone.Get("/public/storstad/notices.json").MustBe(200).MustNotSee("Skolplattformen")
	anyone.Get("/public/ingen/notices.json").MustBe(404)
}
