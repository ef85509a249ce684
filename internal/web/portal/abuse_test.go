package portal_test

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/site"
)

// sent reports a ticket with one file and returns it with the file's address.
func sent(t *testing.T, s *site.Site, person, name string, data []byte) (ticket.Ticket, string) {
	t.Helper()
	s.As(t, person).Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Med bilaga").Attach("Bilder eller filer", name, data).Submit("").MustBe(200)
	got := queue(t, s)[0].Ticket
	messages, err := s.App.Ticket.Messages(t.Context(), s.Actor(t, person), &got)
	if err != nil {
		t.Fatal(err)
	}
	return got, fmt.Sprintf("/attachments/%d", messages[0].Attachments[0].ID)
}

// TestA_file_cannot_act_in_its_readers_name is abuse case 5: markup is saved and never shown, whatever it calls itself.
func TestA_file_cannot_act_in_its_readers_name(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	for name, data := range map[string]string{
		"evil.svg":      `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
		"evil.html":     `<!doctype html><script>alert(1)</script>`,
		"evil.png":      `<html><script>alert(1)</script>`,
		"e\u200bvil.js": `alert(1)`,
		"evil.xhtml":    `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>`,
		"evil.pdf":      `%PDF-1.4 <script>alert(1)</script>`,
	} {
		_, file := sent(t, s, "anna", name, []byte(data))
		page := s.As(t, "anna").Get(file).MustBe(200)
		h := page.Header
		if got := h.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment;") {
			t.Errorf("%s is shown in place: %q", name, got)
		}
		if kind := h.Get("Content-Type"); strings.Contains(kind, "html") || strings.Contains(kind, "svg") || strings.Contains(kind, "xml") || strings.Contains(kind, "script") {
			t.Errorf("%s comes as %q", name, kind)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s is not in a sandbox: %v", name, h)
		}
		if string(page.Body) != data {
			t.Errorf("%s was changed", name)
		}
	}
	_, file := sent(t, s, "anna", "picture.html", png)
	if h := s.As(t, "anna").Get(file).Header; h.Get("Content-Type") != "image/png" || !strings.HasPrefix(h.Get("Content-Disposition"), "inline") {
		t.Errorf("a picture comes as %s, %s", h.Get("Content-Type"), h.Get("Content-Disposition"))
	}
}

// TestA_file_is_for_those_who_see_its_ticket is abuse case 6.
func TestA_file_is_for_those_who_see_its_ticket(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		secret := []byte("betyg")
		got, file := sent(t, s, "anna", "secret.txt", secret)
		for _, person := range []string{"bo", "siv"} {
			s.As(t, person).Get(file).MustBe(404).MustNotSee("betyg", "secret.txt")
		}
		if page := s.Pages(t).Anonymous().Get(file); bytes.Contains(page.Body, secret) || page.Heading() != "Logga in" {
			t.Errorf("somebody who is not logged in gets %d %s", page.Status, page.Body)
		}
		s.As(t, "eva").Get(file).MustBe(200).MustSee("betyg")

		// A file that waits for its form is for its owner alone, and cannot be drawn into somebody else's ticket.
		loose, err := s.App.Ticket.Upload(t.Context(), s.Actor(t, "anna"), ticket.File{Name: "loose.txt", Content: bytes.NewReader(secret)})
		if err != nil {
			t.Fatal(err)
		}
		s.As(t, "eva").Get(fmt.Sprintf("/attachments/%d", loose.ID)).MustBe(404)
		s.As(t, "bo").Post("/report", url.Values{"title": {"Min"}, "upload": {fmt.Sprint(loose.ID)}}).MustBe(422).MustNotSee("loose.txt")
		bound, err := s.App.Ticket.Messages(t.Context(), s.Actor(t, "anna"), &got)
		if err != nil {
			t.Fatal(err)
		}
		s.As(t, "bo").Post("/report", url.Values{"title": {"Min"}, "upload": {fmt.Sprint(bound[0].Attachments[0].ID)}}).MustBe(422).MustNotSee("secret.txt")
	})
}

// TestNumbers_cannot_be_walked is abuse case 7: what is not one's own looks like what does not exist.
func TestNumbers_cannot_be_walked(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		got := s.Report(t, "anna", "Hemlig rubrik", "Hemlig text")
		for _, person := range []string{"bo", "siv"} {
			there, nowhere := s.As(t, person).Get(at(got.ID)).MustBe(404), s.As(t, person).Get("/tickets/L-999999").MustBe(404)
			there.MustNotSee("Hemlig")
			if a, b := there.Text(), nowhere.Text(); a != b {
				t.Errorf("a foreign ticket and none look different:\n%s\n%s", a, b)
			}
			for _, verb := range []string{"reply", "accept", "reject", "withdraw", "reopen"} {
				s.As(t, person).Post(at(got.ID)+"/"+verb, url.Values{"text": {"x"}}).MustBe(404)
			}
			s.As(t, person).Get("/tickets?q=Hemlig").MustBe(200).MustNotSee("Hemlig rubrik")
			s.As(t, person).Get("/search?q=rubrik").MustBe(200).MustNotSee("Hemlig rubrik")
		}
		if now := s.Ticket(t, got.ID); now.Version != got.Version {
			t.Error("somebody else changed the ticket")
		}
		for _, odd := range []string{"/tickets/0", "/tickets/-1", "/tickets/L-", "/tickets/100001x", "/tickets/9223372036854775808", "/attachments/x", "/attachments/0"} {
			s.As(t, "anna").Get(odd).MustBe(404)
		}
	})
}

// TestA_right_that_has_ended_counts_at_once is abuse case 8: an open page is no right.
func TestA_right_that_has_ended_counts_at_once(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	got := s.Report(t, "anna", "Skärmen", "")
	s.Resolve(t, got.ID, "Klart.")
	anna := reader(t, s, "anna")
	page := anna.Get(at(got.ID))
	if _, err := s.App.Ticket.Accept(t.Context(), s.Actor(t, "anna"), got.ID); err != nil {
		t.Fatal(err)
	}
	s.Advance(t, 15*24*time.Hour)
	anna = reader(t, s, "anna")
	values := url.Values{"text": {"Öppna!"}}
	anna.Post(at(got.ID)+"/reject", values).MustBe(422).MustSee("Ärendet har ändrats", "Öppna!")
	anna.Post(at(got.ID)+"/reopen", url.Values{}).MustBe(200).MustSee("Ärendet har ändrats")
	anna.Post(at(got.ID)+"/withdraw", url.Values{"reason": {"nej"}}).MustBe(422)
	if now := s.Ticket(t, got.ID); now.State != ticket.StateClosed {
		t.Fatalf("an old case went to %s", now.State)
	}
	if _, err := s.App.Directory.EndPerson(t.Context(), s.Actor(t, "ada"), s.Person(t, "anna")); err != nil {
		t.Fatal(err)
	}
	if after := page.Form("Fungerar det fortfarande inte?").Fill("Vad är det som fortfarande inte fungerar?", "Jag har slutat").Submit(""); after.Status != 401 {
		t.Errorf("somebody who has left is answered %d", after.Status)
	}
	if now := s.Ticket(t, got.ID); now.Reopened != 0 {
		t.Error("somebody who has left opened a case")
	}
}
