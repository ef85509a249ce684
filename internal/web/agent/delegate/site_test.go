package delegate_test

import (
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

var system = authz.System("test")

// world is a site with a desk lead and two suppliers, each with a technician.
type world struct {
	*site.Site
	net, print    supplier.Supplier
	lea, eva      *webtest.Visitor
	nora, pia     *webtest.Visitor
	noraID, leaID directory.PersonID
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		w := &world{Site: s}
		w.net, w.print = w.add(t, supplier.Product, "Nätdrift AB"), w.add(t, supplier.Other, "Skrivarbolaget")
		w.lea, w.leaID = w.person(t, "Lea", "lead", authz.Desk, int64(s.Desk.ID))
		w.nora, w.noraID = w.person(t, "Nora", "supplier", authz.Supplier, int64(w.net.ID))
		w.pia, _ = w.person(t, "Pia", "supplier", authz.Supplier, int64(w.print.ID))
		w.eva = s.As(t, "eva")
		fn(t, w)
	})
}

// add is a supplier with an agreement: a report within four hours.
func (w *world) add(t *testing.T, sort supplier.Sort, name string) supplier.Supplier {
	t.Helper()
	x := must(w.App.Supplier.Add(t.Context(), system, w.Org.ID, supplier.Input{Sort: sort, Name: name}))(t)
	w.agree(t, x.ID, supplier.Shows()...)
	return x
}

func (w *world) agree(t *testing.T, id supplier.ID, shows ...string) {
	t.Helper()
	if err := w.App.Supplier.Agree(t.Context(), system, id, supplier.Agreement{Way: supplier.ByPortal, Minutes: 240, Shows: shows}); err != nil {
		t.Fatal(err)
	}
}

func (w *world) person(t *testing.T, given, role string, reach authz.Reach, of int64) (*webtest.Visitor, directory.PersonID) {
	t.Helper()
	p := must(w.App.Directory.AddPerson(t.Context(), system, w.Org.ID, directory.PersonInput{Given: given, Family: "Test", Login: "x." + given}))(t)
	if role != "" {
		must(w.App.Access.Grant(t.Context(), system, access.GrantInput{Person: p.ID, Role: role, Reach: reach, Of: of}))(t)
	}
	return w.login(t, p.ID), p.ID
}

func (w *world) login(t *testing.T, id directory.PersonID) *webtest.Visitor {
	t.Helper()
	return webtest.New(t, w.App.Handler(), webtest.Options{SignIn: func(string) string {
		token, _, err := w.App.Access.LoginAs(t.Context(), access.Client{Agent: "test"}, id)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}}).As("")
}

// report is a case of somebody's that the desk has categorised.
func (w *world) report(t *testing.T, who, title string) ticket.Ticket {
	t.Helper()
	x := w.Report(t, who, title, "Det blinkar rött i sal 12.")
	category := w.Category.ID
	return must(w.App.Ticket.Change(t.Context(), w.Actor(t, "eva"), x.ID, ticket.ChangeInput{Category: &category}))(t)
}

func (w *world) hand(t *testing.T, id ticket.ID, to supplier.ID) {
	t.Helper()
	must(w.App.Delegation.Delegate(t.Context(), w.Actor(t, "eva"), id, delegation.Input{To: to, Task: "Kan ni titta?", Reason: "Fel mottagare."}))(t)
}

func (w *world) sweep(t *testing.T) {
	t.Helper()
	if err := w.App.Delegation.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func desk(id ticket.ID) string  { return "/desk/tickets/" + id.String() }
func hands(id ticket.ID) string { return desk(id) + "/delegate" }
func mine(id ticket.ID) string  { return "/assignments/" + id.String() }

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (w *world) grant(t *testing.T, person, role string, reach authz.Reach, of int64) {
	t.Helper()
	must(w.App.Access.Grant(t.Context(), system, access.GrantInput{Person: w.Person(t, person), Role: role, Reach: reach, Of: of}))(t)
}
