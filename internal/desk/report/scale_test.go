package report

import (
	"context"
	"errors"
	"math/rand"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// TestScale measures reports over many tickets: LOTSEN_SCALE=1000000 go test -run Scale -v -timeout 1h, or over a database
// that is there: LOTSEN_SCALE_DB=sqlite:FILE.
func TestScale(t *testing.T) {
	if dsn := os.Getenv("LOTSEN_SCALE_DB"); dsn != "" {
		db, err := sqldb.Open(t.Context(), dsn, sqldb.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		measure(t, db)
		return
	}
	n, err := strconv.Atoi(os.Getenv("LOTSEN_SCALE"))
	if err != nil {
		n = 3000 // Enough to see that it works; the figures want more.
	}
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		manyTickets(t, env.DB, n)
		measure(t, env.DB)
	})
}

// processor is the processor time that this process has taken.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func measure(t *testing.T, db *sqldb.DB) {
	t.Helper()
	s := New(Deps{DB: db})
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc >> 20
	}
	before, began, used := heap(), time.Now(), processor() //nolint:forbidigo // A measurement.
	if _, err := s.follower.now(t.Context(), 10*time.Minute, false); err != nil {
		t.Fatal(err)
	}
	t.Logf("filled without histories in %s, processor %s", time.Since(began).Round(time.Millisecond), (processor() - used).Round(time.Millisecond)) //nolint:forbidigo // A measurement.
	for {
		if _, err := s.follower.now(t.Context(), time.Minute, true); err == nil {
			break
		} else if !errors.Is(err, errNotYet) {
			t.Fatal(err)
		}
	}
	e := s.follower.ledger.Now()
	t.Logf("filled with %d tickets in %s, processor %s, %d MB, %s", e.Tickets, time.Since(began).Round(time.Millisecond), (processor() - used).Round(time.Millisecond), heap()-before, e.Sizes()) //nolint:forbidigo // A measurement.
	last, err := sqldb.One(t.Context(), db, sqldb.Q("test.last", `select max(created_at) from ticket`), sqldb.Value[int64])
	if err != nil {
		t.Fatal(err)
	}
	org, err := sqldb.One(t.Context(), db, sqldb.Q("test.org", `select org_id from ticket where id = (select max(id) from ticket)`), sqldb.Value[int64])
	if err != nil {
		t.Fatal(err)
	}
	end := time.UnixMicro(last).UTC()
	begin := time.Date(end.Year(), end.Month(), 1, 0, 0, 0, 0, time.UTC)
	lead := authz.Actor{Person: 1, Org: org, Grants: []authz.Grant{{Verb: MayRead, Reach: authz.Organisation, Of: org}, {Verb: "ticket.read", Reach: authz.Organisation, Of: org}}}
	for _, period := range []Params{
		{From: begin.AddDate(0, -1, 0), To: begin}, {From: begin.AddDate(0, -11, 0)}, {},
	} {
		for _, d := range []Dimension{ByNothing, ByState, ByPriority, ByCategory, ByGroup, BySite, ByOpenedDay, ByOpenedMonth, ByResolvedMonth, ByRequester} {
			p := period
			p.GroupBy = d
			measureOne(t, s, lead, p)
		}
	}
	p := Params{OpenAt: begin, GroupBy: ByPriority}
	measureOne(t, s, lead, p)
}

// measureOne asks one after the other for the processor's time, and eight at once for the clock's. No question is asked
// twice, so that nobody is given what another has counted.
func measureOne(t *testing.T, s *Service, lead authz.Actor, p Params) {
	t.Helper()
	var asked atomic.Int64
	end := p.To
	if end.IsZero() {
		end = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	ask := func() (Table, time.Duration) {
		q, began := p, time.Now() //nolint:forbidigo // A measurement.
		q.To = end.Add(time.Duration(asked.Add(1)) * time.Microsecond)
		table, err := s.Tickets(t.Context(), lead, q)
		if err != nil {
			t.Error(err)
		}
		return table, time.Since(began) //nolint:forbidigo // A measurement.
	}
	table, _ := ask()
	const alone, clients, each = 6, 8, 4
	used := processor()
	for range alone {
		ask()
	}
	used = (processor() - used) / alone
	var mu sync.Mutex
	var took []time.Duration
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for range each {
				_, d := ask()
				mu.Lock()
				took = append(took, d)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	slices.Sort(took)
	t.Logf("%-14s from %-10s %8d tickets %6d rows  processor %7s  eight at once: median %7s p95 %7s", p.GroupBy, p.From.Format(time.DateOnly), table.Totals.Tickets,
		len(table.Rows), used.Round(10*time.Microsecond), took[len(took)/2].Round(100*time.Microsecond), took[len(took)*95/100].Round(100*time.Microsecond))
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
	step := 2 * 365 * 24 * time.Hour / time.Duration(n)
	for i := 1; i <= n; {
		write(func(tx *sqldb.Tx) {
			for range 2000 {
				if i > n {
					return
				}
				created := dbtest.Start.AddDate(-2, 0, 0).Add(time.Duration(i) * step)
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
