package search

import (
	"context"
	"encoding/csv"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/shared"
)

// TestScale measures searches over many tickets: LOTSEN_SCALE=1000000 go test -run Scale -timeout 2h. Words come as often
// as words do: the first in every second ticket, the thousandth in few.
func TestScale(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("LOTSEN_SCALE"))
	if err != nil {
		n = 3000 // Enough to see that it works; the figures want more.
	}
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		words := vocabulary(t)
		fill(t, env.DB, words, n)
		s := New(Deps{DB: env.DB, Events: event.NewLog(), Ticket: ticket.New(ticket.Deps{DB: env.DB, Events: event.NewLog()})})
		agent := authz.Actor{Person: 1, Org: 1, Grants: []authz.Grant{{Verb: ticket.MayRead, Reach: authz.Desk, Of: 1}, {Verb: ticket.MayNote, Reach: authz.Desk, Of: 1}, {Verb: ticket.MayReport, Reach: authz.Own}}}
		user := authz.Actor{Person: 17, Org: 1, Grants: []authz.Grant{{Verb: ticket.MayReport, Reach: authz.Own}}}
		for _, q := range []string{
			words[0], words[3], words[20], words[200], words[2000], words[20000], words[0] + " " + words[1], words[0] + " " + words[2000],
			words[0][:3], words[20][:4], "L-1234", ticket.ID(100001 + n/2).String(), "finnsinte", "it",
		} {
			for who, by := range map[string]authz.Actor{"agent": agent, "user": user} {
				best, hits := time.Hour, 0
				for range 3 {
					began := time.Now() //nolint:forbidigo // A measurement.
					p, err := s.Tickets(t.Context(), by, q, Options{})
					if err != nil {
						t.Fatal(err)
					}
					best, hits = min(best, time.Since(began)), len(p.Hits) //nolint:forbidigo // A measurement.
				}
				t.Logf("%-40s %-6s %3d hits %8s", q, who, hits, best.Round(10*time.Microsecond))
				if best > 50*time.Millisecond {
					t.Errorf("%q for %s took %s", q, who, best)
				}
			}
		}
	})
}

func vocabulary(t *testing.T) []string {
	t.Helper()
	file, err := os.Open(filepath.Join(shared.Dir(t), "snowball-sv", "sample.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r := csv.NewReader(file)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, row := range rows {
		words = append(words, row[0])
	}
	rng := rand.New(rand.NewSource(1)) //nolint:gosec // The same words each time.
	rng.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	for base := len(words); len(words) < 30_000; {
		words = append(words, words[rng.Intn(base)]+words[rng.Intn(base)])
	}
	return words
}

// fill writes tickets and their documents without the use cases around them.
func fill(t *testing.T, db *sqldb.DB, words []string, n int) {
	t.Helper()
	ctx := t.Context()
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
		for d := 1; d <= 4; d++ {
			exec(tx, "desk", `insert into desk (id, org_id, key, name) values ($1, 1, $2, 'D')`, d, fmt.Sprint("d", d))
		}
		for p := 1; p <= 20_000; p++ {
			exec(tx, "person", `insert into person (id, org_id, given_name, family_name, sort_key, category, created_at, updated_at)
				values ($1, 1, 'P', $2, $3, 'employee', 0, 0)`, p, fmt.Sprint(p), []byte{1})
		}
	})
	rng := rand.New(rand.NewSource(2)) //nolint:gosec // The same tickets each time.
	zipf := rand.NewZipf(rng, 1.07, 3, uint64(len(words)-1))
	e := engineOf(db.Dialect())
	text := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(words[zipf.Uint64()])
			b.WriteByte(' ')
		}
		return b.String()
	}
	for i := 1; i <= n; {
		write(func(tx *sqldb.Tx) {
			for range 1000 {
				if i > n {
					return
				}
				id, person, desk := int64(100_000+i), int64(rng.Intn(20_000)+1), int64(rng.Intn(4)+1)
				said, note := text(30), text(10)
				exec(tx, "ticket", `insert into ticket (id, org_id, desk_id, kind, state, active, title, channel, requester_id, impact, urgency, priority,
					detected_at, created_at, updated_at, version) values ($1, 1, $2, 'incident', 'closed', false, $3, 'portal', $4, 3, 3, 3, 0, 0, 0, 1)`,
					id, desk, strings.ToValidUTF8(said[:40], ""), person)
				o := owners{ticket: id, org: 1, desk: desk, requester: person}
				d := document{ticket: id, public: []string{ticket.ID(id).String(), said}, internal: []string{note}, scope: o.tokens()}
				forms := d.forms()
				if err := e.put(ctx, tx, &d, &forms, textindex.Words(textindex.Document(d.public[0])), d.digest()); err != nil {
					t.Fatal(err)
				}
				i++
			}
		})
	}
	write(func(tx *sqldb.Tx) {
		// The words of a whole language are known, whichever the tickets happened to use.
		d := document{ticket: 100_001, public: []string{"L-100001"}, scope: (&owners{ticket: 100_001, org: 1, desk: 1}).tokens(), indexed: true}
		forms := d.forms()
		if err := e.put(ctx, tx, &d, &forms, textindex.Words(textindex.Document(words...)), d.digest()); err != nil {
			t.Fatal(err)
		}
		if db.Dialect() == sqldb.Postgres {
			exec(tx, "analyze", "analyze")
		}
	})
}
