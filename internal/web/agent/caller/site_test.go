package caller_test

import (
	"regexp"
	"testing"
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

func done(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var system = authz.System("test")

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// call is a case that came by telephone, from Anna, taken by Eva.
func call(t *testing.T, s *site.Site, title string) ticket.Ticket {
	t.Helper()
	return must(s.App.Ticket.Report(t.Context(), s.Actor(t, "eva"), ticket.ReportInput{
		Title: title, Text: "Hon ringde.", Channel: ticket.Phone, Requester: s.Person(t, "anna"), Category: s.Category.ID,
	}))(t)
}

func desk(x ticket.Ticket, verb ...string) string {
	at := "/desk/tickets/" + x.ID.String()
	for _, v := range verb {
		at += "/" + v
	}
	return at
}

func check(page *webtest.Page, method, result, reason string) *webtest.Page {
	return page.Form("Spara kontrollen").Choose("Hur kontrollerade du?", method).Choose("Hur gick det?", result).Fill("Kommentar", reason).Submit("Spara kontrollen")
}

const callBack = "motringning till registrerat nummer (medel)"

func TestA_new_password_stays_locked_until_the_caller_was_checked(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SE-05", "CH-22")
		x, eva := call(t, s, "Glömt lösenord"), s.As(t, "eva")
		eva.Get(desk(x)).MustSee("Vem ringer?", "Inte kontrollerad")
		eva.Get(desk(x, "password")).MustSee("Låst tills du vet vem som ringer").MustNotSee("Skapa engångslösenord")
		// The door is locked, whoever knows its address.
		eva.Post(desk(x, "password"), nil).MustBe(409).MustSee("Det här är låst tills du har kontrollerat vem som ringer.")
		eva.Get("/admin/people").MustBe(403)

		page := eva.Get(desk(x, "caller")).MustSee("Låst. Kräver minst medel kontroll.")
		// A weak check is one, and not enough for a password.
		check(page, "kontrollfråga (svag)", "Rätt person", "").MustSee("Kontrollen är sparad", "av Eva Lind genom kontrollfråga")
		eva.Post(desk(x, "password"), nil).MustBe(409).MustSee("Kontrollen som är gjord räcker inte för det här.")
		check(eva.Get(desk(x, "caller")), callBack, "Rätt person", "").MustSee("Kontrollerad", "av Eva Lind genom motringning till registrerat nummer")
		eva.Get(desk(x, "history")).MustSee("Kontroll av vem som ringer: motringning till registrerat nummer, rätt person")
		eva.Get(desk(x, "password")).Form("Skapa engångslösenord").Submit("Skapa engångslösenord").MustBe(201).MustSee("Läs upp lösenordet nu.")

		// Time takes it away again, and it never counted for anybody else.
		s.Clock.Advance(61 * time.Minute)
		eva.Get(desk(x)).MustSee("Kontrollen gäller inte längre")
		eva.Post(desk(x, "password"), nil).MustBe(409)
		eva.Get(desk(x, "history")).MustSee("Engångslösenord gavs")
		s.As(t, "anna").Get("/tickets/"+x.ID.String()).MustNotSee("Kontroll av vem som ringer", "motringning")
	})
}

func TestA_check_is_not_carried_to_another_requester_nor_to_another_case(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-22")
		x, other, eva := call(t, s, "Lösenordet"), call(t, s, "Samma dag"), s.As(t, "eva")
		check(eva.Get(desk(x, "caller")), callBack, "Rätt person", "")
		eva.Post(desk(other, "password"), nil).MustBe(409)
		bo := s.Person(t, "bo")
		now := s.Ticket(t, x.ID)
		must(s.App.Ticket.Change(t.Context(), s.Actor(t, "eva"), x.ID, ticket.ChangeInput{Version: now.Version, Requester: &bo}))(t)
		eva.Get(desk(x)).MustSee("Inte kontrollerad")
		eva.Post(desk(x, "password"), nil).MustBe(409)
		// A failed check takes away what an earlier one gave.
		check(eva.Get(desk(other, "caller")), callBack, "Rätt person", "")
		check(eva.Get(desk(other, "caller")), callBack, "Misslyckades", "").MustBe(422).MustSee("Skriv en kommentar.")
		check(eva.Get(desk(other, "caller")), callBack, "Misslyckades", "En annan svarade.").MustSee("Kontrollen misslyckades")
		eva.Post(desk(other, "password"), nil).MustBe(409)
	})
}

func TestA_code_shows_to_its_person_alone_and_passes_by_being_said(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-22")
		x, eva := call(t, s, "Glömt lösenord"), s.As(t, "eva")
		said := eva.Get(desk(x, "caller")).Form("Visa en kod i portalen").Submit("Visa en kod i portalen").MustSee("Koden syns nu i portalen")
		page := s.As(t, "anna").Get("/code").MustSee("Säg koden", "Vi frågar aldrig efter lösenord.")
		code := regexp.MustCompile(`Säg koden (\d{3} \d{3})`).FindStringSubmatch(page.Text())
		if code == nil {
			t.Fatal("no code in " + page.Text())
		}
		said.MustNotSee(code[1])
		s.As(t, "anna").Get("/tickets/" + x.ID.String()).Click("Visa en kod för supporten").MustSee("Säg koden " + code[1])
		s.As(t, "bo").Get("/code").MustSee("Ingen väntar på en kod från dig")
		say := func(words string) *webtest.Page {
			return eva.Get(desk(x, "caller")).Form("Spara kontrollen").Choose("Hur kontrollerade du?", "engångskod i den egna portalen (stark)").
				Fill("Koden som den som ringer säger", words).Choose("Hur gick det?", "Rätt person").Submit("Spara kontrollen")
		}
		say("").MustBe(422)
		say("000 000 0").MustBe(422).MustSee("Koden stämmer inte. 4 försök kvar.")
		say(code[1]).MustSee("Kontrollerad", "genom engångskod i den egna portalen")
		s.As(t, "anna").Get("/code").MustNotSee(code[1])
		say(code[1]).MustBe(422).MustSee("Det finns ingen kod som gäller.")

		// Guessing fails the check, and the day's failures close every way but meeting in person.
		for range 3 {
			done(t, s.App.Verify.AskCode(t.Context(), s.Actor(t, "eva"), x.ID, 0, "portal_code"))
			for range 5 {
				say("1").MustBe(422)
			}
		}
		eva.Get(desk(x)).MustSee("Kontrollen misslyckades")
		check(eva.Get(desk(x, "caller")), callBack, "Rätt person", "").MustBe(409).MustSee("Nu gäller bara möte med legitimation.")
		check(eva.Get(desk(x, "caller")), "möte med legitimation (stark)", "Rätt person", "").MustSee("Kontrollerad")
	})
}

func TestA_cost_that_a_caller_asks_for_is_approved_when_the_caller_was_checked(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-22")
		x, eva := call(t, s, "Ny dator"), s.As(t, "eva")
		done(t, s.App.Delegation.Cost(t.Context(), s.Actor(t, "eva"), x.ID, 9000, "En ny dator"))
		errands := must(s.App.Delegation.Errands(t.Context(), s.Actor(t, "ada"), &x))(t)
		yes := true
		decide := func() *webtest.Page {
			return s.As(t, "ada").Get(desk(x, "delegate")).Form("Godkänn kostnad").Choose("Besked", "Ja").Fill("Svar", "Det behövs.").Submit("Spara beskedet")
		}
		decide().MustBe(409).MustSee("Det här är låst tills du har kontrollerat vem som ringer.", "Det behövs.")
		// No other door leads to the same.
		err := s.App.Delegation.Decide(t.Context(), s.Actor(t, "ada"), x.ID, delegation.Cost, delegation.Decision{Errand: errands[0].ID, Granted: &yes})
		if !errs.Is(err, errs.Conflict) {
			t.Fatalf("a cost was approved on an unchecked caller's word: %v", err)
		}
		check(eva.Get(desk(x, "caller")), callBack, "Rätt person", "")
		decide().MustSee("Ja. Det behövs.")

		// What came in writing, by somebody logged in, is no caller's word.
		written := must(s.App.Ticket.Report(t.Context(), s.Actor(t, "anna"), ticket.ReportInput{Title: "Ny skärm", Category: s.Category.ID}))(t)
		done(t, s.App.Delegation.Cost(t.Context(), s.Actor(t, "eva"), written.ID, 900, "En skärm"))
		x = written
		decide().MustSee("Ja. Det behövs.")
	})
}

func TestWishes_about_contact_are_changed_for_whom_was_checked(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-22")
		x, eva := call(t, s, "Ring mig"), s.As(t, "eva")
		wish := func() *webtest.Page {
			return eva.Get(desk(x, "needs")).Form("Notera hur användaren vill ha det").Fill("Annat att tänka på", "Ring före tio.").Submit("Spara")
		}
		wish().MustBe(422).MustSee("Det här är låst tills du har kontrollerat vem som ringer.", "Ring före tio.")
		check(eva.Get(desk(x, "caller")), "kontrollfråga (svag)", "Rätt person", "")
		wish().MustBe(200)
		eva.Get(desk(x, "history")).MustSee("Önskemål om kontakt ändrades")
	})
}

func TestNobody_else_checks_callers_and_protected_people_are_asked_nothing(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		x := call(t, s, "Glömt lösenord")
		for who, status := range map[string]int{"anna": 403, "bo": 403, "siv": 404} {
			for _, page := range []string{"caller", "password"} {
				s.As(t, who).Get(desk(x, page)).MustBe(status)
				s.As(t, who).Post(desk(x, page), nil).MustBe(status)
			}
			s.As(t, who).Post(desk(x, "caller", "code"), nil).MustBe(status)
		}
		must(s.App.Directory.Protect(t.Context(), system, s.Person(t, "anna")))(t)
		for _, page := range []string{"caller", "password"} {
			s.As(t, "eva").Get(desk(x, page)).MustBe(404)
		}
	})
}
