package app_test

import (
	"strings"
	"testing"

	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// guide keeps a password guide that is announced, by the administrator's form.
func guide(t *testing.T, s *site.Site) {
	t.Helper()
	form := s.As(t, "ada").Get("/admin/selfhelp/new").Form("Lägg till självhjälp").Fill("Rubrik på svenska", "Byt lösenord själv").Fill("Rubrik på engelska", "Change your password").
		Fill("Kort text på svenska", "Logga in med BankID och välj ett nytt.").Fill("Ord som folk använder", "glömt lösenord, inloggning, konto").Fill("Visas som ny till och med", "2026-12-31")
	form.Fill("Adress", "javascript:alert(1)").Submit("Lägg till självhjälp").MustBe(422).MustSee("Skriv en adress som börjar med https:// eller /.")
	form.Fill("Adress", "https://konto.storstad.example/losenord").Submit("Lägg till självhjälp").MustBe(200).MustSee("Byt lösenord själv")
}

func TestSelf_help_is_offered_while_one_writes_in_replies_and_as_news(t *testing.T) {
	t.Parallel()
	req.Proves(t, "CH-17")
	site.Each(t, func(t *testing.T, s *site.Site) {
		guide(t, s)
		anna := s.As(t, "anna")
		anna.Get("/").MustSee("Nytt: det här kan du göra själv", "Byt lösenord själv")
		// Without scripts the form's own button shows it; what scripts fetch while one types is this page.
		shown := anna.Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "glömt lösenord").Submit("Finns det ett svar redan?").MustBe(200)
		shown.MustSee("Kanske kan du lösa det direkt", "Byt lösenord själv", "Logga in med BankID")
		if !strings.Contains(string(shown.Body), `href="https://konto.storstad.example/losenord"`) {
			t.Error("the self-service has no link")
		}
		if !strings.Contains(string(anna.Get("/report").Body), `data-suggest="/help"`) {
			t.Error("the form does not tell scripts whom to ask")
		}
		anna.Get("/help?q=gl%C3%B6mt+l%C3%B6senord").MustSee("Byt lösenord själv")
		anna.Get("/help?q=skrivare").MustNotSee("Byt lösenord själv")
		s.As(t, "siv").Get("/help?q=gl%C3%B6mt+l%C3%B6senord").MustNotSee("Byt lösenord själv")
		// An agent puts it into an answer.
		x := s.Report(t, "anna", "Inloggningen", "Jag har glömt mitt lösenord.")
		eva := s.As(t, "eva")
		page := eva.Get(deskPage(x.ID)).Click("Bifoga självhjälp").MustSee("Byt lösenord själv").Form("Sätt in Byt lösenord själv i svaret").Submit("Sätt in i svaret").MustBe(200)
		if text := page.Form("Skriv").Value("Text"); !strings.Contains(text, "https://konto.storstad.example/losenord") {
			t.Errorf("the answer begins with %q", text)
		}
		s.As(t, "eva").Get("/admin/selfhelp").MustBe(403)
	})
}

func TestSelf_help_never_stops_anybody_and_no_channel_is_sent_away(t *testing.T) {
	req.Proves(t, "CH-18")
	eachMailing(t, func(t *testing.T, s *site.Site) {
		guide(t, s)
		form := s.As(t, "anna").Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Jag har glömt mitt lösenord")
		shown := form.Submit("Finns det ett svar redan?").MustBe(200).MustSee("Byt lösenord själv")
		page := shown.Form("Anmäl ett fel").Submit("Skicka felanmälan").MustBe(200)
		id, ok := ticket.ParseID(number.FindString(page.Text()))
		if !ok {
			t.Fatal("nothing was reported")
		}
		if x := s.Ticket(t, id); x.State != ticket.StateNew {
			t.Errorf("the case is %s", x.State)
		}
		// A mail about the same becomes a case like any other, and its receipt sends nobody to a form.
		o, err := s.App.Mail().Receive(t.Context(), mail.Envelope{Raw: []byte("From: anna@storstad.example\r\nTo: it@storstad.example\r\nSubject: =?utf-8?q?Gl=C3=B6mt?= losenord\r\nMessage-ID: <a1@storstad.example>\r\n\r\nHej, hjalp mig.\r\n")})
		if err != nil || o.Ticket == 0 {
			t.Fatalf("the mail became %+v: %v", o, err)
		}
		for _, m := range mailed(t, s, o.Ticket) {
			if strings.Contains(m.Text, "/report") || strings.Contains(m.Text, "konto.storstad.example") {
				t.Errorf("the receipt sends its reader away:\n%s", m.Text)
			}
		}
		// A call is registered as always.
		call, err := s.App.Ticket.Report(t.Context(), s.Actor(t, "eva"), ticket.ReportInput{Channel: ticket.Phone, Requester: s.Person(t, "anna"), Title: "Glömt lösenord", Text: "Ringde."})
		if err != nil || call.State != ticket.StateNew {
			t.Errorf("the call became %s: %v", call.State, err)
		}
	})
}
