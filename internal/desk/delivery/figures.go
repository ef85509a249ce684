package delivery

import (
	"cmp"
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/sqldb"
)

// Figure counts the deliveries of an item in a month.
type Figure struct {
	Item   int64
	Sv, En string
	Month  string // 2026-11; "" in a sum.
	Tally
}

// Name is the item's name in a language.
func (f *Figure) Name(lang string) string {
	if lang == "en" && f.En != "" {
		return f.En
	}
	return f.Sv
}

// Tally is what is counted of deliveries.
type Tally struct {
	Delivered int64
	Timely    int64 // On the promised day or before.
	Late      int64
	Accepted  int64
	Faults    int64 // Deliveries in which a fault was reported.

	took map[int]int64 // Working days, and how many took so long.
}

// Plus adds another tally.
func (t Tally) Plus(o Tally) Tally {
	sum := Tally{
		Delivered: t.Delivered + o.Delivered, Timely: t.Timely + o.Timely, Late: t.Late + o.Late, Accepted: t.Accepted + o.Accepted, Faults: t.Faults + o.Faults,
		took: map[int]int64{},
	}
	for _, m := range []map[int]int64{t.took, o.took} {
		for days, n := range m {
			sum.took[days] += n
		}
	}
	return sum
}

// Share is the part that came in time, in per cent; false when nothing was delivered.
func (t Tally) Share() (int64, bool) {
	if t.Delivered == 0 {
		return 0, false
	}
	return (t.Timely*100 + t.Delivered/2) / t.Delivered, true
}

// Median is the measured lead time in working days; of two in the middle the longer. False when nothing was delivered.
func (t Tally) Median() (int, bool) {
	var days []int
	var all int64
	for d, n := range t.took {
		days, all = append(days, d), all+n
	}
	slices.Sort(days)
	var before int64
	for _, d := range days {
		if before += t.took[d]; before > all/2 {
			return d, true
		}
	}
	return 0, false
}

// FigureInput is the period of figures, as instants, and the desk; 0 for every desk.
type FigureInput struct {
	From, To time.Time
	Desk     directory.DeskID
}

// Figures counts what was delivered in a period, by item and month, within what the actor may count.
func (s *Service) Figures(ctx context.Context, by authz.Actor, in FigureInput) ([]Figure, error) {
	scope := counted(by)
	if scope.Empty() {
		return nil, nil
	}
	var w sqldb.Where
	condition, args := scope.SQL()
	w.And(condition, args...)
	w.And("k.delivered_at >= ? and k.delivered_at < ?", sqldb.Time(in.From), sqldb.Time(in.To))
	if in.Desk != 0 {
		w.And("k.desk_id = ?", int64(in.Desk))
	}
	type key struct {
		item  int64
		month string
	}
	found := map[key]*Figure{}
	text := "select k.item_id, k.item_sv, k.item_en, k.delivered_at, k.promised_on, coalesce(k.took_days, 0), k.state, k.faults from delivery_task k where " + w.SQL() + " order by k.id"
	err := sqldb.Each(ctx, s.d.DB, sqldb.Q("delivery.figures", text), func(r sqldb.Row) error {
		var f Figure
		var t Task
		if err := r.Scan(&f.Item, &f.Sv, &f.En, sqldb.ScanTime(&t.Delivered), &t.Promised, &t.Took, &t.State, &t.Faults); err != nil {
			return err
		}
		f.Month = t.Delivered.In(clock.Stockholm()).Format("2006-01")
		k := key{f.Item, f.Month}
		if found[k] == nil {
			f.took = map[int]int64{}
			found[k] = &f
		}
		found[k].Sv, found[k].En = f.Sv, f.En // As it was called last.
		found[k].add(&t)
		return nil
	}, w.Args()...)
	out := make([]Figure, 0, len(found))
	for _, f := range found {
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b Figure) int {
		return cmp.Or(cmp.Compare(b.Month, a.Month), cmp.Compare(a.Sv, b.Sv), cmp.Compare(a.Item, b.Item))
	})
	return out, err
}

func (t *Tally) add(k *Task) {
	t.Delivered++
	t.took[k.Took]++
	if k.Timely() {
		t.Timely++
	} else {
		t.Late++
	}
	if k.State == Accepted {
		t.Accepted++
	}
	if k.Faults > 0 {
		t.Faults++
	}
}

// Lead is a measured lead time.
type Lead struct {
	Days  int // Working days: half of the deliveries took no longer.
	Count int // Of how many deliveries.
}

var selectLead = sqldb.Q("delivery.lead", `
	select k.item_id, coalesce(k.took_days, 0), count(*) from delivery_task k where k.org_id = $1 and k.item_id {{in $2}} and k.delivered_at >= $3
	group by k.item_id, coalesce(k.took_days, 0)`)

// LeadOf measures how long items of an organisation took in the last year. It is a number of days, and whom it was for is
// not in it; what was delivered less than three times has none.
func LeadOf(ctx context.Context, q sqldb.Querier, org directory.OrgID, items []int64) (map[int64]Lead, error) {
	const least = 3
	tallies := map[int64]*Tally{}
	err := sqldb.Each(ctx, q, selectLead, func(r sqldb.Row) error {
		var item, n int64
		var days int
		if err := r.Scan(&item, &days, &n); err != nil {
			return err
		}
		if tallies[item] == nil {
			tallies[item] = &Tally{took: map[int]int64{}}
		}
		tallies[item].took[days] += n
		tallies[item].Delivered += n
		return nil
	}, int64(org), sqldb.List[int64](items), sqldb.Time(q.Now().AddDate(-1, 0, 0)))
	out := map[int64]Lead{}
	for item, t := range tallies {
		if days, ok := t.Median(); ok && t.Delivered >= least {
			out[item] = Lead{Days: days, Count: int(t.Delivered)}
		}
	}
	return out, err
}
