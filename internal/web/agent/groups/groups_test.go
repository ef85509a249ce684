package groups_test

import (
	"fmt"
	"strings"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func page(id ticket.ID) string { return "/desk/tickets/" + id.String() }

// agent pays for writes as well as for pages: a deed for many costs more than a page may.
func agent(t *testing.T, s *site.Site) *webtest.Visitor {
	t.Helper()
	return s.Pages(t, webtest.Options{Statements: -1}).As("eva")
}

// faults are n cases with a category, Anna's and Bo's by turns.
func faults(t *testing.T, s *site.Site, n int) []ticket.ID {
	t.Helper()
	var ids []ticket.ID
	for i := range n {
		x := s.Report(t, []string{"anna", "bo"}[i%2], fmt.Sprintf("Skolplattformen nere %02d", i), "Sidan laddar inte.")
		ids = append(ids, must[ticket.Ticket](t)(s.App.Ticket.Change(t.Context(), s.Actor(t, "eva"), x.ID, ticket.ChangeInput{Category: &s.Category.ID})).ID)
	}
	return ids
}

// together puts cases under a new common ticket, from the queue.
func together(t *testing.T, s *site.Site, eva *webtest.Visitor, ids []ticket.ID) ticket.ID {
	t.Helper()
	form := eva.Get("/desk?view=-9").Form("Ändra markerade ärenden")
	for _, id := range ids {
		form.Check("Markera " + id.String())
	}
	got := form.Submit("Lägg ihop").MustBe(200).Form("Lägg ihop").Fill("Rubrik på det gemensamma ärendet", "Skolplattformen ligger nere").Submit("Lägg ihop").MustBe(200)
	return parent(t, got)
}

// parent is the common ticket whose page one has come to.
func parent(t *testing.T, p *webtest.Page) ticket.ID {
	t.Helper()
	parts := strings.Split(p.Path, "/")
	if len(parts) < 4 {
		t.Fatalf("at %s", p.Path)
	}
	id, ok := ticket.ParseID(parts[3])
	if !ok {
		t.Fatalf("at %s", p.Path)
	}
	return id
}

func TestFive_incidents_are_put_under_one_from_the_queue(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "GR-01")
		req.Proves(t, "TK-40")
		ids := faults(t, s, 5)
		eva := agent(t, s)
		top := together(t, s, eva, ids)
		eva.Get(page(top)+"/group").MustSee("5 ärenden", "Skolplattformen nere 00", "Skolplattformen nere 04", "Användare 2")
		eva.Get(page(top)).MustSee("Gemensamt ärende", "5, varav 5 öppna")
		eva.Get(page(ids[2])).MustSee("Ärendet ingår i ett gemensamt ärende.", top.String()+" Skolplattformen ligger nere")
		eva.Get(page(top) + "/group").Form("Ta bort ur gruppen: " + ids[2].String()).Submit("").MustSee(ids[2].String() + " hanteras för sig igen.")
		eva.Get(page(ids[2])).MustNotSee("Ärendet ingår i ett gemensamt ärende.")
	})
}

func TestSolving_the_common_ticket_solves_all_after_a_look(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "GR-02")
		ids := faults(t, s, 6)
		eva := agent(t, s)
		top := together(t, s, eva, ids)
		must[ticket.Ticket](t)(s.App.Ticket.Withdraw(t.Context(), s.Actor(t, "bo"), ids[5], ""))
		look := eva.Get(page(top)+"/group").Form("Visa vad som händer").Choose("Det här ska göras", "Lös alla").Fill("Text", "Plattformen är igång igen.").Submit("Visa vad som händer").MustBe(200)
		look.MustSee("5 underliggande ärenden berörs", "2 personer får besked, var och en en gång.", "1 är återtaget och lämnas", "Plattformen är igång igen.")
		if s.Ticket(t, ids[0]).State == ticket.StateResolved {
			t.Fatal("the look has done it")
		}
		look.Form("Gör det, 5 ärenden").Submit("").MustBe(200).MustSee("5 ärenden är lösta.")
		for _, id := range ids[:5] {
			if x := s.Ticket(t, id); x.State != ticket.StateResolved || x.Solution != "Plattformen är igång igen." {
				t.Fatalf("%s: %s %q", id, x.State, x.Solution)
			}
		}
		if x := s.Ticket(t, top); x.State != ticket.StateResolved {
			t.Errorf("the common ticket: %s", x.State)
		}
		s.Pages(t, webtest.Options{Statements: -1}).As("anna").Get("/tickets/"+ids[0].String()).MustSee("Plattformen är igång igen.").
			Form("Fungerar det fortfarande inte?").Fill("Vad är det som fortfarande inte fungerar?", "Inte hos mig.").Submit("").MustBe(200)
		if a, b := s.Ticket(t, ids[0]), s.Ticket(t, ids[2]); a.State != ticket.StateOpen || b.State != ticket.StateResolved {
			t.Errorf("rejected: %s, the same person's other: %s", a.State, b.State)
		}
		eva.Get(page(top)).MustSee("Det gemensamma ärendet är löst, men 1 underliggande är öppet.")
	})
}

func TestThe_tenth_case_raises_the_proposed_priority_and_says_why(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "GR-03")
		ids := faults(t, s, 10)
		eva := agent(t, s)
		top := together(t, s, eva, ids[:9])
		eva.Get(page(top)).MustNotSee("Prioritet 2 föreslås")
		eva.Get("/desk/together?t=" + ids[9].String()).Form("Lägg ihop").Submit("").MustBe(200)
		eva.Get(page(top)).MustSee("Prioritet 2 föreslås: 10 ärenden.").Form("Sätt prioritet 2").Submit("").MustSee("Ärendet har nu prioritet 2.")
		if x := s.Ticket(t, top); x.Priority != 2 {
			t.Errorf("priority %d", x.Priority)
		}
		eva.Get(page(top) + "/history").MustSee("efter antalet ärenden och boende")
		eva.Get(page(top)).MustSee("Prioriteten följer av", "10 ärenden").MustNotSee("föreslås")
	})
}

func TestFive_hundred_residents_raise_the_proposed_priority(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "TK-08")
		id := faults(t, s, 1)[0]
		eva := agent(t, s)
		eva.Get(page(id)).MustNotSee("föreslås")
		eva.Get(page(id)+"/edit").Form("Redigera uppgifterna").Fill("Berörda boende och företag", "500").Submit("").MustBe(200)
		eva.Get(page(id)).MustSee("Prioritet 2 föreslås: 500 boende berörda.").Form("Nej tack").Submit("").MustBe(200)
		eva.Get(page(id)).MustNotSee("föreslås")
	})
}

func TestOne_word_reaches_everybody_once(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CO-11")
		ids := faults(t, s, 8)
		eva := agent(t, s)
		top := together(t, s, eva, ids)
		eva.Get(page(top)+"/group").Form("Visa vad som händer").Fill("Text", "Leverantören felsöker. Nytt besked klockan 15.").Submit("Visa vad som händer").MustSee("2 personer").
			Form("Gör det, 8 ärenden").Submit("").MustSee("8 ärenden har fått beskedet.")
		for i, person := range []string{"anna", "bo"} {
			s.Pages(t, webtest.Options{Statements: -1}).As(person).Get("/tickets/" + ids[i].String()).MustSee("Leverantören felsöker. Nytt besked klockan 15.")
		}
	})
}

func TestA_group_is_one_line_of_the_report(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		eva := agent(t, s)
		top := together(t, s, eva, faults(t, s, 7))
		report := s.As(t, "eva").Get("/desk/groups").MustBe(200).MustSee("1 grupp med 7 ärenden.", "Skolplattformen ligger nere", top.String())
		if rows := report.Rows("Gemensamma ärenden"); len(rows) != 2 || rows[1][1] != "7" || rows[1][2] != "2" {
			t.Errorf("%v", rows)
		}
		eva.Get("/desk/groups.csv").MustBe(200).MustSee(top.String() + ";Skolplattformen ligger nere;7;2")
	})
}

func TestA_case_of_somebody_protected_shows_nowhere_in_the_group(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	ids := faults(t, s, 4)
	eva := agent(t, s)
	top := together(t, s, eva, ids)
	must[directory.Person](t)(s.App.Directory.Protect(t.Context(), authz.System("test"), s.Person(t, "bo")))
	for _, path := range []string{page(top), page(top) + "/group", "/desk/groups"} {
		eva.Get(path).MustBe(200).MustNotSee(ids[1].String(), "Öberg", "4 ärenden")
	}
	eva.Get(page(top)+"/group").Form("Visa vad som händer").Fill("Text", "Hej").Submit("").MustSee("2 underliggande ärenden berörs").MustNotSee(ids[1].String(), "Öberg")
}

func TestStrangers_find_no_group(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	top := together(t, s, agent(t, s), faults(t, s, 3))
	siv := s.Pages(t, webtest.Options{Statements: -1}).As("siv")
	siv.Get(page(top) + "/group").MustBe(404)
	siv.Get("/desk/together?t=" + top.String()).MustBe(404)
	siv.Get("/desk/groups").MustBe(200).MustNotSee(top.String())
	siv.Post(page(top)+"/group/do", map[string][]string{"deed": {"tell"}, "text": {"x"}, "seen": {"y"}}).MustBe(404)
	siv.Post(page(top)+"/group/remove", map[string][]string{"child": {"100001"}}).MustBe(404)
	siv.Post("/desk/together", map[string][]string{"t": {top.String()}, "parent": {"new"}, "title": {"x"}}).MustBe(404)
	s.As(t, "anna").Get(page(top) + "/group").MustBe(403)
}

func TestWhat_is_missing_is_told_in_place(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	ids := faults(t, s, 3)
	eva := agent(t, s)
	top := together(t, s, eva, ids)
	eva.Get(page(top)+"/group").Form("Visa vad som händer").Choose("Det här ska göras", "Låt alla vänta").Submit("").MustBe(422).MustSee("Skriv en text.", "Välj när ärendet ska tas upp igen.")
	again := eva.Get("/desk/together?t=" + ids[0].String()).Form("Lägg ihop").Submit("").MustBe(422)
	again.MustSee("kan inte läggas dit")
}
