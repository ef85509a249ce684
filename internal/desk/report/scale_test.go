package report

import (
	"context"
	"math/rand"
	"os"
	"strconv"
	"testing"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// TestScale measures reports over many tickets: LOTSEN_SCALE=1000000 go test -run Scale -timeout 1h.
func TestScale(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("LOTSEN_SCALE"))
	if err != nil {
		n = 3000 // Enough to see that it works; the figures want more.
	}
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		manyTickets(t, env.DB, n)
		s := New(Deps{DB: env.DB})
		lead := authz.Actor{Person: 1, Org: 1, Grants: []authz.Grant{{Verb: MayRead, Reach: authz.Organisation, Of: 1}, {Verb: "ticket.read", Reach: authz.Organisation, Of: 1}}}
		for _, p := range []Params{
			{From: dbtest.Start.AddDate(0, -1, 0)},
			{From: dbtest.Start.AddDate(-1, 0, 0), GroupBy: ByOpenedMonth},
			{GroupBy: ByPriority, OpenAt: dbtest.Start.AddDate(-1, 0, 0)},
			{GroupBy: ByOpenedWeek},
			{From: dbtest.Start.AddDate(-1, 0, 0), GroupBy: ByState},
		} {
			began := time.Now() //nolint:forbidigo // A measurement.
			table, err := s.Tickets(t.Context(), lead, p)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%-14s from %-10s %8d tickets %4d rows %8s", p.GroupBy, p.From.Format(time.DateOnly), table.Totals.Tickets, len(table.Rows), time.Since(began).Round(time.Millisecond)) //nolint:forbidigo // A measurement.
		}
	})
}

// manyTickets writes tickets of ten years with one event each.
func manyTickets(t *testing.T, db *sqldb.DB, n int) {
	t.Helper()
	ctx, rng := t.Context(), rand.New(rand.NewSource(1)) //nolint:gosec // The same tickets each time.
	exec := func(tx *sqldb.Tx, name, text string, args ...any) {
		if _, err := tx.Exec(ctx, sqldb.Q("fill."+name, text), args...); err != nil {
			t.Fatal(err)
		}
	}
	write := func(fn func(tx *sqldb.Tx)) {
		if err := db.Write(ctx, func(_ context.Context, tx *sqldb.Tx) error { fn(tx); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	write(func(tx *sqldb.Tx) {
		exec(tx, "org", `insert into organisation (id, key, name, created_at) values (1, 'o', 'O', 0)`)
		exec(tx, "desk", `insert into desk (id, org_id, key, name) values (1, 1, 'd', 'D')`)
	})
	step := 10 * 365 * 24 * time.Hour / time.Duration(n)
	for i := 1; i <= n; {
		write(func(tx *sqldb.Tx) {
			for range 2000 {
				if i > n {
					return
				}
				created := dbtest.Start.AddDate(-10, 0, 0).Add(time.Duration(i) * step)
				solved := created.Add(time.Duration(rng.ExpFloat64() * float64(48*time.Hour)))
				exec(tx, "ticket", `insert into ticket (id, org_id, desk_id, kind, state, active, title, channel, impact, urgency, priority,
					detected_at, created_at, updated_at, resolved_at, closed_at, version) values ($1, 1, 1, 'incident', 'closed', false, 'x', 'portal', 3, 3, $2, 0, $3, $3, $4, $4, 1)`,
					100_000+i, rng.Intn(5)+1, sqldb.Time(created), sqldb.Time(solved))
				exec(tx, "event", `insert into event (org_id, kind, stream_id, pos, type, label, at, noted_at, payload)
					values (1, 'ticket', $1, 1, 'ticket.reported', 'closed', 0, 0, '{}')`, 100_000+i)
				i++
			}
		})
	}
	if db.Dialect() == sqldb.Postgres {
		write(func(tx *sqldb.Tx) { exec(tx, "analyze", "analyze") })
	}
}
