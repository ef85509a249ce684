package order_test

import (
	"context"
	"fmt"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/kit/sqldb"
)

var insertPupils = sqldb.Q("test.pupils", `insert into person (org_id, given_name, family_name, sort_key, category, unit_id, created_at, updated_at)
	select $2, 'Elev', r.value ->> 'name', $3, 'pupil', $4, $5, $5 from {{rows $1}} returning id`)

// pupils are so many pupils of the class.
func (w *world) pupils(t testing.TB, n int) (ids []directory.PersonID) {
	t.Helper()
	type row struct {
		Name string `json:"name"`
	}
	rows := make([]row, n)
	for i := range rows {
		rows[i].Name = fmt.Sprint("Nummer", i)
	}
	w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
		raw, err := sqldb.Rows(rows)
		if err != nil {
			return err
		}
		ids, err = sqldb.All(ctx, tx, insertPupils, sqldb.Value[directory.PersonID], raw, int64(w.Org.ID), []byte("e"), int64(w.Class.ID), sqldb.Time(tx.Now()))
		return err
	})
	return ids
}

// Five hundred lines are placed and released by as many statements as five are, and told of once.
func TestA_cart_for_a_whole_school_costs_as_many_statements_as_one_for_a_few(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		spent := func(people []directory.PersonID) (statements, events int, id order.ID) {
			w.told = nil
			var load sqldb.Stats
			ctx := sqldb.WithStats(t.Context(), &load)
			if _, err := w.Order.Add(ctx, w.Sara, order.AddInput{Item: w.Computer.ID, People: people, Answers: map[string]string{"why": "En var"}}); err != nil {
				t.Fatal(err)
			}
			o, err := w.Order.Place(ctx, w.Sara, order.PlaceInput{})
			must(t, err)
			w.decide(t, w.Greta, o.ID, true)
			return int(load.Statements.Load()), len(w.told), o.ID
		}
		pupils := w.pupils(t, 505)
		few, fewEvents, _ := spent(pupils[:5])
		many, manyEvents, id := spent(pupils[5:])
		if many != few || manyEvents != fewEvents {
			t.Errorf("five lines: %d statements, %d events; five hundred: %d, %d", few, fewEvents, many, manyEvents)
		}
		if d, err := w.Order.Get(t.Context(), w.Sara, id, 0); err != nil || d.Total != 500 || len(d.Shown) != order.PageSize || d.State != order.Ordered {
			t.Errorf("%d lines, %d shown, %s, %v", d.Total, len(d.Shown), d.State, err)
		}
		if len(w.said) != 2 {
			t.Errorf("%d words were said of two orders", len(w.said))
		}
	})
}
