package ticket_test

import (
	"context"
	"strings"
	"testing"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

var fill = sqldb.Q("test.fill", `
	with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000)
	insert into ticket (org_id, desk_id, kind, state, active, awaits_desk, assignee_id, title, channel, impact, urgency, priority, detected_at, created_at,
		updated_at, version)
	select $1, $2, 'incident', case when i % 20 = 0 then 'open' else 'closed' end, i % 20 = 0, false, cast($3 as integer), 'Fel', 'portal', 3, 3, 1 + i % 5,
		i, i, i, 1 from n`)

// A queue that shows little must cost little, however many cases are stored and however many are open.
func TestQueues_are_counted_by_an_index_of_their_own(t *testing.T) {
	t.Parallel()
	env := dbtest.SQLite(t)
	w := tickettest.New(t, env)
	w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, fill, int64(w.Org.ID), int64(w.Desk.ID), w.Nils.Person)
		return err
	})
	if err := env.DB.Optimize(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, v := range ticket.StandardViews() {
		stmt, args := ticket.CountStatement(w.Eva, w.Org.ID, w.Desk.ID, v.Filter)
		all := plan(t, env.DB, stmt, args)
		whole := v.Filter.AnyState // It shows whatever comes first.
		// They show whatever is in their index.
		open := whole || v.Name == "@desk.view.open" || v.Name == "@desk.view.due" || v.Filter.Awaiting || v.Filter.Owed || v.Filter.Channelled
		if strings.Contains(all, "SCAN t") || !open && strings.Contains(all, "(desk_id=?)") || !whole && strings.Contains(all, "ticket_desk (") {
			t.Errorf("%s reads more than it shows: %s", v.Name, all)
		}
		for _, order := range ticket.Sorts() {
			f := v.Filter
			f.Sort = order
			stmt, args := ticket.ListStatement(w.Eva, w.Org.ID, w.Desk.ID, f)
			all := plan(t, env.DB, stmt, args)
			// What one person or one group has, and what awaits the desk, is few enough to be sorted; anything else comes in order.
			sorted := strings.Contains(all, "FOR ORDER BY") && !f.Mine && !f.MyGroups && !f.Awaiting && !f.Owed && !f.Channelled
			if strings.Contains(all, "SCAN t") || sorted {
				t.Errorf("%s by %s reads more than it shows: %s", v.Name, order, all)
			}
		}
	}
}

// plan is how SQLite goes about a statement.
func plan(t *testing.T, db *sqldb.DB, stmt sqldb.Stmt, args []any) string {
	t.Helper()
	stmt.Text = "explain query plan " + stmt.Text
	steps, err := sqldb.All(t.Context(), db, stmt, func(r sqldb.Row) (string, error) {
		var id, parent, unused int64
		var detail string
		return detail, r.Scan(&id, &parent, &unused, &detail)
	}, args...)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(steps, "; ")
}

var register = sqldb.Q("test.register", `
	with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000)
	insert into person (org_id, given_name, family_name, sort_key, category, created_at, updated_at)
	select $1, 'P', 'P', $2, 'student', 0, 0 from n`)

// Each page of a desk asks who works there. A city's register must not be read for it.
func TestWhoever_works_at_a_desk_is_found_without_reading_the_register(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := tickettest.New(t, env)
		w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			if _, err := tx.Exec(ctx, register, int64(w.Org.ID), []byte("p")); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, sqldb.Q("test.analyze", "analyze"))
			return err
		})
		stmt, args := ticket.SelectChoices, []any{int64(w.Desk.ID), int64(w.Org.ID), int64(0), false, false, sqldb.List[int64]{}, "", int64(0)}
		var all string
		if env.DB.Dialect() == sqldb.Postgres {
			stmt.Text = "explain " + stmt.Text
			steps, err := sqldb.All(t.Context(), env.DB, stmt, sqldb.Value[string], args...)
			if err != nil {
				t.Fatal(err)
			}
			all = strings.Join(steps, "\n")
		} else {
			all = plan(t, env.DB, stmt, args)
		}
		if strings.Contains(all, "Seq Scan on person") || strings.Contains(all, "SCAN p;") {
			t.Errorf("the whole register is read: %s", all)
		}
	})
}
