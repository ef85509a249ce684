package app_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// mailed runs the jobs and returns the mails about a case, oldest first.
func mailed(t *testing.T, s *site.Site, x ticket.ID) []notify.Mail {
	t.Helper()
	if err := s.App.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := s.App.Notify.Latest(t.Context(), 0, 50)
	if err != nil {
		t.Fatal(err)
	}
	var out []notify.Mail
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Ticket == x {
			out = append(out, all[i])
		}
	}
	return out
}

func eachMailing(t *testing.T, fn func(t *testing.T, s *site.Site)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) { fn(t, site.Mailing(t, env)) })
}

var number = regexp.MustCompile(`L-(\d+)`)

// reportByForm sends a fault in the portal as Anna and returns its number.
func reportByForm(t *testing.T, s *site.Site) ticket.ID {
	t.Helper()
	page := s.As(t, "anna").Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Skrivaren").Submit("Skicka felanmälan").MustBe(200)
	id, ok := ticket.ParseID(number.FindString(page.Text()))
	if !ok {
		t.Fatal("the page after reporting shows no number")
	}
	return id
}

func TestThe_user_is_told_at_the_beginning_and_at_the_end(t *testing.T) {
	req.Proves(t, "CO-03", "CO-04", "CO-06")
	eachMailing(t, func(t *testing.T, s *site.Site) {
		id := reportByForm(t, s)
		mails := mailed(t, s, id)
		if len(mails) != 1 || mails[0].Reason != notify.Opened || !strings.Contains(mails[0].Subject+mails[0].Text, id.String()) {
			t.Fatalf("after reporting: %d mails", len(mails))
		}
		s.Advance(t, 2*time.Hour)
		s.Resolve(t, id, "Vi startade om skrivaren.")
		mails = mailed(t, s, id)
		if len(mails) != 2 {
			t.Fatalf("a case solved in two hours has %d automatic mails, want two", len(mails))
		}
		m := mails[1]
		for _, want := range []string{"Vi startade om skrivaren.", "/tickets/" + id.String() + "#accept", "/tickets/" + id.String() + "#talk", s.Desk.Name} {
			if !strings.Contains(m.Text, want) {
				t.Errorf("the mail about the solution lacks %q:\n%s", want, m.Text)
			}
		}
		// The link leads to a page that asks for the login, and then to the two answers.
		page := s.As(t, "anna").Get("/tickets/" + id.String()).MustBe(200)
		page.MustSee("Ja, det fungerar", "Nej, det fungerar inte")
		for _, anchor := range []string{`id="accept"`, `id="talk"`} {
			if !strings.Contains(string(page.Body), anchor) {
				t.Errorf("the page has no %s, to which the mail leads", anchor)
			}
		}
	})
}

func TestThe_72_hours_begin_when_the_mail_was_delivered(t *testing.T) {
	req.Proves(t, "TK-17")
	eachMailing(t, func(t *testing.T, s *site.Site) {
		id := reportByForm(t, s)
		s.Resolve(t, id, "Klart.")
		s.Advance(t, 5*time.Hour) // The mail is still waiting: nobody has been told.
		if told := s.Ticket(t, id).ToldAt; !told.IsZero() {
			t.Fatalf("told at %s before anything was delivered", told)
		}
		mailed(t, s, id)
		s.Advance(t, 72*time.Hour-time.Minute)
		if x := s.Ticket(t, id); x.State != ticket.StateResolved {
			t.Fatalf("a minute too early: %s", x.State)
		}
		s.Advance(t, time.Minute)
		if x := s.Ticket(t, id); x.State != ticket.StateClosed || x.ClosedHow != ticket.ByTimeout {
			t.Fatalf("72 hours after delivery: %s %s", x.State, x.ClosedHow)
		}
	})
}

func TestMail_can_be_turned_on_and_off(t *testing.T) {
	req.Proves(t, "CO-10")
	eachMailing(t, func(t *testing.T, s *site.Site) {
		set := func(on bool) {
			t.Helper()
			s.Clock.Advance(time.Minute)
			if err := s.App.Setting.Set(t.Context(), authz.System("test"), s.Org.ID, setting.MailNotify, on, time.Time{}); err != nil {
				t.Fatal(err)
			}
			s.Clock.Advance(time.Minute)
		}
		set(false)
		id := reportByForm(t, s)
		if mails := mailed(t, s, id); len(mails) != 0 {
			t.Fatalf("turned off, and %d mails were sent", len(mails))
		}
		set(true)
		s.Resolve(t, id, "Klart.")
		if mails := mailed(t, s, id); len(mails) != 1 || mails[0].Reason != notify.Resolved {
			t.Fatalf("turned on, and the change of state sent %d mails", len(mails))
		}
	})
}
