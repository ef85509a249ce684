package delegation_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/testkit/dbtest"
)

// world is a desk with two suppliers and a technician of each.
type world struct {
	*tickettest.World
	S          *delegation.Service
	Supplier   *supplier.Service
	Net, Print supplier.Supplier
	Nora, Pia  authz.Actor
}

var system = authz.System("test")

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := &world{World: tickettest.New(t, env)}
		w.Supplier = supplier.New(supplier.Deps{DB: env.DB, Events: w.Events, Directory: w.Directory, Ticket: w.Ticket})
		w.S = delegation.New(delegation.Deps{DB: env.DB, Events: w.Events, Ticket: w.Ticket})
		w.Net, w.Nora = w.supplier(t, supplier.Other, "Nätdrift AB", "Nora")
		w.Print, w.Pia = w.supplier(t, supplier.Other, "Skrivarbolaget", "Pia")
		fn(t, w)
	})
}

func (w *world) supplier(t *testing.T, sort supplier.Sort, name, technician string) (supplier.Supplier, authz.Actor) {
	t.Helper()
	s := ok(w.Supplier.Add(t.Context(), system, w.Org.ID, supplier.Input{Sort: sort, Name: name}))(t)
	if err := w.Supplier.Agree(t.Context(), system, s.ID, supplier.Agreement{Way: supplier.ByPortal, Minutes: 240, Shows: supplier.Shows()}); err != nil {
		t.Fatal(err)
	}
	by := authz.Actor{Person: w.Bo.Person + int64(s.ID)*1000, Org: w.Bo.Org, Name: technician}
	by.Grants = []authz.Grant{{Verb: delegation.MayWork, Reach: authz.Supplier, Of: int64(s.ID)}}
	if technician == "Nora" {
		by.Person = w.Bo.Person // Words need an author that exists.
	}
	return s, by
}

func ok[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (w *world) hand(t *testing.T, id ticket.ID, to supplier.ID) delegation.Delegation {
	t.Helper()
	return ok(w.S.Delegate(t.Context(), w.Eva, id, delegation.Input{To: to, Task: "Kan ni titta?", Reason: "Fel mottagare."}))(t)
}

const reportTime = 4 * time.Hour

// plain is a history as it was written.
func plain(list []ticket.Entry) []event.Event {
	out := make([]event.Event, len(list))
	for i, e := range list {
		out[i] = e.Event
	}
	return out
}
