package self_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/slapd"
	"lotsen/internal/testkit/webtest"
)

func begin(v *webtest.Visitor, name string) *webtest.Page {
	return v.Get("/password-help").Form("Skicka en kod").Fill("Användarnamn eller e-postadress", name).Submit("Skicka en kod")
}

func finish(p *webtest.Page, code, password string) *webtest.Page {
	return p.Form("Byt lösenord").Fill("Kod", code).Fill("Nytt lösenord", password).Fill("Nytt lösenord en gång till", password).Submit("Byt lösenord")
}

func TestWhoever_forgot_a_password_gets_a_new_one_in_the_directory_by_a_code(t *testing.T) {
	each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-11")
		dir := slapd.New(t, "anna")
		ada := s.As(t, "ada")
		form := ada.Get("/admin/connectors/new").Click("Katalog (LDAP, Active Directory)").Form("Spara").
			Fill("Namn", "Katalogen").Choose("Ärendenas desk och kategori", "It-supporten i Storstad: Dator").Fill("Adress", "ldap://10.0.0.5").
			Fill("Certifikat som godtas utöver datorns egna (PEM)", dir.CA).Fill("Kontots namn (DN)", slapd.Bind).Fill("Sök personer under (DN)", slapd.Base).
			Fill("Kontots lösenord", slapd.Secret).Fill("Lösenordsregler, svenska", "Minst 14 tecken.").Check("I bruk")
		// An address in a network that nobody allowed is not kept.
		page := form.Submit("Spara").MustBe(422).MustSee("Adressen får inte anropas")
		page = page.Form("Spara").Fill("Adress", dir.Secure()).Fill("Kontots lösenord", slapd.Secret).Submit("Spara").MustBe(200).MustSee("Sparat.").MustNotSee(slapd.Secret)
		page.Form("Prova anslutningen").Submit("Prova anslutningen").MustBe(200).MustSee("Det andra systemet svarade och känner oss.")

		v := s.Pages(t).Anonymous()
		v.Get("/login").Click("Glömt lösenordet?").MustSee("Kommer du inte åt den registrerade adressen?")
		page = begin(v, " ANNA ").MustBe(200).MustSee("Om vi känner dig har vi skickat en kod", "Minst 14 tecken.")
		code := codes(t, s)
		if len(code) != 1 {
			t.Fatalf("%d codes were sent", len(code))
		}
		finish(page, "000 000", "Gråsparven-sjunger").MustBe(422).MustSee("Koden stämmer inte. Du har 4 försök kvar.").MustNotSee("Gråsparven")
		finish(page, code[0], "kort").MustBe(422).MustSee("minst 8")
		// The directory has rules of its own, and the code need not be asked for again.
		finish(page, code[0], "kort-till-2").MustBe(200).MustSee("Det är på väg.")
		drain(t, s)
		page = v.Get("/password-help/code").MustSee("Lösenordet godtogs inte", "Minst 14 tecken.")
		page.Form("Byt lösenord").Fill("Nytt lösenord", "Gråsparven-sjunger-1").Fill("Nytt lösenord en gång till", "Gråsparven-sjunger-1").Submit("Byt lösenord").MustBe(200)
		drain(t, s)
		v.Get("/password-help/code").MustSee("Lösenordet är bytt.")
		if !dir.Opens("anna", "Gråsparven-sjunger-1") || dir.Opens("anna", slapd.First) {
			t.Error("the directory knows nothing of it")
		}
		x := latest(t, s)
		if x.State != ticket.StateResolved || x.Kind != ticket.Request || x.Channel != ticket.Portal || x.Requester != s.Person(t, "anna") {
			t.Errorf("the case: %+v", x)
		}
		nowhere(t, s, "Gråsparven-sjunger-1")
		ada.Get("/admin/log").MustSee("Nytt lösenord begärt", "Nytt lösenord satt i katalogen", "Fel kod vid nytt lösenord").MustNotSee("Gråsparven")
		ada.Get("/admin/self-jobs").MustSee("Anna Åkesson", "Glömt lösenord, utan inloggning", "Klart")

		// What was used once is used up, in this browser and in another.
		again := v.Post("/password-help/code", map[string][]string{"code": {code[0]}, "password": {"Tretton-tomtar-1"}, "repeat": {"Tretton-tomtar-1"}})
		again.MustBe(410)
		finish(begin(s.Pages(t).Anonymous(), "anna"), code[0], "Tretton-tomtar-1").MustBe(422).MustSee("Koden stämmer inte.")
		// The directory is away: it is tried again, the user is told, and at last the desk has the case.
		dir.Stop()
		page = begin(v, "anna")
		all := codes(t, s)
		finish(page, all[len(all)-1], "Tretton-tomtar-i-rad").MustBe(200)
		drain(t, s)
		v.Get("/password-help/code").MustSee("Systemet svarar inte just nu.")
		s.Clock.Advance(61 * time.Minute)
		done(t, s.App.Connector.Sweep(t.Context()))
		v.Get("/password-help/code").MustSee("Supporten har fått ärende")
		if x := latest(t, s); !x.State.Active() || !x.AwaitsDesk {
			t.Errorf("the case of a job that failed: %+v", x)
		}
		s.As(t, "eva").Get("/desk/tickets/" + latest(t, s).ID.String()).MustSee("Självbetjäningen gick inte: Nytt lösenord.").MustNotSee("Tretton-tomtar")
		nowhere(t, s, "Tretton-tomtar-i-rad")
	})
}

func TestFive_failures_lock_the_way_and_a_stranger_is_answered_like_everybody_else(t *testing.T) {
	each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SE-06")
		connect(t, s, connector.Password, connector.ByPretend)
		known, stranger := s.Pages(t).Anonymous(), s.Pages(t).Anonymous()
		same := func(a, b *webtest.Page, status int) {
			t.Helper()
			a.MustBe(status)
			b.MustBe(status)
			if x, y := strings.ReplaceAll(a.Text(), "anna", "NAMN"), strings.ReplaceAll(b.Text(), "ingen", "NAMN"); x != y {
				t.Errorf("somebody known is told apart:\n%s\n%s", x, y)
			}
		}
		a, b := begin(known, "anna"), begin(stranger, "ingen")
		same(a, b, 200)
		sent := codes(t, s)
		if len(sent) != 1 {
			t.Fatalf("%d codes were sent", len(sent))
		}
		wrong := "111 111"
		if sent[0] == wrong {
			wrong = "222 222"
		}
		for range 4 {
			same(finish(a, wrong, "Gråsparven-sjunger"), finish(b, wrong, "Gråsparven-sjunger"), 422)
		}
		same(finish(a, wrong, "Gråsparven-sjunger"), finish(b, wrong, "Gråsparven-sjunger"), 410)
		known.Get("/password-help/code").MustBe(410)
		// The right code comes too late, and a new way does not begin.
		form := map[string][]string{"code": {sent[0]}, "password": {"Gråsparven-sjunger"}, "repeat": {"Gråsparven-sjunger"}}
		known.Post("/password-help/code", form).MustBe(410)
		same(begin(known, "anna"), begin(stranger, "ingen"), 422)
		begin(known, "anna").MustSee("igen om 60 minuter")
		// Under another name of the same person nobody can tell: it looks open, and no code is sent.
		begin(known, "anna@storstad.example").MustBe(200).MustSee("Om vi känner dig")
		if n := len(codes(t, s)); n != 1 {
			t.Errorf("%d codes were sent", n)
		}
		s.As(t, "ada").Get("/admin/log").MustSee("Nytt lösenord låst efter för många fel")
		if n := count(t, s, secrets); n != 0 {
			t.Error("a job was made")
		}

		s.Clock.Advance(61 * time.Minute)
		page := begin(known, "anna").MustBe(200)
		sent = codes(t, s)
		// Too late, and somebody else's browser.
		finish(begin(stranger, "ingen"), sent[len(sent)-1], "Gråsparven-sjunger").MustBe(422)
		s.Clock.Advance(16 * time.Minute)
		known.Post("/password-help/code", map[string][]string{"code": {sent[len(sent)-1]}, "password": {"Gråsparven-sjunger"}, "repeat": {"Gråsparven-sjunger"}}).MustBe(410).MustSee("Koden gäller inte längre.")
		_ = page

		// A name is asked for so often, whoever it is.
		for range 3 {
			begin(known, "bo").MustBe(200)
		}
		same(begin(known, "bo"), begin(stranger, "bo"), 200)
		begin(known, "bo").MustBe(422).MustSee("För många koder")
	})
}

func TestWhoever_is_logged_in_shows_a_code_too_and_sees_how_it_goes(t *testing.T) {
	each(t, func(t *testing.T, s *site.Site) {
		bo := s.As(t, "bo")
		bo.Get("/self/password").MustSee("Din organisation erbjuder inte det här här")
		bo.Get("/self").MustNotSee("Byt lösenord")
		connect(t, s, connector.Password, connector.ByPretend)
		bo.Get("/self").MustSee("Byt lösenord")
		page := bo.Get("/self/password").MustSee("Vi skickar en kod till b…@storstad.example").Form("Skicka en kod").Submit("Skicka en kod").MustBe(200)
		code := codes(t, s)
		page = finish(page, code[0], "Fyra-gula-bananer").MustBe(200).MustSee("Nytt lösenord")
		drain(t, s)
		bo.Get("/self").MustSee("Dina senaste", "Klart")
		job := bo.Get(page.Path).MustSee("Lösenordet är bytt.", "Beställt", latest(t, s).ID.String())
		s.As(t, "anna").Get(job.Path).MustBe(404)
		s.As(t, "siv").Get(job.Path).MustBe(404)
		s.Pages(t).Anonymous().Get(job.Path).MustSee("Logga in")
		bo.Get("/admin/connectors").MustBe(403)
		s.As(t, "eva").Get("/admin/self-jobs").MustBe(403)
		if x := latest(t, s); x.State != ticket.StateResolved {
			t.Errorf("the case is %s", x.State)
		}
		nowhere(t, s, "Fyra-gula-bananer")
	})
}

func TestA_checked_caller_gets_a_password_in_the_directory_and_nobody_else(t *testing.T) {
	each(t, func(t *testing.T, s *site.Site) {
		connect(t, s, connector.Password, connector.ByPretend)
		x, err := s.App.Ticket.Report(t.Context(), s.Actor(t, "eva"), ticket.ReportInput{
			Title: "Glömt lösenord", Channel: ticket.Phone, Requester: s.Person(t, "anna"), Category: s.Category.ID,
		})
		done(t, err)
		eva, at := s.As(t, "eva"), "/desk/tickets/"+x.ID.String()
		eva.Post(at+"/reset", nil).MustBe(409).MustSee("Det här är låst tills du har kontrollerat vem som ringer.")
		page := eva.Get(at + "/reset").MustSee("Låst tills du vet vem som ringer").Click("Kontrollera vem som ringer")
		page = page.Form("Spara kontrollen").Choose("Hur kontrollerade du?", "motringning till registrerat nummer (medel)").Choose("Hur gick det?", "Rätt person").Submit("Spara kontrollen")
		page = page.MustSee("Återställ lösenord i katalogen").Form("Sätt nytt lösenord").Submit("Sätt nytt lösenord").MustBe(201).MustSee("Läs upp lösenordet nu.")
		drain(t, s)
		eva.Get(at).MustSee("Självbetjäningen är klar: Nytt lösenord.")
		if now := s.Ticket(t, x.ID); now.State == ticket.StateResolved {
			t.Error("a case that an agent has in hand was solved behind their back")
		}
		if n := count(t, s, secrets); n != 0 {
			t.Error("the password is kept")
		}
		s.As(t, "anna").Get(at + "/reset").MustBe(403)
		s.As(t, "siv").Get(at + "/reset").MustBe(404)
		_ = page
	})
}
