package groups_test

import (
	"strings"
	"testing"

	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

func TestA_group_is_one_unit_in_the_report_and_to_its_supplier(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "GR-04")
		sys := authz.System("test")
		ids := faults(t, s, 6)
		eva := agent(t, s)
		top := together(t, s, eva, ids)
		net := must[supplier.Supplier](t)(s.App.Supplier.Add(t.Context(), sys, s.Org.ID, supplier.Input{Sort: supplier.Other, Name: "Nätdrift AB"}))
		if err := s.App.Supplier.Agree(t.Context(), sys, net.ID, supplier.Agreement{Way: supplier.ByPortal, Minutes: 240, Shows: supplier.Shows()}); err != nil {
			t.Fatal(err)
		}
		hand := func(id ticket.ID) *webtest.Page {
			return eva.Get(page(id)+"/delegate").Form("Lämna över ärendet").Choose("Vem ska få ärendet?", "Nätdrift AB, svar inom 4 h").Fill("Vad ska de göra?", "Felsök förbindelsen.").Submit("Lämna över")
		}
		hand(ids[0]).MustSee("Ärendet ingår i " + top.String() + ". Delegera det gemensamma ärendet, eller ta först bort det här ur gruppen.").MustNotSee("är överlämnat")
		hand(top).MustBe(200).MustSee("är överlämnat")
		eva.Get(page(ids[3])).MustSee("Gruppen ligger hos Nätdrift AB.")
		for _, id := range ids {
			if x := s.Ticket(t, id); x.Supplier != 0 {
				t.Errorf("%s is delegated by itself", id)
			}
		}
		report := eva.Get("/desk/groups").MustSee("1 grupp med 6 ärenden.")
		if rows := report.Rows("Gemensamma ärenden"); len(rows) != 2 || rows[1][1] != "6" || rows[1][6] != "Nätdrift AB" {
			t.Errorf("%v", rows)
		}
		// Whoever means the case alone takes it out first.
		eva.Get(page(top) + "/group").Form("Ta bort ur gruppen: " + ids[0].String()).Submit("").MustBe(200)
		hand(ids[0]).MustBe(200).MustSee("är överlämnat")
	})
}

func TestNobody_gets_a_mail_for_each_of_their_cases(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		s := site.Mailing(t, env)
		ids := faults(t, s, 12)
		drain(t, s)
		eva := agent(t, s)
		before := mails(t, s)
		top := together(t, s, eva, ids)
		drain(t, s)
		if n := mails(t, s) - before; n != 0 {
			t.Errorf("putting cases together sent %d mails", n)
		}
		eva.Get(page(top)+"/group").Form("Visa vad som händer").Choose("Det här ska göras", "Lös alla").Fill("Text", "Igång igen.").Submit("").Form("Gör det, 12 ärenden").Submit("").MustBe(200)
		drain(t, s)
		if n := mails(t, s) - before; n != 2 {
			t.Errorf("solving twelve cases of two people sent %d mails", n)
		}
		for _, id := range ids {
			if x := s.Ticket(t, id); x.State != ticket.StateResolved || x.ToldAt.IsZero() || x.CloseDue.IsZero() {
				t.Fatalf("%s: %s, told %s: its clock does not run", id, x.State, x.ToldAt)
			}
		}
	})
}

func drain(t *testing.T, s *site.Site) {
	t.Helper()
	if err := s.App.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// mails is how many have been caught.
func mails(t *testing.T, s *site.Site) int {
	t.Helper()
	n := 0
	for _, name := range s.Pages(t, webtest.Options{Statements: -1}).As("ada").Get("/demo/mail").MustBe(200).Links() {
		if strings.HasPrefix(name, "[L-") || strings.HasPrefix(name, "Nytt i ") {
			n++
		}
	}
	return n
}
