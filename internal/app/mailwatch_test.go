package app_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/site"
)

// told lists the subjects of what those at work were told.
func told(t *testing.T, s *site.Site) []string {
	t.Helper()
	if err := s.App.Inbox.Watch(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.App.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	sent, err := s.App.Notify.Latest(t.Context(), 0, 50)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range sent {
		out = append(out, m.Subject)
		if strings.Contains(m.Text, "hemlig avsändare") {
			t.Errorf("an alarm tells what stands in somebody's mail: %s", m.Text)
		}
	}
	return out
}

func count(list []string, subject string) int {
	n := 0
	for _, s := range list {
		if strings.Contains(s, subject) {
			n++
		}
	}
	return n
}

func TestWhoever_takes_care_of_mail_is_told_when_it_does_not_come(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		s := site.Mailing(t, env)
		in, ada := s.App.Inbox, s.Actor(t, "ada")
		box, err := in.SaveMailbox(t.Context(), ada, inbox.Mailbox{Org: s.Org.ID, Desk: s.Desk.ID, Address: "it@storstad.example", Name: "It", Active: true})
		if err != nil {
			t.Fatal(err)
		}
		f := inbox.Defaults(box.ID)
		f.Host, f.Username = "imap.storstad.example", "it"
		if err := in.SaveFetch(t.Context(), ada, f, inbox.Secrets{Secret: "hemligt"}); err != nil {
			t.Fatal(err)
		}
		const subject = "Brevlådan it@storstad.example kan inte hämtas"
		fail := func() {
			if err := in.FetchFailed(t.Context(), box.ID, "login", "NO [AUTHENTICATIONFAILED]"); err != nil {
				t.Fatal(err)
			}
		}
		fail()
		s.Clock.Advance(9 * time.Minute)
		if n := count(told(t, s), subject); n != 0 {
			t.Fatalf("told too early: %d", n)
		}
		s.Clock.Advance(2 * time.Minute)
		once := count(told(t, s), subject)
		if once == 0 {
			t.Fatal("nobody is told")
		}
		fail()
		s.Clock.Advance(time.Hour)
		if n := count(told(t, s), subject); n != once {
			t.Errorf("told again while it is known: %d", n)
		}
		if err := in.Fetched(t.Context(), box.ID, 0); err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(11 * time.Minute) // A worker that hangs says nothing of a fault either.
		if n := count(told(t, s), subject); n != 2*once {
			t.Errorf("a second standstill is not told: %d", n)
		}
	})
}

func TestWhoever_takes_care_of_mail_is_told_of_what_waits_for_them(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		s := site.Mailing(t, env)
		in, ada := s.App.Inbox, s.Actor(t, "ada")
		box, err := in.SaveMailbox(t.Context(), ada, inbox.Mailbox{Org: s.Org.ID, Desk: s.Desk.ID, Address: "it@storstad.example", Name: "It", Active: true})
		if err != nil {
			t.Fatal(err)
		}
		leave := func(n uint32) inbox.Outcome {
			o, err := in.Leave(t.Context(), box, inbox.Behind{
				UID: inbox.UID{Validity: 1, UID: n}, Reason: inbox.ReasonUnread, Size: 1000 + int64(n), Folder: "Lotsen-undantag", Tries: 3,
			})
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		one := leave(1)
		if again := leave(1); again.ID != one.ID {
			t.Error("the same mail stands there twice")
		}
		first := count(told(t, s), "Mejl väntar på beslut")
		if first == 0 {
			t.Fatal("nobody is told")
		}
		two := leave(2)
		if n := count(told(t, s), "Mejl väntar på beslut"); n != first {
			t.Errorf("told more than once an hour: %d", n)
		}
		s.Clock.Advance(time.Hour)
		if n := count(told(t, s), "Mejl väntar på beslut"); n != 2*first {
			t.Errorf("the second is not told: %d", n)
		}
		s.Clock.Advance(25 * time.Hour)
		late := count(told(t, s), "Mejl har väntat mer än ett dygn")
		if again := count(told(t, s), "Mejl har väntat mer än ett dygn"); late == 0 || again != late {
			t.Errorf("reminded %d and %d times", late, again)
		}
		// What is decided is reminded of no more. Each reason can be released.
		for _, id := range []int64{one.ID, two.ID} {
			released, err := in.Release(t.Context(), ada, id, inbox.Decision{How: inbox.AsNew})
			if err != nil || released.Ticket == 0 {
				t.Fatalf("%+v %v", released, err)
			}
		}
		s.Clock.Advance(24 * time.Hour)
		if n := count(told(t, s), "Mejl har väntat mer än ett dygn"); n != late {
			t.Errorf("reminded of what is decided: %d", n)
		}
	})
}
