package quarantine_test

import (
	"fmt"
	"testing"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/testkit/site"
)

// take hands a mail to the world's mailbox.
func take(t *testing.T, s *site.Site, n int, subject, head string) inbox.Outcome {
	t.Helper()
	box, err := s.App.Inbox.Find(t.Context(), "it@storstad.example")
	if err != nil {
		box, err = s.App.Inbox.SaveMailbox(t.Context(), s.Actor(t, "ada"), inbox.Mailbox{
			Org: s.Org.ID, Desk: s.Desk.ID, Address: "it@storstad.example", Name: "It-support", Active: true,
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	raw := fmt.Sprintf("From: nyheter@annan.example\r\nSubject: %s\r\nMessage-ID: <%d@annan.example>\r\n%s\r\nKöp <b>mer</b> %d\r\n", subject, n, head, n)
	o, err := s.App.Inbox.Receive(t.Context(), box, []byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

const list = "List-Id: <nyheter.annan.example>\r\n"

func TestA_recorded_mail_becomes_a_ticket_by_hand(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	take(t, s, 1, "Nyhetsbrev", list)
	page := s.As(t, "ada").Get("/desk/mail?show=unfiled").MustSee("Nyhetsbrev", "nyheter@annan.example", "En sändlista").Click("Nyhetsbrev")
	page.MustSee("Köp <b>mer</b> 1").Form("Gör något med mejlet").Choose("Vad ska hända med mejlet?", "Gör ett nytt ärende").
		Submit("Genomför").MustBe(200).MustSee("Mejlet finns nu i L-100001.", "Nyhetsbrev")
}

func TestA_mail_goes_on_a_ticket_or_is_left(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	x := s.Report(t, "anna", "Skrivaren", "Den är trasig")
	take(t, s, 1, "Första", list)
	take(t, s, 2, "Andra", list)
	ada := s.As(t, "ada")
	form := ada.Get("/desk/mail?show=unfiled").Click("Första").Form("Gör något med mejlet").Choose("Vad ska hända med mejlet?", "Lägg det på ett ärende")
	wrong := form.Fill("Ärendets nummer", "L-999999").Submit("Genomför").MustBe(422).MustSee("Skriv numret på ett ärende som du arbetar med")
	wrong.Form("Gör något med mejlet").Fill("Ärendets nummer", x.ID.String()).Submit("Genomför").MustBe(200).MustSee("Mejlet finns nu i " + x.ID.String())
	ada.Get("/desk/mail?show=unfiled").Click("Andra").Form("Gör något med mejlet").Choose("Vad ska hända med mejlet?", "Lämna det åt sidan").
		Submit("Genomför").MustBe(200).MustSee("Mejlet är lagt åt sidan.")
	ada.Get("/desk/mail?show=unfiled").MustSee("Andra", "lagt det åt sidan").MustNotSee("Första")
}

func TestOnly_those_who_may_handle_mail_see_it(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	o := take(t, s, 1, "Hemligt brev", list)
	for _, who := range []string{"anna", "eva", "siv"} {
		for _, path := range []string{"/desk/mail", fmt.Sprintf("/desk/mail/%d", o.ID), fmt.Sprintf("/desk/mail/%d/raw", o.ID)} {
			s.As(t, who).Get(path).MustBe(403).MustNotSee("Hemligt brev")
		}
	}
	raw := s.As(t, "ada").Get(fmt.Sprintf("/desk/mail/%d/raw", o.ID)).MustBe(200)
	if raw.Header.Get("Content-Type") != "message/rfc822" || raw.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the raw mail is served as %v", raw.Header)
	}
	s.As(t, "ada").Get("/desk/mail/999").MustBe(404)
}

func TestThe_list_goes_on_with_older_mail(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	for i := range 55 {
		take(t, s, i, fmt.Sprintf("Brev %02d", i), list)
	}
	s.As(t, "ada").Get("/desk/mail?show=unfiled").MustSee("Brev 54", "Brev 05").MustNotSee("Brev 04").Click("Äldre").MustSee("Brev 04", "Brev 00").Click("Till de nyaste").MustSee("Brev 54")
}
