package unsubscribe_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/site"
)

// tell says a word to Anna and returns the mail.
func tell(t *testing.T, s *site.Site, w notify.Word) notify.Mail {
	t.Helper()
	w.Org, w.Desk, w.Sv, w.People = s.Org.ID, s.Desk.ID, notify.Said{Subject: "Nytt", Text: "Något har hänt."}, []directory.PersonID{s.Person(t, "anna")}
	err := s.App.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := s.App.Notify.TellIn(ctx, tx, w)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return last(t, s)
}

func last(t *testing.T, s *site.Site) notify.Mail {
	t.Helper()
	if err := s.App.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := s.App.Notify.Latest(t.Context(), 0, 1)
	if err != nil || len(list) == 0 {
		t.Fatal("no mail", err)
	}
	return list[0]
}

func way(t *testing.T, s *site.Site) directory.Way {
	t.Helper()
	p, err := s.App.Directory.Person(t.Context(), authz.System("test"), s.Person(t, "anna"))
	if err != nil {
		t.Fatal(err)
	}
	return p.Contact.Way
}

func TestMail_that_one_may_do_without_is_stopped_by_its_link(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		s := site.Mailing(t, env)
		m := tell(t, s, notify.Word{Key: "a"})
		link := strings.Trim(m.Headers["List-Unsubscribe"], "<>")
		at, err := url.Parse(link)
		if err != nil || !strings.HasPrefix(at.Path, notify.UnsubscribePath) {
			t.Fatalf("the link is %q", link)
		}
		visitor := s.Pages(t).Anonymous()
		page := visitor.Get(at.Path).MustBe(200).MustSee("Sluta få mejl som du kan vara utan").MustNotSee("Anna", "anna@")
		if w := way(t, s); w != "" {
			t.Fatalf("looking has changed the way to %q", w)
		}
		page.Form("Sluta få mejl som du kan vara utan").Submit("Sluta skicka mejl").MustBe(200).MustSee("Du får inte fler sådana mejl")
		if w := way(t, s); w != directory.ByPortal {
			t.Errorf("the way is %q", w)
		}
		visitor.Get(at.Path).MustBe(200).MustSee("Du får inte fler sådana mejl")
		if again := tell(t, s, notify.Word{Key: "b"}); again.ID != m.ID {
			t.Errorf("another mail has left: %+v", again)
		}
		if must := tell(t, s, notify.Word{Key: "c", Mandatory: true}); must.ID == m.ID || must.Headers["List-Unsubscribe"] != "" {
			t.Errorf("what is mandatory: %+v", must)
		}
	})
}

func TestA_mail_program_presses_the_button_itself(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		s := site.Mailing(t, env)
		at, err := url.Parse(strings.Trim(tell(t, s, notify.Word{Key: "a"}).Headers["List-Unsubscribe"], "<>"))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			s.Pages(t).Anonymous().Post(at.Path, url.Values{"List-Unsubscribe": {"One-Click"}}).MustBe(200)
		}
		if w := way(t, s); w != directory.ByPortal {
			t.Errorf("the way is %q", w)
		}
	})
}

func TestNobody_stops_anothers_mail(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	for _, token := range []string{"1", "1-", "1-aaaaaaaaaaaaaaaaaaaaaaaa", "0-x", "-1-x", "999999999999999999999-x"} {
		s.Pages(t).Anonymous().Get(notify.UnsubscribePath + token).MustBe(404)
		s.Pages(t).Anonymous().Post(notify.UnsubscribePath+token, nil).MustBe(404)
	}
}

func TestReceipts_and_answers_have_no_such_link(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		s := site.Mailing(t, env)
		x := s.Report(t, "anna", "Skrivaren", "Trasig")
		if m := last(t, s); m.Reason != notify.Opened || m.Headers["List-Unsubscribe"] != "" || m.Headers["Auto-Submitted"] == "" {
			t.Errorf("the receipt: %+v", m.Headers)
		}
		s.Answer(t, x.ID, "Vi tittar")
		if m := last(t, s); m.Reason != notify.Replied || m.Headers["List-Unsubscribe"] != "" {
			t.Errorf("the answer: %+v", m.Headers)
		}
	})
}
