package directory_test

import (
	"slices"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// typed is what agents type, from the rare to the one letter that fits a third of the register.
var typed = []string{"a", "an", "anna", "and", "anna and", "anna-karin öb", "a b", "ali kvistab", "u0512", "070-1234", "åsa", "siv ås", "x", "sara zz", "per persson a"}

func BenchmarkLookUp(b *testing.B) {
	env := dbtest.SQLite(b)
	w := directorytest.New(b, env.DB)
	start := time.Now()
	w.Crowd(env.DB, 100_000)
	b.Logf("filled in %v", time.Since(start))
	agent := directorytest.InOrg(w.Person("Alva Agent"), directory.PersonRead)
	for _, q := range typed {
		b.Run(q, func(b *testing.B) {
			var times []time.Duration
			hits := 0
			for b.Loop() {
				at := time.Now()
				found, err := w.Dir.LookUp(b.Context(), agent, q, 20)
				if err != nil {
					b.Fatal(err)
				}
				times, hits = append(times, time.Since(at)), len(found)
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(hits), "hits")
		})
	}
}

func TestLookUpNeverScans(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		w.Crowd(env.DB, 6000)
		agent := directorytest.InOrg(w.Person("Alva Agent"), directory.PersonRead)
		for _, q := range typed {
			var stats sqldb.Stats
			if _, err := w.Dir.LookUp(sqldb.WithStats(t.Context(), &stats), agent, q, 20); err != nil {
				t.Fatal(err)
			}
			if n := stats.Statements.Load(); n > 8 {
				t.Errorf("%q takes %d statements", q, n)
			}
		}
	})
}
