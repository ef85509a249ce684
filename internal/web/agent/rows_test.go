package agent_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

// call looks a caller up and comes to the form for them.
func call(t *testing.T, eva *webtest.Visitor, q, name string) *webtest.Form {
	t.Helper()
	return eva.Get("/desk/call").Form("Vem är det?").Fill("Vem är det?", q).Submit("Sök").MustSee(name).Click(name).Form("Registrera")
}

func page(x ticket.ID) string { return "/desk/tickets/" + x.String() }

func newest(t *testing.T, s *site.Site) ticket.Ticket {
	t.Helper()
	p, err := s.App.Ticket.Tickets(t.Context(), authz.System("test"), ticket.Filter{AnyState: true, Sort: ticket.Newest}, "", 1)
	if err != nil || len(p.Rows) != 1 {
		t.Fatalf("%v %v", p, err)
	}
	return p.Rows[0].Ticket
}

func TestA_call_is_registered_and_solved_while_the_caller_is_on_the_line(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-08")
		s.Report(t, "anna", "Skrivaren från i går", "Den drar snett.")
		eva := s.As(t, "eva")
		found := eva.Get("/desk/call?q=08-555").MustSee("Anna Åkesson", "anna@storstad.example", "Skrivaren från i går")
		found.MustSee("Personen finns inte i listan")
		f := call(t, eva, "åkes", "Anna Åkesson")
		done := f.Fill("Vad gäller det?", "Glömt lösenord").Fill("Beskrivning", "Efter semestern.").Choose("Kategori", "Dator").
			Fill("Löst direkt? Skriv lösningen", "Nytt lösenord satt.").Submit("Registrera")
		x := newest(t, s)
		done.MustSee(x.ID.String() + " är registrerat och löst vid första kontakten.")
		eva.Get(page(x.ID)).MustSee("Telefon", "Löst vid första kontakten", "Nytt lösenord satt.", "Användaren är informerad")
		if x.Channel != ticket.Phone || !x.FirstContact || x.State != ticket.StateResolved || x.Reporter != 0 || x.Requester != s.Person(t, "anna") {
			t.Errorf("%+v", x)
		}
	})
}

func TestEvery_ticket_keeps_the_channel_it_came_by(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	req.Proves(t, "CH-02")
	s.Report(t, "anna", "Genom portalen", "Text.")
	eva := s.As(t, "eva")
	for title, channel := range map[string]string{"Per telefon": "Telefon", "I chatten": "Chatt", "Med e-post": "E-post"} {
		call(t, eva, "anna", "Anna Åkesson").Choose("Kanal", channel).Fill("Vad gäller det?", title).Submit("Registrera").MustSee("är registrerat.")
	}
	for channel, title := range map[string]string{"Portalen": "Genom portalen", "Telefon": "Per telefon", "Chatt": "I chatten", "E-post": "Med e-post"} {
		list := eva.Get("/desk").Form("Filtrera").Choose("Kanal", channel).Submit("Visa")
		if rows := list.Rows("Utan handläggare"); len(rows) != 2 {
			t.Errorf("%s: %d rows", channel, len(rows)-1)
		}
		list.MustSee(title, "Kanal: "+channel).Click(title).MustSee(channel)
	}
	figures := string(eva.Get("/api/v1/reports/tickets?group_by=channel").MustBe(200).Body)
	for _, channel := range []string{"portal", "phone", "chat", "mail"} {
		if !strings.Contains(figures, `"key":"`+channel+`"`) {
			t.Errorf("the report has no channel %s: %s", channel, figures)
		}
	}
}

func TestPraise_is_a_ticket_in_the_same_categories(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	req.Proves(t, "TK-26")
	eva := s.As(t, "eva")
	call(t, eva, "anna", "Anna Åkesson").Fill("Vad gäller det?", "Trasig skrivare").Choose("Kategori", "Skrivare").Submit("Registrera")
	before := string(eva.Get("/api/v1/reports/tickets?group_by=category").Body)
	form := call(t, eva, "anna", "Anna Åkesson").Choose("Ärendetyp", "Synpunkt").Fill("Vad gäller det?", "Snabb hjälp").Submit("Visa typens fält").Form("Registrera")
	if got := form.Value("Vad gäller det?"); got != "Snabb hjälp" {
		t.Errorf("what was typed is gone: %q", got)
	}
	form.Choose("Beröm eller förslag", "beröm").Choose("Kategori", "Skrivare").Choose("Brådska", "Behöver lösas snart").Submit("Registrera")
	x := newest(t, s)
	eva.Get(page(x.ID)).MustSee("Synpunkt", "beröm", "Skrivare", "Ger prioritet")
	after := string(eva.Get("/api/v1/reports/tickets?group_by=category").Body)
	if !strings.Contains(before, `"label":"Skrivare","tickets":1`) || !strings.Contains(after, `"label":"Skrivare","tickets":2`) {
		t.Errorf("the report of categories: before %s, after %s", before, after)
	}
}

func TestA_caller_whom_no_register_knows_is_registered_by_name_or_number(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	eva := s.As(t, "eva")
	form := eva.Get("/desk/call?q=" + url.QueryEscape("070-123 45 67")).Click("Personen finns inte i listan, registrera ändå").Form("Registrera")
	if got := form.Value("Telefon eller e-post"); got != "070-123 45 67" {
		t.Errorf("the number that was looked for: %q", got)
	}
	again := form.Fill("Telefon eller e-post", "").Fill("Vad gäller det?", "Vikarie utan konto").Submit("Registrera").MustBe(422).MustSee("Skriv vem det gäller")
	again.Form("Registrera").Fill("Namn", "Vera Vikarie").Submit("Registrera").MustSee("är registrerat.")
	eva.Get(page(newest(t, s).ID)).MustSee("Vera Vikarie", "Vikarie utan konto")
}

func TestThe_agent_sees_who_is_on_the_line(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	s.Report(t, "anna", "Förra veckans fel", "Text.")
	x := s.Report(t, "anna", "Datorn startar inte", "Text.")
	s.As(t, "eva").Get(page(x.ID)).MustSee("Anna Åkesson", "Lärare", "Medarbetare", "08-555 10 17", "anna@storstad.example", "Svenska", "1 annat ärende", "Förra veckans fel")
}

func TestEvery_kind_of_case_has_its_own_fields_and_steps(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	req.Proves(t, "TK-01")
	eva := s.As(t, "eva")
	for _, k := range []struct{ kind, card, field, value, step string }{
		{"incident", "Felanmälan", "Dator eller annan enhet", "SP-1", "Felsöks"},
		{"request", "Begäran", "", "", ""},
		{"question", "Fråga", "", "", ""},
		{"order", "Beställning", "Fakturareferens", "EK-44", "Beställd hos leverantör"},
		{"problem", "Problem", "Orsak", "Gammal programvara", "Rotorsak söks"},
		{"change", "Förändring", "Genomförandeplan", "Byt i natt", "Planerad"},
		{"improvement", "Förbättring", "Nytta", "Snabbare", "Bedöms"},
		{"knowledge", "Kunskap", "Målgrupp", "Lärare", "Granskas"},
		{"feedback", "Synpunkt", "", "", ""},
		{"complaint", "Klagomål", "Vad hade du väntat dig?", "Svar i tid", ""},
	} {
		form := eva.Get("/desk/new?kind="+k.kind).MustSee("Nytt ärende: "+k.card).Form("Registrera").Fill("Vad gäller det?", "Ett fall av "+k.kind).Choose("Kategori", "Dator")
		if k.field != "" {
			form.Fill(k.field, k.value)
		}
		if k.kind == "change" {
			form.Choose("Risk", "låg")
		}
		if k.kind == "feedback" {
			form.Choose("Beröm eller förslag", "beröm")
		}
		form.Check("Ta ärendet själv").Submit("Registrera").MustSee("är registrerat.")
		x := newest(t, s)
		if string(x.Kind) != k.kind {
			t.Fatalf("%s became %s", k.kind, x.Kind)
		}
		shown := eva.Get(page(x.ID)).MustSee(k.card)
		if k.value != "" {
			shown.MustSee(k.value)
		}
		if k.step != "" {
			if x.State == ticket.StateNew {
				shown = shown.Form("Åtgärder").Submit("Ta ärendet")
			}
			shown.Form("Kategori och prioritet").Choose("Steg", k.step).Submit("Spara").MustSee(k.step)
		}
	}
}

func TestAll_times_of_a_case_are_kept_from_detection_to_follow_up(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "TK-03", "TK-41")
		eva := s.As(t, "eva")
		call(t, eva, "anna", "Anna Åkesson").Fill("Vad gäller det?", "Nätet är nere").Choose("Kategori", "Dator").Fill("När upptäcktes det?", "2026-03-02T07:30").Submit("Registrera")
		x := newest(t, s)
		p := eva.Get(page(x.ID)).MustSee("Upptäckt 2026-03-02 07:30", "Inkom 2026-03-02 10:00")
		s.Clock.Advance(time.Minute)
		p = p.Form("Åtgärder").Submit("Ta ärendet").MustSee("Tilldelat 2026-03-02 10:01")
		s.Clock.Advance(time.Minute)
		p = p.Form("Skriv").Choose("Vad är det?", "Lösning").Fill("Text", "Omstart av växeln.").Submit("Spara och skicka").MustSee("Löst 2026-03-02 10:02")
		s.Clock.Advance(time.Minute)
		p = p.Form("Åtgärder").Submit("Användaren är informerad").MustSee("Informerad 2026-03-02 10:03", "Stängs 2026-03-05 10:03")
		s.Clock.Advance(time.Minute)
		p = p.Form("Åtgärder").Submit("Stäng").MustSee("Stängt 2026-03-02 10:04")
		s.Clock.Advance(time.Minute)
		p.Form("Åtgärder").Submit("Uppföljt").MustSee("Uppföljt 2026-03-02 10:05")
		call(t, eva, "anna", "Anna Åkesson").Fill("Vad gäller det?", "Framtiden").Fill("När upptäcktes det?", "2026-03-03T07:30").Submit("Registrera").
			MustBe(422).MustSee("Felet kan inte ha upptäckts efter att ärendet registrerades.")
	})
}

func TestWhat_a_kind_requires_must_be_filled_in(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	req.Proves(t, "TK-05")
	eva := s.As(t, "eva")
	again := eva.Get("/desk/new?kind=change").Form("Registrera").Fill("Vad gäller det?", "Byt växel").Fill("Genomförandeplan", "I natt").Submit("Registrera").MustBe(422).MustSee("Det här behöver fyllas i.")
	if got := again.Form("Registrera").Value("Genomförandeplan"); got != "I natt" {
		t.Errorf("the plan is gone: %q", got)
	}
	eva.Get("/desk/new?kind=problem").Form("Registrera").Fill("Vad gäller det?", "Växeln").Choose("Kategori", "Dator").Check("Ta ärendet själv").Submit("Registrera").MustSee("är registrerat.")
	x := newest(t, s)
	refused := eva.Get(page(x.ID)).Form("Skriv").Choose("Vad är det?", "Lösning").Fill("Text", "Bytt växel.").Submit("Spara och skicka").MustBe(422).MustSee("Orsak: Det här behöver fyllas i.")
	if got := refused.Form("Skriv").Value("Text"); got != "Bytt växel." {
		t.Errorf("the solution is gone: %q", got)
	}
	refused.Click("Redigera").Form("Redigera uppgifterna").Fill("Orsak", "Gammal programvara").Submit("Spara").MustSee("är sparat.")
	eva.Get(page(x.ID)).Form("Skriv").Choose("Vad är det?", "Lösning").Fill("Text", "Bytt växel.").Submit("Spara och skicka").MustSee("är löst.")
}

func TestA_case_cannot_leave_new_without_a_category(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "TK-06")
		x := s.Report(t, "anna", "Något är fel", "Text.")
		p := s.As(t, "eva").Get(page(x.ID))
		p = p.Form("Skriv").Choose("Vad är det?", "Lösning").Fill("Text", "Löst.").Submit("Spara och skicka").MustBe(422)
		p = p.Form("Låt ärendet vänta").Fill("Varför?", "Reservdel").Fill("Ta upp igen", "2026-03-05").Submit("Låt vänta").MustBe(422).MustSee("Välj en kategori först.")
		p.Form("Åtgärder").Submit("Ta ärendet")
		if now := s.Ticket(t, x.ID); now.State != ticket.StateNew {
			t.Errorf("state %s", now.State)
		}
		s.As(t, "eva").Get(page(x.ID)).Form("Kategori och prioritet").Choose("Kategori", "Skrivare").Submit("Spara")
		if now := s.Ticket(t, x.ID); now.State != ticket.StateOpen {
			t.Errorf("with a category: %s", now.State)
		}
	})
}

func TestImpact_and_urgency_give_the_priority(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	x := s.Report(t, "anna", "Nätet", "Text.")
	p := s.As(t, "eva").Get(page(x.ID)).MustSee("Ger prioritet 5 Lägst")
	p = p.Form("Kategori och prioritet").Choose("Påverkan", "Många berörs").Submit("Spara").MustSee("Ger prioritet 3 Normal")
	p.Form("Kategori och prioritet").Choose("Brådska", "Måste lösas nu").Submit("Spara").MustSee("Ger prioritet 1 Kritisk")
}

func TestThe_history_tells_every_holder_and_every_change(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "TK-10", "TK-42")
		x := s.Report(t, "anna", "Nätet", "Text.")
		p := s.As(t, "eva").Get(page(x.ID))
		p = p.Form("Kategori och prioritet").Choose("Kategori", "Dator").Submit("Spara")
		s.Clock.Advance(time.Minute)
		p = p.Form("Tilldela").Choose("Grupp", "Första linjen").Submit("Tilldela")
		s.Clock.Advance(30 * time.Minute)
		p = p.Form("Tilldela").Choose("Handläggare", "Ada Holm").Submit("Tilldela")
		s.Clock.Advance(time.Hour)
		p = p.Form("Tilldela").Choose("Handläggare", "Eva Lind").Submit("Tilldela")
		h := p.Click("Historik").MustSee("Historiken går inte att ändra")
		holders := h.Rows("Vem som har haft ärendet")
		want := [][]string{
			{"–", "Första linjen", "2026-03-02 10:01", "2026-03-02 10:31", "30 min"},
			{"Ada Holm", "Första linjen", "2026-03-02 10:31", "2026-03-02 11:31", "1 h"},
			{"Eva Lind", "Första linjen", "2026-03-02 11:31", "har det nu", ""},
		}
		for i, row := range want {
			if i+1 >= len(holders) || strings.Join(holders[i+1], "|") != strings.Join(row, "|") {
				t.Fatalf("holders: %q, want %q", holders, want)
			}
		}
		events := h.Rows("Händelser")
		if len(events) != 6 {
			t.Fatalf("%d events: %q", len(events)-1, events)
		}
		for i, text := range []string{"Ada Holm blev → Eva Lind", "– blev → Ada Holm", "– blev → Första linjen", "– blev → Dator", "Nätet"} {
			if row := strings.Join(events[i+1], " "); !strings.Contains(row, text) {
				t.Errorf("event %d: %q does not say %q", i+1, row, text)
			}
		}
		_, content, _ := strings.Cut(string(h.Body), "<main")
		content, _, found := strings.Cut(content, "</main>")
		if forms := strings.Count(content, `method="post"`); forms > 0 || !found {
			t.Errorf("the history has %d forms that change something", forms)
		}
	})
}

func TestA_supplier_works_on_a_case_but_cannot_close_it(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "TK-13")
		x := s.Report(t, "anna", "Nätet", "Text.")
		w := supplier(t, s, x.ID)
		s.Resolve(t, x.ID, "Klart.")
		must(t)(s.App.Ticket.Tell(t.Context(), s.Actor(t, "eva"), x.ID))
		p := w.Get(page(x.ID)).MustBe(200)
		if p.HasForm("Stäng") || strings.Contains(string(p.Body), "/close") {
			t.Error("a supplier is offered to close")
		}
		w.Post(page(x.ID)+"/close", nil).MustBe(403)
		if status, body := patch(t, s, w, "/api/v1/tickets/"+x.ID.String(), `{"state":"closed"}`); status != 403 {
			t.Errorf("the API answers %d: %s", status, body)
		}
		if now := s.Ticket(t, x.ID); now.State != ticket.StateResolved {
			t.Errorf("state %s", now.State)
		}
	})
}

func TestA_case_is_not_closed_before_its_user_has_been_told(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "TK-15")
		x := s.Report(t, "anna", "Nätet", "Text.")
		s.Resolve(t, x.ID, "Klart.")
		eva := s.As(t, "eva")
		if p := eva.Get(page(x.ID)); strings.Contains(string(p.Body), "/close") {
			t.Error("closing is offered before the user knows")
		}
		eva.Post(page(x.ID)+"/close", nil).MustBe(409).MustSee("Ärendet kan inte stängas förrän användaren har fått veta att det är löst.")
		eva.Get(page(x.ID)).Form("Åtgärder").Submit("Användaren är informerad").Form("Åtgärder").Submit("Stäng").MustSee("är stängt.")
	})
}

func TestA_case_closes_72_hours_after_the_user_got_the_message(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "TK-17")
		x := s.Report(t, "anna", "Nätet", "Text.")
		s.Resolve(t, x.ID, "Klart.")
		s.Advance(t, 100*time.Hour)
		s.As(t, "eva").Get(page(x.ID)).MustSee("Löst, men användaren har inte fått veta det än.")
		// Reading is being told; what the portal's page costs then is the portal's business.
		s.Pages(t, webtest.Options{Statements: -1}).As("anna").Get("/tickets/" + x.ID.String()).MustSee("Klart.")
		s.Advance(t, 72*time.Hour-time.Minute)
		s.As(t, "eva").Get(page(x.ID)).MustSee("Användaren är informerad. Stängs")
		s.Advance(t, time.Minute)
		s.As(t, "eva").Get(page(x.ID)).MustSee("Stängt")
		if now := s.Ticket(t, x.ID); now.State != ticket.StateClosed || now.ClosedHow != ticket.ByTimeout {
			t.Errorf("%s %s", now.State, now.ClosedHow)
		}
	})
}

func TestTime_spent_is_logged_with_or_without_charge(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	x := s.Report(t, "anna", "Nätet", "Text.")
	p := s.As(t, "eva").Get(page(x.ID))
	again := p.Form("Notera tid").Fill("Tid", "en stund").Fill("Vad gjordes?", "Felsökte").Submit("Notera").MustBe(422).MustSee("Skriv minuter")
	p = again.Form("Notera tid").Fill("Tid", "45").Check("Debiteras").Submit("Notera").MustSee("Tiden är noterad.", "45 min, debiteras: Felsökte")
	p.Form("Notera tid").Fill("Tid", "1:30").Submit("Notera").MustSee("Totalt 2 h 15 min, varav 45 min debiteras")
}

func TestNotes_are_for_the_desk_alone_and_templates_keep_what_was_typed(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	if _, err := s.App.Ticket.SaveTemplate(t.Context(), authz.System("test"), ticket.Template{Org: s.Org.ID, Desk: s.Desk.ID, Name: "Vi tittar", Lang: "sv", Text: "Hej {name}, {number} är hos oss. {agent}"}); err != nil {
		t.Fatal(err)
	}
	req.Proves(t, "TK-38")
	x := s.Report(t, "anna", "Nätet {number}", "Text.")
	p := s.As(t, "eva").Get(page(x.ID))
	p = p.Form("Skriv").Choose("Vad är det?", "Intern anteckning").Fill("Text", "Hemligt om växeln.").Attach("Bilagor", "logg.txt", []byte("rad 1")).Submit("Spara och skicka").MustSee("Anteckningen är sparad.", "logg.txt")
	s.As(t, "anna").Get("/tickets/"+x.ID.String()).MustNotSee("Hemligt om växeln.", "logg.txt")
	leo := supplier(t, s, x.ID)
	for _, path := range []string{page(x.ID), page(x.ID) + "/history", "/desk/search?q=v%C3%A4xeln"} {
		leo.Get(path).MustBe(200).MustNotSee("Hemligt om växeln.", "logg.txt")
	}
	leo.Get(page(x.ID)).MustSee("Nätet {number}")
	p = p.Form("Skriv").Fill("Text", "En egen början.").Attach("Bilagor", "bild.png", []byte("\x89PNG\r\n\x1a\nxxxx")).Choose("Svarsmall", "Vi tittar").Submit("Lägg in mallens text").MustBe(200)
	form := p.Form("Skriv")
	if got, want := form.Value("Text"), "En egen början.\n\nHej Anna, "+x.ID.String()+" är hos oss. Eva Lind"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	p = form.Submit("Spara och skicka").MustSee("Svaret är skickat.", "bild.png")
	if !strings.Contains(string(p.Body), `alt="Bild: bild.png"`) {
		t.Error("the picture has no thumbnail")
	}
	s.As(t, "anna").Get("/tickets/"+x.ID.String()).MustSee("är hos oss.", "bild.png")
}
