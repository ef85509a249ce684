package ticket_test

import (
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

func TestA_ticket_page_gets_all_around_it_in_one_statement(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		first, x := w.Report(t, "Förra gången"), w.Report(t, "Datorn startar inte")
		ok[ticket.Ticket](t)(w.Ticket.LogTime(t.Context(), w.Eva, x.ID, ticket.TimeEntry{Minutes: 45, Charged: true, Note: "Felsökning"}))
		if err := w.Ticket.Link(t.Context(), w.Eva, x.ID, first.ID, ticket.LinkFollows); err != nil {
			t.Fatal(err)
		}
		ok[ticket.Ticket](t)(w.Ticket.Change(t.Context(), w.Eva, x.ID, ticket.ChangeInput{Fields: map[string]string{"device": "SP-1"}}))
		x = ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, x.ID))
		ok[ticket.Around](t)(w.Ticket.Around(t.Context(), w.Nils, &x, "reading"))
		a := ok[ticket.Around](t)(w.Ticket.Around(t.Context(), w.Eva, &x, "reading"))
		if a.Fields["device"] != "SP-1" || len(a.Times) != 1 || a.Times[0].Minutes != 45 || !a.Times[0].Charged || a.Times[0].Name != "Eva Lind" {
			t.Errorf("fields %v, times %+v", a.Fields, a.Times)
		}
		if len(a.Links) != 1 || a.Links[0].Other != first.ID || !a.Links[0].Outward || a.Links[0].Kind != ticket.LinkFollows {
			t.Errorf("links %+v", a.Links)
		}
		if a.EarlierCount != 1 || len(a.Earlier) != 1 || a.Earlier[0].ID != first.ID {
			t.Errorf("earlier %d %+v", a.EarlierCount, a.Earlier)
		}
		if len(a.Present) != 1 || a.Present[0].Name != "Nils Ek" {
			t.Errorf("present %+v", a.Present)
		}
	})
}

func TestWhat_stands_around_a_ticket_is_not_for_its_requester(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		x := w.Report(t, "Datorn startar inte")
		for _, by := range []authz.Actor{w.Anna, w.Stranger} {
			if _, err := w.Ticket.Around(t.Context(), by, &x, "reading"); !errs.Is(err, errs.Forbidden) {
				t.Errorf("%s: %v", by.Name, err)
			}
		}
		if _, err := w.Ticket.Choices(t.Context(), w.Stranger, w.Org.ID, w.Desk.ID, nil); !errs.Is(err, errs.Forbidden) {
			t.Errorf("the choices of a foreign desk: %v", err)
		}
		if _, err := w.Ticket.Show(t.Context(), w.Stranger, x.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("a foreign ticket: %v", err)
		}
	})
}

func TestForms_at_a_desk_offer_its_own_groups_agents_and_categories(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		sub := ok[ticket.Category](t)(w.Ticket.SaveCategory(t.Context(), authz.System("test"), ticket.Category{Org: w.Org.ID, Desk: w.Desk.ID, Parent: w.Category.ID, Sv: "Bärbar"}))
		first := ok[ticket.Category](t)(w.Ticket.SaveCategory(t.Context(), authz.System("test"), ticket.Category{Org: w.Org.ID, Desk: w.Desk.ID, Sv: "Behörighet"}))
		c := ok[ticket.Choices](t)(w.Ticket.Choices(t.Context(), w.Eva, w.Org.ID, w.Desk.ID, nil))
		if len(c.Groups) != 2 || c.Groups[0].Name != "Första linjen" {
			t.Errorf("groups %+v", c.Groups)
		}
		var agents []string
		for _, a := range c.Agents {
			agents = append(agents, a.Name)
		}
		if len(agents) != 3 || agents[0] != "Eva Lind" {
			t.Errorf("agents %q", agents)
		}
		if len(c.Categories) != 3 || c.Categories[0].ID != first.ID || c.Categories[2].ID != sub.ID {
			t.Errorf("categories %+v", c.Categories)
		}
	})
}

func TestAn_author_with_protected_identity_is_masked(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		x := w.Report(t, "Datorn startar inte")
		ok[ticket.Ticket](t)(w.Ticket.Answer(t.Context(), w.Nils, x.ID, ticket.Words{Text: "Vi tittar på det."}))
		ok[ticket.Ticket](t)(w.Ticket.Assign(t.Context(), w.Eva, x.ID, ticket.AssignInput{Assignee: directory.PersonID(w.Nils.Person)}))
		ok[directory.Person](t)(w.Directory.Protect(t.Context(), authz.System("test"), directory.PersonID(w.Nils.Person)))
		row := ok[ticket.Row](t)(w.Ticket.Show(t.Context(), w.Eva, x.ID))
		if row.AssigneeName != "" || row.RequesterName != "Anna Åkesson" {
			t.Errorf("assignee %q, requester %q", row.AssigneeName, row.RequesterName)
		}
		said := ok[[]ticket.Message](t)(w.Ticket.Messages(t.Context(), w.Eva, &row.Ticket))
		if m := said[1]; !m.Masked || m.AuthorName != "" || m.Author != 0 {
			t.Errorf("the author shows: %+v", m)
		}
		history := ok[[]ticket.Entry](t)(w.Ticket.History(t.Context(), w.Eva, &row.Ticket))
		names := ok[ticket.Names](t)(w.Ticket.NamesIn(t.Context(), w.Eva, history))
		if names.People[w.Nils.Person] != "" || names.People[w.Eva.Person] != "Eva Lind" {
			t.Errorf("names %+v", names.People)
		}
		open := ok[ticket.Row](t)(w.Ticket.Show(t.Context(), w.Lea, x.ID))
		if open.AssigneeName != "Nils Ek" {
			t.Errorf("with the permission: %q", open.AssigneeName)
		}
	})
}
