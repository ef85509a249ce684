package quarantine_test

import (
	"fmt"
	"testing"
	"time"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// post hands a mail of Anna's to the world's mailbox.
func post(t *testing.T, s *site.Site, id, subject, head, text string) inbox.Outcome {
	t.Helper()
	take(t, s, 1, "Nyhetsbrev", list) // Makes the mailbox.
	box, err := s.App.Inbox.Find(t.Context(), "it@storstad.example")
	if err != nil {
		t.Fatal(err)
	}
	raw := fmt.Sprintf("From: Anna <anna@storstad.example>\r\nSubject: %s\r\nMessage-ID: <%s@client.example>\r\n%s\r\n%s\r\n", subject, id, head, text)
	o, err := s.App.Inbox.Receive(t.Context(), box, []byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestThe_same_mail_three_times_is_one_case_with_a_counter(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-34")
		var first inbox.Outcome
		for i := range 3 {
			o := post(t, s, fmt.Sprint("backup", i), "Backup misslyckades", "", "Disken full")
			if i == 0 {
				first = o
			}
			if o.Ticket != first.Ticket {
				t.Fatalf("mail %d: %+v, the first %+v", i, o, first)
			}
			s.Clock.Advance(time.Minute)
		}
		ada := s.As(t, "ada")
		ada.Get("/desk/tickets/"+first.Ticket.String()).MustBe(200).MustSee("Samma mejl har kommit 3 gånger", "Disken full")
		ada.Get("/desk/tickets/" + (first.Ticket + 1).String()).MustBe(404)
	})
}

func TestA_mail_and_its_reply_stand_on_one_page(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		req.Proves(t, "CH-06")
		s := site.Mailing(t, env)
		first := post(t, s, "one", "Skrivaren låter", "", "Den brummar.")
		second := post(t, s, "two", "SV: ["+first.Ticket.String()+"] Skrivaren låter", "", "Nu piper den.\r\n\r\nDen 2 mars 2026 kl. 10:00 skrev It-support:\r\n> Tack")
		if second.Ticket != first.Ticket {
			t.Fatalf("%+v after %+v", second, first)
		}
		s.As(t, "ada").Get("/desk/tickets/"+first.Ticket.String()).MustBe(200).MustSee("Den brummar.", "Nu piper den.", "Avsändaren är inte bekräftad")
	})
}
