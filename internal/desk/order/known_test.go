package order_test

import (
	"context"
	"testing"

	"lotsen/internal/desk/catalogue/cataloguetest"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// two has Sara order the headset on two references, of which the second is for those who are tested none of their business.
func (w *world) two(t *testing.T) (o order.Order, a, b order.LineID) {
	t.Helper()
	w.Sara = w.give(t, w.Sara, "orderer", authz.Reference, int64(w.B.ID))
	cheap := cataloguetest.Publish(t, w.Catalogue, w.Org.ID, "mus", "Mus", nil)
	o, err := w.Order.PlaceNow(t.Context(), w.Sara, 0, []order.AddInput{
		{Item: w.Computer.ID, Reference: w.A.ID, Answers: map[string]string{"why": "Ny"}}, {Item: cheap.ID, Reference: w.B.ID},
	}, "")
	must(t, err)
	all := w.lines(t, o.ID)
	return o, all[0].ID, all[1].ID
}

func TestA_substitute_has_of_the_orders_what_the_right_covers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o, a, b := w.two(t)
		sub := w.give(t, w.person(t, "Sigge Ny", w.School.ID, directory.Employee), "base", authz.Own, 0)
		sub = w.giveFor(t, sub, "orderer", authz.Reference, int64(w.A.ID), w.Sara.Person)
		d, err := w.Order.Get(t.Context(), sub, o.ID, 0)
		must(t, err)
		if d.Total != 1 || d.Waiting != 1 || !d.Mine || d.Shown[0].ID != a {
			t.Errorf("the substitute for one reference sees %d lines, may change %d", d.Total, d.Waiting)
		}
		for what, err := range map[string]error{
			"cancelled": w.Order.Cancel(t.Context(), sub, o.ID, "", b),
			"changed":   second(w.Order.ChangeLine(t.Context(), sub, o.ID, b, order.ChangeInput{Reference: w.A.ID})),
		} {
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("a line on another reference is %s: %v", what, err)
			}
		}
		_, err = w.Order.ChangeLine(t.Context(), sub, o.ID, a, order.ChangeInput{Reference: w.B.ID, Answers: map[string]string{"why": "Ny"}})
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("moved to a reference of which the substitute has nothing: %v", err)
		}
		must(t, second(w.Order.ChangeLine(t.Context(), sub, o.ID, a, order.ChangeInput{Reference: w.A.ID, Answers: map[string]string{"why": "Nyare"}})))
		must(t, w.Order.Cancel(t.Context(), sub, o.ID, ""))
		if all := w.lines(t, o.ID); all[0].State != order.Cancelled || all[1].State != order.Ordered {
			t.Errorf("after the substitute cancelled all: %s and %s", all[0].State, all[1].State)
		}
		if list, _, err := w.Order.List(t.Context(), sub, order.ListInput{Which: order.Own}); err != nil || len(list) != 1 {
			t.Errorf("in the list of their own stand %d, %v", len(list), err)
		}
	})
}

// second is what a use case that returns something more says of how it went.
func second[T any](_ T, rest ...any) error {
	err, _ := rest[len(rest)-1].(error)
	return err
}

func TestWho_decides_on_a_line_sees_that_line(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o, a, _ := w.two(t)
		sees := func(when string) {
			t.Helper()
			d, err := w.Order.Get(t.Context(), w.Greta, o.ID, 0)
			must(t, err)
			if d.Total != 1 || d.Shown[0].ID != a || d.Mine {
				t.Errorf("%s, whoever decides on one of two lines sees %d", when, d.Total)
			}
			if list, _, err := w.Order.List(t.Context(), w.Greta, order.ListInput{Which: order.Concern, Q: "Mus"}); err != nil || len(list) != 0 {
				t.Errorf("%s, they find the other line: %d, %v", when, len(list), err)
			}
		}
		sees("asked")
		w.decide(t, w.Greta, o.ID, true)
		sees("having decided")
	})
}

// The desk orders by the customer's rights, and learns by them of nobody whom it may not know.
func TestThe_desk_learns_of_no_protected_person_through_a_customer(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		hidden := w.person(t, "Dold Person", w.Class.ID, directory.Employee)
		w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, sqldb.Q("test.protect_two", `update person set protected = true where id = $1`), hidden.Person)
			return err
		})
		w.Sara = w.give(t, w.Sara, "trusted", authz.Organisation, int64(w.Org.ID))
		agent := w.give(t, w.Eva, "desk", authz.Desk, int64(w.Desk.ID))
		sara, who := directory.PersonID(w.Sara.Person), directory.PersonID(hidden.Person)
		if found, _, err := w.Order.People(t.Context(), w.Sara, 0, "dold.person", 0); err != nil || len(found) != 1 {
			t.Fatalf("the customer knows of them, and finds %d, %v", len(found), err)
		}
		if found, _, err := w.Order.People(t.Context(), agent, sara, "dold.person", w.Class.ID); err != nil || len(found) != 0 {
			t.Errorf("the desk finds %+v, %v", found, err)
		}
		if _, err := w.Order.Receiver(t.Context(), agent, sara, "dold.person"); !errs.Is(err, errs.NotFound) {
			t.Errorf("as receiver: %v", err)
		}
		for what, in := range map[string]order.AddInput{
			"for":         {Customer: sara, Item: w.Headset.ID, People: []directory.PersonID{who}},
			"received by": {Customer: sara, Item: w.Headset.ID, Receiver: who},
		} {
			if _, err := w.Order.Add(t.Context(), agent, in); !errs.Is(err, errs.Invalid) {
				t.Errorf("ordered %s them: %v", what, err)
			}
		}
	})
}
