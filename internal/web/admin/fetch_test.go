package admin_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/errs"
	"lotsen/internal/testkit/site"
)

func TestAn_administrator_sets_up_how_a_mailbox_is_fetched(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		box, err := s.App.Inbox.SaveMailbox(t.Context(), s.Actor(t, "ada"), inbox.Mailbox{Org: s.Org.ID, Desk: s.Desk.ID, Address: "it@storstad.example", Name: "It-support", Active: true})
		if err != nil {
			t.Fatal(err)
		}
		ada := s.As(t, "ada")
		page := ada.Get("/admin/mailboxes").MustSee("Hämtas inte").Click("It-support").Click("Ställ in hämtning").MustBe(200)
		page = page.Form("Spara").Fill("Server", "http://imap").Fill("Port", "70000").Fill("Användarnamn", "it@storstad.example").Fill("Lösenord eller klienthemlighet", "hemligt lösen").
			Fill("Mapp för mottagna mejl", "INBOX").Submit("Spara").MustBe(422)
		page.MustSee("Skriv serverns namn", "Skriv ett tal mellan 1 och 65535", "Välj en annan mapp än den som läses").MustNotSee("hemligt lösen")
		page = page.Form("Spara").Fill("Server", "127.0.0.1").Fill("Port", "1").Fill("Lösenord eller klienthemlighet", "hemligt lösen").Fill("Mapp för mottagna mejl", "Klart").Submit("Spara").MustBe(200)
		page.MustSee("Inställningarna för It-support är sparade.", "Aldrig").MustNotSee("hemligt lösen")
		page.Form("Prova anslutningen").Submit("Prova anslutningen").MustBe(200).MustSee("Anslutningen fungerar inte", "Servern står i ett nät som Lotsen inte får ansluta till")
		ada.Get("/admin/mailboxes").MustSee("Inte hämtad än")

		// The password stays what it was, and is asked for again before it goes elsewhere.
		page.Form("Spara").Fill("Mapp som läses", "Support").Submit("Spara").MustBe(200)
		page = ada.Get("/admin/mailboxes/1/fetch")
		page.Form("Spara").Fill("Server", "imap.angripare.example").Submit("Spara").MustBe(422).MustSee("Skriv in hemligheten igen")
		kept, err := s.App.Inbox.Secrets(t.Context(), box.ID)
		if err != nil || kept.Secret != "hemligt lösen" {
			t.Errorf("%+v %v", kept, err)
		}

		// How it goes is seen where people look.
		must(t, s.App.Inbox.Fetched(t.Context(), box.ID, 1))
		s.Clock.Advance(2 * time.Minute)
		ada.Get("/admin/mailboxes").MustSee("Hämtad för 2 minuter sedan")
		must(t, s.App.Inbox.FetchFailed(t.Context(), box.ID, "login", "NO [AUTHENTICATIONFAILED]"))
		ada.Get("/admin/mailboxes").MustSee("En brevlåda kan inte hämtas", "Servern godkänner inte inloggningen", "Fungerar inte sedan")
		ada.Get("/admin/mailboxes/1/fetch").MustSee("NO [AUTHENTICATIONFAILED]")
		ada.Get("/desk/mail").MustSee("En brevlåda kan inte hämtas")

		for _, who := range []string{"eva", "anna"} {
			s.As(t, who).Get("/admin/mailboxes/1/fetch").MustBe(403)
		}
		if p := s.As(t, "siv").Get("/admin/mailboxes/1/fetch"); p.Status == 200 || strings.Contains(p.Text(), "angripare") {
			t.Errorf("a stranger sees a mailbox: %d", p.Status)
		}
		if _, _, err := s.App.Inbox.FetchOf(t.Context(), s.Actor(t, "siv"), box.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("a stranger reads how a mailbox is fetched: %v", err)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
