package suppliers_test

import (
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

var system = authz.System("test")

// world is a site with a desk lead and two suppliers, each with a technician.
type world struct {
	*site.Site
	net, toy supplier.Supplier
	lea      *webtest.Visitor // The desk lead.
	eva      *webtest.Visitor // An agent.
	tomas    *webtest.Visitor // Works for net.
	rut      *webtest.Visitor // Works for toy.
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	site.Each(t, func(t *testing.T, s *site.Site) {
		w := &world{Site: s}
		w.net, w.toy = w.add(t, supplier.Other, "Nätdrift AB"), w.add(t, supplier.Product, "Datorhuset AB")
		w.lea = w.person(t, "Lea", "lead", authz.Desk, int64(s.Desk.ID))
		w.tomas = w.person(t, "Tomas", "supplier", authz.Supplier, int64(w.net.ID))
		w.rut = w.person(t, "Rut", "supplier", authz.Supplier, int64(w.toy.ID))
		w.eva = s.As(t, "eva")
		fn(t, w)
	})
}

func (w *world) add(t *testing.T, sort supplier.Sort, name string) supplier.Supplier {
	t.Helper()
	x, err := w.App.Supplier.Add(t.Context(), system, w.Org.ID, supplier.Input{Sort: sort, Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// person is somebody new with a role, logged in.
func (w *world) person(t *testing.T, given, role string, reach authz.Reach, of int64) *webtest.Visitor {
	t.Helper()
	p, err := w.App.Directory.AddPerson(t.Context(), system, w.Org.ID, directory.PersonInput{Given: given, Family: "Test", Login: "x." + given})
	if err != nil {
		t.Fatal(err)
	}
	if role != "" {
		if _, err := w.App.Access.Grant(t.Context(), system, access.GrantInput{Person: p.ID, Role: role, Reach: reach, Of: of}); err != nil {
			t.Fatal(err)
		}
	}
	return w.visitor(t, p.ID)
}

func (w *world) visitor(t *testing.T, id directory.PersonID) *webtest.Visitor {
	t.Helper()
	return webtest.New(t, w.App.Handler(), webtest.Options{SignIn: func(string) string {
		token, _, err := w.App.Access.LoginAs(t.Context(), access.Client{Agent: "test"}, id)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}}).As("")
}
