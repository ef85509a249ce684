package app_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// later moves the clock, and does what has fallen due of what users are told and owed.
func later(t *testing.T, s *site.Site, d time.Duration) {
	t.Helper()
	s.Advance(t, d)
	if err := s.App.Notify.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.App.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func deskPage(id ticket.ID) string { return "/desk/tickets/" + id.String() }

func TestAfter_eight_hours_without_a_word_the_agent_has_a_task_and_one_click_gives_the_word(t *testing.T) {
	req.Proves(t, "CO-05")
	eachMailing(t, func(t *testing.T, s *site.Site) {
		id := reportByForm(t, s)
		mailed(t, s, id)
		eva := s.As(t, "eva")
		later(t, s, 8*time.Hour-time.Minute)
		eva.Get("/desk").MustNotSee("Väntar på besked sedan")
		since := s.Clock.Now().Add(time.Minute)
		later(t, s, time.Minute)
		eva.Get("/desk").MustSee("Väntar på besked sedan")
		eva.Get("/desk?view=-10").MustSee("Användaren väntar på besked", id.String())
		p := eva.Get(deskPage(id)).MustSee("Användaren väntar på besked sedan " + since.In(clock.Stockholm()).Format("15:04"))
		if text := eva.Get(deskPage(id) + "/contact").Form("Berätta hur det går").Value("Besked till användaren"); !strings.Contains(text, "Vi arbetar fortfarande med ditt ärende "+id.String()) {
			t.Fatalf("the word is not written already: %q", text)
		}
		p.Form("Berätta hur det går").Submit("Skicka besked").MustBe(200).MustSee("Beskedet är skickat.", "Vi arbetar fortfarande med ditt ärende")
		mails := mailed(t, s, id)
		if last := mails[len(mails)-1]; last.Reason != notify.Replied || !strings.Contains(last.Text, "Vi arbetar fortfarande") {
			t.Fatalf("the user got %s", last.Reason)
		}
		eva.Get(deskPage(id)).MustNotSee("Användaren väntar på besked sedan")
		eva.Get("/desk").MustNotSee("Väntar på besked sedan")
		// The next word is due eight hours after this one, and what was owed stands in the log of contacts.
		eva.Get(deskPage(id)+"/contact").MustSee("Besked om läget", "Användaren har fått svar", "Nästa besked senast")
		later(t, s, 8*time.Hour)
		eva = s.As(t, "eva")
		eva.Get("/desk").MustSee("Väntar på besked sedan")
		// An empty word is refused where it was to be written.
		eva.Get(deskPage(id)+"/contact").Form("Berätta hur det går").Fill("Besked till användaren", "").Submit("Skicka besked").MustBe(422)
	})
}

func TestA_case_that_needs_word_more_often_gets_it(t *testing.T) {
	req.Proves(t, "CO-07")
	eachMailing(t, func(t *testing.T, s *site.Site) {
		ada := s.As(t, "ada")
		ada.Get("/admin/rhythm").Form("Spara").Choose("Prioritet, regel 1", "5 Lägst").Fill("Minuter mellan besked, regel 1", "sextio").Submit("Spara").MustBe(422)
		page := ada.Get("/admin/rhythm").Form("Spara").Choose("Prioritet, regel 1", "5 Lägst").Fill("Minuter mellan besked, regel 1", "60").Submit("Spara").MustBe(200)
		if got := page.Form("Spara").Value("Minuter mellan besked, regel 1"); got != "60" {
			t.Fatalf("the rule is kept as %q", got)
		}
		id := reportByForm(t, s)
		mailed(t, s, id)
		eva := s.As(t, "eva")
		for range 3 {
			later(t, s, time.Hour-time.Minute)
			eva.Get("/desk").MustNotSee("Väntar på besked sedan")
			later(t, s, time.Minute)
			eva.Get(deskPage(id)).Form("Berätta hur det går").Submit("Skicka besked").MustBe(200)
			mailed(t, s, id)
		}
		if _, err := s.App.Notify.Rules(t.Context(), s.Actor(t, "eva"), s.Org.ID); err == nil {
			t.Error("an agent reads what the organisation decides on")
		}
		s.As(t, "siv").Get("/admin/rhythm").MustBe(403)
	})
}

func TestWord_in_opening_hours_waits_for_the_morning(t *testing.T) {
	eachMailing(t, func(t *testing.T, s *site.Site) {
		for key, value := range map[setting.Key]any{setting.StatusClock: setting.ClockService, setting.StatusAfter: 2} {
			if err := s.App.Setting.Set(t.Context(), authz.System("test"), s.Org.ID, key, value, time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
		s.Clock.Advance(time.Minute)
		// An hour before the desk closes at ten in the evening.
		now := s.Clock.Now().In(clock.Stockholm())
		s.Clock.Advance(time.Date(now.Year(), now.Month(), now.Day()+1, 21, 0, 0, 0, now.Location()).Sub(now))
		id := reportByForm(t, s)
		mailed(t, s, id)
		later(t, s, 9*time.Hour) // Six in the morning.
		if x := s.Ticket(t, id); !x.OwedAt.IsZero() {
			t.Fatal("a word is owed in the night")
		}
		later(t, s, 2*time.Hour)
		if x := s.Ticket(t, id); x.OwedAt.IsZero() {
			t.Fatal("two opening hours have passed, and no word is owed")
		}
	})
}

func TestThe_log_shows_what_was_sent_delivered_read_and_when_silence_closes(t *testing.T) {
	req.Proves(t, "CO-09")
	eachMailing(t, func(t *testing.T, s *site.Site) {
		id := reportByForm(t, s)
		mailed(t, s, id)
		s.Resolve(t, id, "Klart.")
		eva := s.As(t, "eva")
		eva.Get(deskPage(id)).MustSee("Klockan går inte: användaren har inte fått veta än.")
		if err := s.App.Notify.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		eva.Get(deskPage(id)+"/contact").MustSee("Lösning", "Väntar på att skickas till anna@storstad.example")
		mailed(t, s, id)
		told := s.Ticket(t, id)
		zone := clock.Stockholm()
		eva.Get(deskPage(id)+"/contact").MustSee("Kvittens", "Lösning", "Framme hos anna@storstad.example", "Fick veta att det är löst",
			told.ToldAt.In(zone).Format("2006-01-02 15:04"), "Stängs utan svar", told.ToldAt.Add(72*time.Hour).In(zone).Format("2006-01-02 15:04"))
		s.Clock.Advance(37 * time.Minute)
		s.As(t, "anna").Get("/tickets/" + id.String()).MustBe(200)
		eva.Get(deskPage(id)+"/contact").MustSee("Läst i portalen", "Läst i portalen "+s.Clock.Now().In(zone).Format("2006-01-02 15:04"))
		// The user's own page has none of it, and nor has a stranger's.
		s.As(t, "anna").Get(deskPage(id) + "/contact").MustBe(403)
		s.As(t, "siv").Get(deskPage(id) + "/contact").MustBe(404)
	})
}

func TestA_bounce_stops_the_clock_makes_a_task_and_awaits_the_desk(t *testing.T) {
	req.Proves(t, "CO-17")
	eachMailing(t, func(t *testing.T, s *site.Site) {
		id := reportByForm(t, s)
		s.Resolve(t, id, "Klart.")
		mails := mailed(t, s, id)
		sent := mails[len(mails)-1]
		if x := s.Ticket(t, id); x.CloseDue.IsZero() {
			t.Fatal("the clock does not run before the bounce")
		}
		if _, err := s.App.Mail().Receive(t.Context(), mail.Envelope{Raw: bounceOf(sent.MailID)}); err != nil {
			t.Fatal(err)
		}
		later(t, s, 100*time.Hour)
		if x := s.Ticket(t, id); x.State != ticket.StateResolved || !x.CloseDue.IsZero() {
			t.Fatalf("%s, closes %s: the clock ran after the bounce", x.State, x.CloseDue)
		}
		eva := s.As(t, "eva")
		eva.Get("/desk?view=-5").MustSee("Väntar på oss", id.String())
		eva.Get("/desk?view=-10").MustSee(id.String())
		p := eva.Get(deskPage(id)).MustSee("Mejlet kom tillbaka. Nå användaren på ett annat sätt")
		eva.Get(deskPage(id) + "/contact").MustSee("Studsade från anna@storstad.example")
		p.Form(taskForm(t, s, id, "Mejlet kom tillbaka. Nå användaren på ett annat sätt")).Submit("Klart, användaren har fått veta").MustBe(200).MustSee("Noterat.").MustNotSee("Mejlet kom tillbaka.")
		if x := s.Ticket(t, id); x.ToldAt.IsZero() || x.CloseDue.IsZero() || !x.OwedAt.IsZero() {
			t.Errorf("spoken with, told at %s, closes %s, owed %s", x.ToldAt, x.CloseDue, x.OwedAt)
		}
	})
}

// bounceOf is a delivery report about a mail of ours.
func bounceOf(id string) []byte {
	return []byte(strings.ReplaceAll(`Return-Path: <>
From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce.`+id+`>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; anna@storstad.example
Action: failed
Status: 5.1.1
--b
Content-Type: message/rfc822

Message-ID: <`+id+`>
Subject: x

x
--b--
`, "\n", "\r\n"))
}
