package delegation

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Passed is how much was handed over in a period, of the cases that were categorised for it or of the others.
type Passed struct {
	Tickets int           // Handed over for the first time.
	All     int           // Hand-overs, with those that follow.
	Mean    time.Duration // From the case's report to its first hand-over.
}

// Pair is how often cases went from one supplier to another.
type Pair struct {
	From, To string
	Count    int
	Tickets  int
}

// Figures is what was handed over at a desk in a period.
type Figures struct {
	Expected, Unexpected Passed
	Pairs                []Pair // The most frequent first.
}

// maxPairs bounds the report; suppliers are dozens.
const maxPairs = 200

// Figures counts a desk's hand-overs from an instant to before another. It reads the hand-overs of the period alone.
func (s *Service) Figures(ctx context.Context, by authz.Actor, org directory.OrgID, desk directory.DeskID, from, to time.Time) (Figures, error) {
	var f Figures
	scope := kept(by)
	if scope.Empty() || by.Person != 0 && !by.May(ticket.MayNote) {
		return f, nil
	}
	var w sqldb.Where
	w.And("d.org_id = ? and d.desk_id = ? and d.given_at >= ? and d.given_at < ?", int64(org), int64(desk), sqldb.Time(from), sqldb.Time(to))
	condition, args := scope.SQL()
	w.And(condition, args...)
	text := `select d.expected, count(*), count(*) filter (where d.hop = 1), cast(coalesce(sum(d.waited) filter (where d.hop = 1), 0) as bigint)
		from delegation d join ticket t on t.id = d.ticket_id where ` + w.SQL() + ` group by d.expected`
	if err := sqldb.Each(ctx, s.d.DB, sqldb.Q("delegation.passed", text), func(r sqldb.Row) error {
		var expected bool
		var p Passed
		var sum int64
		if err := r.Scan(&expected, &p.All, &p.Tickets, &sum); err != nil {
			return err
		}
		if p.Tickets > 0 {
			p.Mean = time.Duration(sum/int64(p.Tickets)) * time.Minute
		}
		if expected {
			f.Expected = p
		} else {
			f.Unexpected = p
		}
		return nil
	}, w.Args()...); err != nil {
		return f, err
	}
	text = `select a.name, b.name, count(*), count(distinct d.ticket_id) from delegation d join ticket t on t.id = d.ticket_id
		join supplier a on a.id = d.from_supplier_id join supplier b on b.id = d.supplier_id where ` + w.SQL() +
		` group by d.from_supplier_id, a.name, d.supplier_id, b.name order by count(*) desc, a.name, b.name` + w.Numbered(` limit ?`, maxPairs)
	var err error
	f.Pairs, err = sqldb.All(ctx, s.d.DB, sqldb.Q("delegation.pairs", text), func(r sqldb.Row) (Pair, error) {
		var p Pair
		return p, r.Scan(&p.From, &p.To, &p.Count, &p.Tickets)
	}, w.Args()...)
	return f, err
}
