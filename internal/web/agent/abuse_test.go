package agent_test

import (
	"net/url"
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
)

// Each test is one of the abuse cases: something that has worked against other desks, tried here through the pages.

func TestA_page_that_is_open_gives_nothing_once_the_right_is_withdrawn(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		x := s.Report(t, "anna", "Nätet", "Text.")
		id := person(t, s, "Tom", "Tillfällig", "", "", 0)
		right, err := s.App.Access.Grant(t.Context(), authz.System("test"), access.GrantInput{Person: id, Role: "agent", Reach: authz.Desk, Of: int64(s.Desk.ID)})
		if err != nil {
			t.Fatal(err)
		}
		tom := visit(t, s, id)
		open := tom.Get(page(x.ID)).MustBe(200)
		if err := s.App.Access.EndGrant(t.Context(), authz.System("test"), right); err != nil {
			t.Fatal(err)
		}
		open.Form("Skriv").Fill("Text", "Efteråt.").Submit("Spara och skicka").MustBe(403)
		open.Form("Åtgärder").Submit("Ta ärendet").MustBe(403)
		tom.Get(page(x.ID)).MustBe(403).MustNotSee("Nätet")
		tom.Get("/desk").MustBe(403)
		tom.Get("/live?topic=ticket:" + strings.TrimPrefix(x.ID.String(), "L-")).MustNotSee("Nätet")
		if now := s.Ticket(t, x.ID); now.Assignee != 0 || !now.RepliedAt.IsZero() {
			t.Errorf("something was done: %+v", now)
		}
	})
}

func TestNothing_of_a_foreign_desk_shows_in_search_counts_or_pickers(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		x := s.Report(t, "anna", "Hemlig flytt av servern", "Ingen får veta det.")
		own := must(t)(s.App.Ticket.Report(t.Context(), s.Actor(t, "siv"), ticket.ReportInput{Title: "Eget ärende", Text: "Text."}))
		siv := s.As(t, "siv")
		for _, q := range []string{"Hemlig", "%", "_", "flytt*", x.ID.String(), "servern' or 1=1 --"} {
			siv.Get("/desk/search?q="+url.QueryEscape(q)).MustNotSee("Hemlig flytt", "Ingen får veta")
			siv.Get(page(own.ID)+"/relate?q="+url.QueryEscape(q)).MustNotSee("Hemlig flytt", "Ingen får veta")
			siv.Get("/desk/call?q="+url.QueryEscape(q)).MustNotSee("Anna Åkesson", "Hemlig flytt")
		}
		siv.Get("/desk?view=-9").MustSee("Alla 1").MustNotSee("Hemlig flytt")
		siv.Get("/desk/call?q=anna").MustNotSee("Anna Åkesson")
		siv.Get("/desk/call?person=" + idOf(s.Person(t, "anna"))).MustBe(404).MustNotSee("Anna Åkesson")
		for _, path := range []string{"", "/history", "/edit", "/relate"} {
			siv.Get(page(x.ID) + path).MustBe(404).MustNotSee("Hemlig flytt")
		}
		siv.Get("/desk?f=1&requester="+idOf(s.Person(t, "anna"))).MustNotSee("Hemlig flytt", "Anna Åkesson")
	})
}

func TestA_foreign_ticket_is_not_pulled_into_sight_by_link_or_merge(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		x := s.Report(t, "anna", "Hemlig flytt av servern", "Text.")
		own := must(t)(s.App.Ticket.Report(t.Context(), s.Actor(t, "siv"), ticket.ReportInput{Title: "Eget ärende", Text: "Text."}))
		siv := s.As(t, "siv")
		for _, do := range []string{"/link", "/merge"} {
			siv.Post(page(own.ID)+do, url.Values{"other": {x.ID.String()}, "link": {"related"}}).MustBe(404).MustNotSee("Hemlig flytt")
			siv.Post(page(x.ID)+do, url.Values{"other": {own.ID.String()}, "link": {"related"}}).MustBe(404).MustNotSee("Hemlig flytt")
		}
		siv.Get(page(own.ID)).MustBe(200).MustNotSee("Hemlig flytt", x.ID.String())
		if now := s.Ticket(t, x.ID); now.Version != x.Version {
			t.Error("the foreign ticket was changed")
		}
	})
}

func TestSort_and_filter_take_no_sql(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		s.Report(t, "anna", "Nätet", "Text.")
		s.Report(t, "anna", "Skrivaren", "Text.")
		eva := s.As(t, "eva")
		evil := "id; drop table ticket; --"
		for _, name := range []string{"sort", "state", "kind", "channel", "group", "assignee", "category", "unit", "requester", "priority", "desk", "view", "at"} {
			p := eva.Get("/desk?f=1&" + name + "=" + url.QueryEscape(evil))
			if p.Status != 422 && p.Status != 404 {
				t.Errorf("%s: %d", name, p.Status)
			}
			p.MustNotSee("drop table", "syntax error", "SQLSTATE")
		}
		for _, name := range []string{"q", "awaiting", "list"} {
			eva.Get("/desk?" + name + "=" + url.QueryEscape(evil)).MustBe(200)
		}
		eva.Post("/desk/views", url.Values{"name": {evil}, "list": {"f=1&sort=" + url.QueryEscape(evil)}}).MustBe(422)
		eva.Post("/desk/bulk", url.Values{"t": {evil}, "category": {evil}, "list": {"view=-9"}}).MustBe(422)
		eva.Get("/desk?view=-9").MustSee("Nätet", "Skrivaren")
	})
}

func TestPages_of_the_desk_carry_no_secrets(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	x := s.Report(t, "anna", "Nätet", "Text.")
	eva := s.As(t, "eva")
	eva.Get(page(x.ID)).Form("Skriv").Fill("Text", "Se bilagan.").Attach("Bilagor", "a.txt", []byte("innehållet")).Submit("Spara och skicka")
	for _, path := range []string{"/desk", page(x.ID), page(x.ID) + "/history", "/desk/call?q=anna", "/desk/search?q=bilagan"} {
		p := eva.Get(path).MustBe(200)
		p.MustNotSee(eva.Cookie("lotsen_session"), "argon2", "$2a$", "sha256:", "digest")
	}
	broken := eva.Post(page(x.ID)+"/unlink", url.Values{"from": {"x"}, "other": {"y"}}).MustBe(404)
	broken.MustNotSee("sqlite", "pgx", ".go:", "panic")
}

func TestA_person_with_protected_identity_shows_by_no_side_door(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		id := person(t, s, "Petra", "Hemligsson", "", "", 0)
		by, err := s.App.Access.ActorOf(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		x := must(t)(s.App.Ticket.Report(t.Context(), by, ticket.ReportInput{Title: "Ny adress i registret", Text: "Text."}))
		plain := s.Report(t, "anna", "Nätet", "Text.")
		if _, err := s.App.Directory.Protect(t.Context(), authz.System("test"), id); err != nil {
			t.Fatal(err)
		}
		eva := s.As(t, "eva")
		for _, path := range []string{
			"/desk?view=-9", "/desk/call?q=petra", "/desk/call?q=hemligsson", "/desk/search?q=adress", "/desk/search?q=" + x.ID.String(),
			page(plain.ID) + "/relate?q=adress", "/desk?f=1&state=any&requester=" + idOf(id),
		} {
			eva.Get(path).MustNotSee("Petra", "Hemligsson", "Ny adress")
		}
		eva.Get(page(x.ID)).MustBe(404).MustNotSee("Petra")
		eva.Get("/desk/call?person=" + idOf(id)).MustBe(404).MustNotSee("Petra")
		eva.Get(page(plain.ID)+"/edit").Form("Redigera uppgifterna").Fill("Byt anmälare till", "hemligsson").Submit("Spara").MustBe(422).MustNotSee("Petra")
	})
}

func TestA_user_of_the_portal_has_no_way_into_the_desk(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	x := s.Report(t, "anna", "Nätet", "Text.")
	anna := s.As(t, "anna")
	for _, path := range []string{"/desk", "/desk/call", "/desk/new", "/desk/search?q=n", "/desk/bulk/result", page(x.ID), page(x.ID) + "/history", page(x.ID) + "/edit"} {
		anna.Get(path).MustBe(403)
	}
	for _, path := range []string{"/desk/call", "/desk/bulk", "/desk/views", page(x.ID) + "/reply", page(x.ID) + "/take", page(x.ID) + "/close", page(x.ID) + "/merge"} {
		anna.Post(path, url.Values{"text": {"x"}}).MustBe(403)
	}
}

func idOf(p directory.PersonID) string {
	return strings.TrimPrefix(ticket.ID(p).String(), "L-")
}
