package app_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/verify"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

// taskForm is the name of the form of a case's first task.
func taskForm(t *testing.T, s *site.Site, id ticket.ID, what string) string {
	t.Helper()
	at, now := s.Ticket(t, id).OwedAt.In(clock.Stockholm()), s.Clock.Now().In(clock.Stockholm())
	if at.YearDay() == now.YearDay() {
		return what + " (sedan " + at.Format("15:04") + ")."
	}
	return what + " (sedan " + at.Format("2006-01-02 15:04") + ")."
}

// set decides on a setting of the world's organisation.
func set(t *testing.T, s *site.Site, key setting.Key, value any) {
	t.Helper()
	if err := s.App.Setting.Set(t.Context(), authz.System("test"), s.Org.ID, key, value, time.Time{}); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(time.Minute)
}

func TestWhoever_asked_for_plain_words_and_a_call_gets_both(t *testing.T) {
	req.Proves(t, "CH-27")
	eachMailing(t, func(t *testing.T, s *site.Site) {
		profile := s.As(t, "anna").Get("/profile")
		profile.Form("Det du själv kan ändra").Choose("Så vill jag att ni hör av er", "Telefonsamtal").Check("Enkel svenska").Fill("Tolk", "arabiska").
			Choose("När ska vi mejla nyheter i dina ärenden?", "Samlat varje timme").Submit("Spara").MustBe(200)
		again := s.As(t, "anna").Get("/profile").Form("Det du själv kan ändra")
		if again.Value("Tolk") != "arabiska" || again.Value("Klockslag") != "08:00" || again.Value("Så vill jag att ni hör av er") != "phone" {
			t.Errorf("the page forgets what was chosen: %q %q %q", again.Value("Tolk"), again.Value("Klockslag"), again.Value("Så vill jag att ni hör av er"))
		}
		again.Submit("Spara").MustBe(200)
		id := reportByForm(t, s)
		mails := mailed(t, s, id)
		if len(mails) != 1 || !strings.Contains(mails[0].Text, "Ditt nummer är "+id.String()+".") || strings.Contains(mails[0].Text, "Tack, vi har tagit emot") {
			t.Fatalf("the receipt is not in plain words:\n%s", mails[0].Text)
		}
		eva := s.As(t, "eva")
		eva.Get(deskPage(id)).MustSee("Behöver enkel svenska. Behöver tolk: arabiska. Vill bli uppringd.")
		// Whoever takes the next call knows it too.
		s.Resolve(t, id, "Vi har startat om skrivaren.")
		if mails := mailed(t, s, id); len(mails) != 1 {
			t.Fatalf("mail is relied on: %d mails", len(mails))
		}
		s.Advance(t, 200*time.Hour)
		if x := s.Ticket(t, id); x.State != ticket.StateResolved {
			t.Fatalf("%s before anybody called", x.State)
		}
		eva = s.As(t, "eva")
		eva.Get("/desk?view=-10").MustSee(id.String())
		eva.Get(deskPage(id)+"/contact").MustSee("Ring användaren", "Vi har startat om skrivaren.")
		page := eva.Get(deskPage(id)).MustSee("Ring användaren")
		page.Form(taskForm(t, s, id, "Ring användaren")).Submit("Klart, användaren har fått veta").MustSee("Noterat.")
		if x := s.Ticket(t, id); x.ToldAt.IsZero() || x.CloseDue.IsZero() {
			t.Error("called, and yet not told")
		}
		// Nobody else reads or changes what Anna chose.
		s.As(t, "bo").Get("/profile").MustSee("Bo Öberg").MustNotSee("arabiska")
		s.As(t, "siv").Get(deskPage(id)).MustBe(404)
		if _, err := s.App.Directory.Person(t.Context(), s.Actor(t, "bo"), s.Person(t, "anna")); !errs.Is(err, errs.NotFound) {
			t.Errorf("a pupil reads another's preferences: %v", err)
		}
	})
}

func TestThe_way_of_contact_is_the_cases_else_the_persons_else_the_organisations(t *testing.T) {
	req.Proves(t, "CO-08")
	eachMailing(t, func(t *testing.T, s *site.Site) {
		anna, eva := s.As(t, "anna"), s.As(t, "eva")
		report := func(way string) ticket.ID {
			t.Helper()
			form := anna.Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Skrivaren")
			if way != "" {
				form.Choose("Hur vill du att vi hör av oss?", way)
			}
			id, _ := ticket.ParseID(number.FindString(form.Submit("Skicka felanmälan").MustBe(200).Text()))
			mailed(t, s, id)
			s.Answer(t, id, "Vi tittar på det.")
			return id
		}
		replies := func(id ticket.ID) (n int) {
			t.Helper()
			for _, m := range mailed(t, s, id) {
				if m.Reason == notify.Replied {
					n++
				}
			}
			return n
		}
		if n := replies(report("")); n != 1 {
			t.Errorf("as the organisation has it: %d mails", n)
		}
		called := report("Telefonsamtal")
		if n := replies(called); n != 0 {
			t.Errorf("by telephone for this case: %d mails", n)
		}
		eva.Get(deskPage(called)+"/contact").MustSee("Ring användaren", "Vi tittar på det.")
		// SMS is offered only where the desk sends them by hand, and then is the desk's task.
		anna.Get("/report").MustNotSee("SMS")
		set(t, s, setting.SMSNotify, true)
		texted := report("SMS")
		if n := replies(texted); n != 0 {
			t.Errorf("by SMS: %d mails", n)
		}
		eva.Get(deskPage(texted)).MustSee("Skicka sms till användaren", "Lotsen skickar inga sms själv.")
		// The organisation's default counts for whoever has said nothing.
		set(t, s, setting.ContactWay, "portal")
		quiet := report("")
		if n := replies(quiet); n != 0 {
			t.Errorf("in the portal only: %d mails", n)
		}
		// The user, and the desk for them, choose anew; a stranger does not.
		way := anna.Get("/tickets/" + quiet.String()).MustSee("Som du brukar").Click("Som du brukar")
		way.Form("Hur vill du att vi hör av oss?").Choose("Vi hör av oss genom", "Mejl").Submit("Spara").MustSee("Sparat.", "Mejl")
		s.Answer(t, quiet, "Nu vet vi mer.")
		if n := replies(quiet); n != 1 {
			t.Errorf("by mail for this case: %d mails", n)
		}
		eva.Get(deskPage(quiet)+"/contact").Form("Sätt att höra av oss i ärendet").Choose("Sätt att höra av oss i ärendet", "Telefonsamtal").Submit("Spara").MustBe(200)
		anna.Get("/tickets/" + quiet.String()).MustSee("Telefonsamtal")
		s.As(t, "bo").Get("/tickets/" + quiet.String() + "/way").MustBe(404)
		s.As(t, "siv").Get(deskPage(quiet) + "/contact").MustBe(404)
		// What is solved and stands unread in the portal is not forgotten: the desk calls.
		s.Resolve(t, report("Bara i portalen"), "Klart.")
	})
}

func TestA_solution_that_nobody_reads_in_the_portal_becomes_a_call(t *testing.T) {
	eachMailing(t, func(t *testing.T, s *site.Site) {
		set(t, s, setting.ContactWay, "portal")
		id := reportByForm(t, s)
		s.Resolve(t, id, "Klart.")
		mailed(t, s, id)
		later(t, s, 25*time.Hour)
		s.As(t, "eva").Get(deskPage(id)).MustSee("Lösningen är inte läst i portalen. Ring användaren")
		// The first look at a solution also notes that its user knows.
		s.Pages(t, webtest.Options{Statements: 16}).As("anna").Get("/tickets/" + id.String()).MustBe(200)
		later(t, s, time.Minute)
		s.As(t, "eva").Get(deskPage(id)).MustNotSee("Lösningen är inte läst i portalen.")
		if x := s.Ticket(t, id); x.CloseDue.IsZero() || !x.OwedAt.IsZero() {
			t.Errorf("read, closes %s, owed %s", x.CloseDue, x.OwedAt)
		}
	})
}

func TestA_pupil_reads_other_words_than_an_employee_and_each_organisation_writes_its_own(t *testing.T) {
	req.Proves(t, "CO-14")
	eachMailing(t, func(t *testing.T, s *site.Site) {
		solved := func(person string) string {
			t.Helper()
			x := s.Report(t, person, "Skrivaren", "Den skriver inte.")
			s.Resolve(t, x.ID, "Ny patron.")
			mails := mailed(t, s, x.ID)
			return mails[len(mails)-1].Text
		}
		pupil, employee := solved("bo"), solved("anna")
		if !strings.Contains(pupil, "Nu tror vi att det fungerar igen.") || !strings.Contains(employee, "Vi tror att ditt ärende") || strings.Contains(employee, "Nu tror vi") {
			t.Fatalf("the same words for both:\n%s\n%s", pupil, employee)
		}
		ada := s.As(t, "ada")
		form := ada.Get("/admin/texts/new").MustSee("{words}", "Det som handläggaren skrev till användaren").Form("Lägg till text").Choose("När", "Lösning").Choose("Kategori", "Elev")
		wrong := form.Fill("Text", "Hej {nam}!\n\n[[if words]]{words}").Submit("Lägg till text").MustBe(422)
		wrong.MustSee("Rad 1: {nam} är inget fält för den här texten.", "Rad 3: [[if words]] har inget [[end]].")
		// There is no field for what the desk writes to itself, nor any logic beyond conditions.
		for _, leak := range []string{"{note}", "{internal}", "{messages}", "{phone}", "[[for words]]", "[[if note]]x[[end]]", "{{.Ticket}}", "{title.note}"} {
			if page := form.Fill("Text", leak).Submit("Lägg till text"); page.Status != 422 {
				t.Errorf("%q is taken as a text: %d", leak, page.Status)
			}
		}
		text := "Tjena {name}!\n\n[[if words]]{words}[[else]]Logga in och läs.[[end]]\n\nKolla här: {link}"
		x := s.Report(t, "bo", "{words} [[if name]]", "Text.")
		if _, err := s.App.Ticket.Write(t.Context(), s.Actor(t, "eva"), x.ID, ticket.Words{Text: "Internt: eleven ljuger."}); err != nil {
			t.Fatal(err)
		}
		preview := form.Fill("Ämne", "{number}: {title}").Fill("Text", text).Fill("Ärende att visa med", x.ID.String()).Submit("Förhandsgranska").MustBe(200)
		preview.MustSee("Tjena Bo!", "Kolla här", x.ID.String()+": {words} [[if name]]").MustNotSee("eleven ljuger")
		preview.Form("Lägg till text").Submit("Lägg till text").MustBe(200).MustSee("Elev", "Tjena {name}!")
		if got := solved("bo"); !strings.Contains(got, "Tjena Bo!") || !strings.Contains(got, "    Ny patron.") {
			t.Errorf("the pupil reads:\n%s", got)
		}
		if got := solved("anna"); strings.Contains(got, "Tjena") {
			t.Errorf("the employee reads the pupil's text:\n%s", got)
		}
		// A case about a protected person fills in nothing but its number, whatever the text says.
		if _, err := s.App.Directory.Protect(t.Context(), authz.System("test"), s.Person(t, "bo")); err != nil {
			t.Fatal(err)
		}
		mails := mailed(t, s, x.ID)
		if err := s.App.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := s.App.Notify.TellIn(ctx, tx, notify.Word{
				Org: s.Org.ID, Desk: s.Desk.ID, Key: "test", Reason: notify.Resolved, Sv: notify.Said{Subject: "Hemligt ämne", Text: "Hemliga ord."}, Tickets: []ticket.ID{x.ID},
			})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for _, m := range mailed(t, s, x.ID)[len(mails):] {
			if all := m.Subject + m.Text + m.HTML; strings.Contains(strings.ToLower(all), "hemlig") || strings.Contains(all, "[[if") {
				t.Errorf("a sealed case's mail says %s", all)
			}
		}
		ada.Get("/admin/texts/new").Form("Lägg till text").Fill("Ärende att visa med", x.ID.String()).Submit("Förhandsgranska").MustBe(422).MustSee("Det finns inget sådant ärende som du får se.")
		s.As(t, "eva").Get("/admin/texts").MustBe(403)
		s.As(t, "siv").Get("/admin/texts").MustBe(403)
	})
}

func TestA_complaint_has_an_owner_an_answer_and_a_status_and_becomes_an_improvement(t *testing.T) {
	req.Proves(t, "CO-12", "CO-13")
	eachMailing(t, func(t *testing.T, s *site.Site) {
		page := s.As(t, "anna").Get("/complaint").Form("Lämna ett klagomål").Fill("Vad är du missnöjd med?", "Jag fick vänta en vecka").Submit("Skicka klagomålet").MustBe(200)
		id, ok := ticket.ParseID(number.FindString(page.Text()))
		if !ok {
			t.Fatal("a complaint without a number")
		}
		eva := s.As(t, "eva")
		p := eva.Get(deskPage(id)).MustSee("Klagomål", "Nytt").Form("Åtgärder").Submit("Ta ärendet")
		p = p.Form("Kategori och prioritet").Choose("Kategori", "Dator").Submit("Spara")
		p.Form("Skriv").Choose("Vad är det?", "Svar till Anna Åkesson").Fill("Text", "Det beklagar vi, och vi ändrar hur vi bemannar.").Submit("Spara och skicka").MustBe(200)
		if x := s.Ticket(t, id); x.Assignee == 0 || x.RepliedAt.IsZero() || x.State != ticket.StateOpen {
			t.Fatalf("owner %d, answered %s, %s", x.Assignee, x.RepliedAt, x.State)
		}
		s.As(t, "anna").Get("/tickets/"+id.String()).MustSee("Det beklagar vi, och vi ändrar hur vi bemannar.", "Svar till dig")
		form := eva.Get(deskPage(id)).Click("Skapa förbättring").Form("Skapa förbättring")
		form.Submit("Skapa förbättringen").MustBe(422)
		made := form.Fill("Nytta", "Ingen väntar en vecka.").Submit("Skapa förbättringen").MustBe(200)
		made.MustSee("är skapad.", "Förbättring", "Jag fick vänta en vecka", "orsakat av", id.String())
		eva.Get(deskPage(id)).MustSee("har orsakat")
		// What is no opinion becomes none, and a stranger makes nothing of it.
		fault := s.Report(t, "anna", "Skrivaren", "Text.")
		eva.Get(deskPage(fault.ID) + "/improve").MustBe(404)
		s.As(t, "siv").Get(deskPage(id) + "/improve").MustBe(404)
	})
}

func TestA_new_day_of_delivery_is_told_to_whoever_ordered_and_whoever_receives(t *testing.T) {
	req.Proves(t, "CO-16")
	eachMailing(t, func(t *testing.T, s *site.Site) {
		// Eva orders for Anna in the portal's kind of case: Anna receives, Eva ordered.
		x, err := s.App.Ticket.Report(t.Context(), authz.System("test"), ticket.ReportInput{Kind: ticket.Order, Requester: s.Person(t, "anna"), Title: "Ny dator", Text: "Till Anna."})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.App.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, sqldb.Q("test.reporter", `update ticket set reporter_id = $1 where id = $2`), int64(s.Person(t, "bo")), int64(x.ID))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		before := len(mailed(t, s, x.ID))
		eva := s.As(t, "eva")
		eva.Get(deskPage(x.ID)+"/edit").Form("Redigera "+x.ID.String()).Fill("Planerad leveransdag", "2026-04-01").Submit("Spara").MustBe(200)
		told := map[string]bool{}
		for _, m := range mailed(t, s, x.ID)[before:] {
			if m.Reason == notify.Delivery && strings.Contains(m.Text, "2026-04-01") {
				told[m.To] = true
			}
		}
		if !told["anna@storstad.example"] || !told["bo@storstad.example"] || len(told) != 2 {
			t.Errorf("the new day was told to %v", told)
		}
		// The same day again is no news.
		before = len(mailed(t, s, x.ID))
		eva.Get(deskPage(x.ID) + "/edit").Form("Redigera " + x.ID.String()).Submit("Spara")
		if n := len(mailed(t, s, x.ID)); n != before {
			t.Errorf("%d mails about an unchanged day", n-before)
		}
	})
}

func TestAn_agent_notes_how_somebody_wants_to_be_spoken_with(t *testing.T) {
	eachMailing(t, func(t *testing.T, s *site.Site) {
		x := s.Report(t, "bo", "Skrivaren", "Text.")
		eva := s.As(t, "eva")
		// What a caller says about themselves is noted once they have been checked.
		if _, err := s.App.Verify.Record(t.Context(), s.Actor(t, "eva"), x.ID, verify.Input{Method: verify.Question, Result: verify.Passed}); err != nil {
			t.Fatal(err)
		}
		form := eva.Get(deskPage(x.ID) + "/contact").Click("Notera hur användaren vill ha det").MustSee("Så vill Bo Öberg att vi hör av oss").Form("Notera hur användaren vill ha det")
		form.Fill("Tolk", strings.Repeat("x", 200)).Submit("Spara").MustBe(422)
		form.Choose("Hör av oss genom", "Telefonsamtal").Check("Enkel svenska").Fill("Tolk", "somaliska").Submit("Spara").MustSee("Sparat.", "Behöver enkel svenska. Behöver tolk: somaliska. Vill bli uppringd.")
		// Bo sees it, and nothing else of his has changed.
		profile := s.As(t, "bo").Get("/profile").MustSee("bo@storstad.example").Form("Det du själv kan ändra")
		if profile.Value("Tolk") != "somaliska" || profile.Value("Telefon") != "08-555 10 17" {
			t.Errorf("Bo reads %q, %q", profile.Value("Tolk"), profile.Value("Telefon"))
		}
		// Whoever read an older page overwrites nothing.
		form.Fill("Tolk", "arabiska").Submit("Spara").MustBe(422)
		s.As(t, "anna").Get(deskPage(x.ID) + "/needs").MustBe(403)
		s.As(t, "siv").Get(deskPage(x.ID) + "/needs").MustBe(404)
		if _, err := s.App.Directory.Prefer(t.Context(), s.Actor(t, "siv"), s.Person(t, "bo"), 1, directory.PreferInput{}); !errs.Is(err, errs.NotFound) {
			t.Errorf("a stranger notes: %v", err)
		}
		if _, err := s.App.Directory.Prefer(t.Context(), s.Actor(t, "anna"), s.Person(t, "bo"), 1, directory.PreferInput{}); err == nil {
			t.Error("a user notes for another")
		}
	})
}
