package order_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/order"
	"lotsen/internal/testkit/dbtest"
)

// BenchmarkWhole_school is a computer for each of 500 pupils: how long it takes to put them in the cart, to order them, and
// to say yes to all of them. Each round is a new order of the same pupils.
func BenchmarkWhole_school(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *dbtest.Env{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			w := build(b, open(b))
			pupils := w.pupils(b, 500)
			var put, place, decide time.Duration
			rounds := 0
			for b.Loop() {
				start := time.Now()
				in := order.AddInput{Item: w.Computer.ID, People: pupils, Answers: map[string]string{"why": "En var"}}
				if _, err := w.Order.Add(b.Context(), w.Sara, in); err != nil {
					b.Fatal(err)
				}
				placed := time.Now()
				o, err := w.Order.Place(b.Context(), w.Sara, order.PlaceInput{})
				must(b, err)
				decided := time.Now()
				w.decide(b, w.Greta, o.ID, true)
				put, place, decide = put+placed.Sub(start), place+decided.Sub(placed), decide+time.Since(decided)
				rounds++
			}
			for unit, d := range map[string]time.Duration{"put-ms": put, "place-ms": place, "approve-ms": decide} {
				b.ReportMetric(float64(d.Milliseconds())/float64(rounds), unit)
			}
		})
	}
}
