package report

import (
	"context"
	"errors"
	"fmt"
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
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc >> 20)
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
			if p.GroupBy = d; d == ByRequester && p.To.IsZero() {
				continue // A list of people, which is made for few at a time.
			}
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

// manyTickets writes tickets of two years, in many places and by many people, with six events each.
func manyTickets(t *testing.T, db *sqldb.DB, n int) {
	t.Helper()
	ctx := t.Context()
	exec := func(text string, args ...any) {
		t.Helper()
		err := db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, sqldb.Q("fill", text), args...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	many := func(n int, text string) {
		t.Helper()
		exec(fmt.Sprintf("with recursive n(i) as (select 1 union all select i + 1 from n where i < %d) ", n) + text)
	}
	exec(`insert into organisation (id, key, name, created_at) values (1, 'o', 'O', 0)`)
	exec(`insert into desk (id, org_id, key, name) values (1, 1, 'd', 'D')`)
	many(20, `insert into desk_group (id, org_id, desk_id, name) select i, 1, 1, 'G' || i from n`)
	const key = `(select sort_key from site where id = 1)`
	exec(`insert into site (id, org_id, name, sort_key) values (1, 1, 'Site 1', $1)`, []byte{1})
	many(2999, `insert into site (id, org_id, name, sort_key) select i + 1, 1, 'Site ' || i, `+key+` from n`)
	many(3000, `insert into unit (id, org_id, path, name, sort_key) select i, 1, '/' || i || '/', 'Unit ' || i, `+key+` from n`)
	many(40, `insert into category (id, org_id, desk_id, name_sv, sort_key) select i, 1, 1, 'C' || i, `+key+` from n`)
	many(max(n/5, 10), `insert into person (id, org_id, given_name, family_name, sort_key, category, created_at, updated_at)
		select i, 1, 'P' || i, 'Q', `+key+`, 'staff', 0, 0 from n`)
	const chunk = 20_000
	for from := 1; from <= n; from += chunk {
		to := min(n, from+chunk-1)
		ids := fmt.Sprintf("with recursive n(i) as (select cast(%d as bigint) union all select i + 1 from n where i < %d) ", from, to)
		begin, step := dbtest.Start.AddDate(-2, 0, 0).UnixMicro(), (2 * 365 * 24 * time.Hour / time.Duration(n)).Microseconds()
		person := fmt.Sprintf("1 + i * 7919 %% %d", max(n/5, 10))
		exec(ids + fmt.Sprintf(`insert into ticket (id, org_id, desk_id, kind, state, substate, active, sealed, title, channel, requester_id, unit_id, site_id, category_id, group_id,
				impact, urgency, priority, first_contact, reopened, hand_overs, within_target, detected_at, created_at, updated_at, resolved_at, closed_at, version)
			select 100000 + i, 1, 1, case when i %% 3 = 0 then 'question' else 'incident' end, case when i %% 20 = 0 then 'open' else 'closed' end,
				case when i %% 40 = 0 then 'awaiting_vendor' else '' end, i %% 20 = 0, i %% 50 = 0, 'The printer on the second floor does not answer',
				case i %% 4 when 0 then 'phone' when 1 then 'mail' else 'portal' end, %[1]s, 1 + (%[1]s) %% 3000, 1 + (%[1]s) %% 3000, 1 + i * 31 %% 40, 1 + i * 17 %% 20,
				1 + i %% 3, 1 + i * 7 %% 3, 1 + i * 13 %% 5, i %% 4 = 0, case when i %% 30 = 0 then 1 else 0 end, i %% 9 / 7, i %% 6 > 0, 0, %[2]d + i * %[3]d, 0,
				case when i %% 20 = 0 then null else %[2]d + i * %[3]d + (i * 104729 %% 1414) * (i * 104729 %% 1414) * 1000000 end,
				case when i %% 20 = 0 then null else %[2]d + i * %[3]d + ((i * 104729 %% 1414) * (i * 104729 %% 1414) + 259200) * 1000000 end, 6
			from n`, person, begin, step))
		exec(ids + `insert into event (org_id, kind, stream_id, pos, type, label, at, noted_at, payload)
			select 1, 'ticket', 100000 + i, p.pos, 'ticket.changed', p.label, 0, 0, '{"changes":{"state":{"from":"open","to":"resolved"}}}' from n
			cross join (select 1 as pos, 'new' as label union all select 2, 'open' union all select 3, 'open' union all select 4, 'open' union all select 5, 'resolved'
				union all select 6, 'closed') p`)
	}
	if db.Dialect() == sqldb.Postgres {
		exec("analyze")
	}
}
