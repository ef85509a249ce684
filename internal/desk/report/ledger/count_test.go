package ledger

import (
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// random is a ticket with any values; persons is how many requesters there are.
func random(rng *rand.Rand, id int64, persons int) Fact {
	day := func() int64 {
		if rng.Intn(4) == 0 {
			return Never
		}
		return 20_000 + rng.Int63n(400)
	}
	// Short and long, equal and negative ones.
	seconds := func() int64 {
		switch rng.Intn(5) {
		case 0:
			return rng.Int63n(12) - 2
		case 1:
			return -rng.Int63n(1 << 40)
		case 2:
			return rng.Int63n(1 << 50)
		}
		return int64(rng.ExpFloat64() * 200_000)
	}
	f := Fact{
		ID: id, Version: 1 + rng.Int63n(20), Place: Place{Org: 1, Desk: 1 + rng.Int63n(3), Unit: rng.Int63n(40), Sealed: rng.Intn(9) == 0},
		Class: Class{State: fmt.Sprint(rng.Intn(7)), Priority: rng.Int63n(6), First: rng.Intn(3) == 0, InTarget: rng.Intn(2) == 0}, Category: rng.Int63n(50),
		Requester: rng.Int63n(int64(persons)), Created: rng.Int63n(1_000_000), OpenedDay: 20_000 + rng.Int63n(700), ResolvedDay: day(), ClosedDay: day(),
		Reopened: max(0, rng.Int63n(5)-3), HandOvers: max(0, rng.Int63n(5)-3), History: fmt.Sprint(rng.Intn(30)),
	}
	if f.ResolvedDay != Never {
		f.ToResolve = seconds()
	}
	if f.ClosedDay != Never {
		f.ToClose, f.ClosedAt = seconds(), 1+rng.Int63n(2_000_000)
	}
	return f
}

// plainly counts as one would without a ledger.
func plainly(facts map[int64]Fact, q Query, key func(*Fact) string) map[string]Sum {
	type row struct {
		Sum
		resolve, closed []int64
	}
	rows := map[string]*row{}
	for _, f := range facts {
		if !q.Seen(&f.Place) || f.Created < q.From || f.Created >= q.To {
			continue
		}
		for _, k := range []string{key(&f), "total"} {
			r := rows[k]
			if r == nil {
				r = &row{}
				rows[k] = r
			}
			r.Tickets++
			r.Events += f.Version
			r.Reopenings += f.Reopened
			r.HandOvers += f.HandOvers
			r.Reopened += min(f.Reopened, 1)
			r.Reassigned += min(f.HandOvers, 1)
			if f.Class.First {
				r.FirstContact++
			}
			if f.Class.InTarget {
				r.InTarget++
			}
			if f.ResolvedDay != Never {
				r.Resolved++
				r.ToResolve += f.ToResolve
				r.resolve = append(r.resolve, f.ToResolve)
			}
			if f.ClosedDay != Never {
				r.Closed++
				r.ToClose += f.ToClose
				r.closed = append(r.closed, f.ToClose)
			}
		}
	}
	out := map[string]Sum{}
	for k, r := range rows {
		for _, m := range []struct {
			values []int64
			into   *[2]int64
		}{{r.resolve, &r.MiddleResolve}, {r.closed, &r.MiddleClose}} {
			if n := len(m.values); n > 0 {
				slices.Sort(m.values)
				*m.into = [2]int64{m.values[(n-1)/2], m.values[n/2]}
			}
		}
		out[k] = r.Sum
	}
	return out
}

func TestCount_says_what_plain_counting_says(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewSource(7)) //nolint:gosec // The same tickets each time.
	l, facts := New(), map[int64]Fact{}
	for range 6 {
		var batch []Fact
		for range 3000 {
			f := random(rng, 100_000+rng.Int63n(12_000), 20_000)
			if !slices.ContainsFunc(batch[max(0, len(batch)-50):], func(o Fact) bool { return o.ID == f.ID }) {
				batch = append(batch, f)
				facts[f.ID] = f
			}
		}
		var gone []int64
		for range 40 {
			id := 100_000 + rng.Int63n(9000)
			gone = append(gone, id)
			delete(facts, id)
		}
		before := l.Now()
		tickets := before.Count(Query{From: AlwaysFrom, To: AlwaysTo, Seen: all}).Total.Tickets
		if err := l.Put(batch, gone); err != nil {
			t.Fatal(err)
		}
		if again := before.Count(Query{From: AlwaysFrom, To: AlwaysTo, Seen: all}).Total.Tickets; again != tickets || before.Tickets != int(tickets) {
			t.Errorf("an edition that was taken has changed: %d, then %d", tickets, again)
		}
	}
	for id := range facts {
		if f, ok := l.Now().Fact(id); !ok || f != facts[id] {
			t.Fatalf("put %+v\ngot %+v", facts[id], f)
		}
	}
	if got, want := l.Now().Between(100_500, 103_000), slices.Sorted(maps.Keys(facts)); !slices.Equal(got, slices.DeleteFunc(want, func(id int64) bool { return id < 100_500 || id > 103_000 })) {
		t.Error("tickets between two numbers are not those")
	}
	for name, by := range map[string]struct {
		q   Query
		key func(*Fact) string
	}{
		"nothing":   {Query{}, func(*Fact) string { return "" }},
		"unit":      {Query{By: ByPlace, OfPlace: func(p *Place) int64 { return p.Unit }}, func(f *Fact) string { return id(f.Place.Unit) }},
		"state":     {Query{By: ByClass, OfClass: func(c *Class) string { return c.State }}, func(f *Fact) string { return f.Class.State }},
		"category":  {Query{By: ByCategory}, func(f *Fact) string { return id(f.Category) }},
		"requester": {Query{By: ByRequester}, func(f *Fact) string { return id(f.Requester) }}, // More rows than histograms.
		"opened":    {Query{By: ByOpened, OfDay: week}, func(f *Fact) string { return week(f.OpenedDay) }},
		"resolved":  {Query{By: ByResolved, OfDay: week}, func(f *Fact) string { return weekOrNone(f.ResolvedDay) }},
		"closed":    {Query{By: ByClosed, OfDay: week}, func(f *Fact) string { return weekOrNone(f.ClosedDay) }},
	} {
		for _, span := range [][2]int64{{AlwaysFrom, AlwaysTo}, {300_000, 310_000}, {500_000, AlwaysTo}, {2_000_000, AlwaysTo}} {
			q := by.q
			q.From, q.To, q.Seen = span[0], span[1], func(p *Place) bool { return !p.Sealed && p.Desk != 2 }
			r := l.Now().Count(q)
			if name == "requester" && span[0] == AlwaysFrom && len(r.Keys) <= manyRows {
				t.Errorf("%d rows are not many", len(r.Keys))
			}
			got := map[string]Sum{}
			for i, k := range r.Keys {
				got[k] = r.Sums[i]
			}
			if got["total"] = r.Total; r.Total.Tickets == 0 {
				delete(got, "total")
			}
			if diff := cmp.Diff(plainly(facts, q, by.key), got); diff != "" {
				t.Errorf("by %s from %d: plain -, ledger +\n%s", name, span[0], diff)
			}
		}
	}
}

func all(*Place) bool { return true }

func week(day int64) string { return fmt.Sprint("w", day/7) }

func weekOrNone(day int64) string {
	if day == Never {
		return ""
	}
	return week(day)
}

func TestBuckets_rise_with_the_duration(t *testing.T) {
	t.Parallel()
	last := uint8(0)
	for _, s := range slices.Concat([]int64{-1 << 62, -1}, steps()) {
		if b := bucket(s); b < last || b == 0 {
			t.Fatalf("%d seconds: bucket %d after %d", s, b, last)
		} else {
			last = b
		}
	}
}

// steps are rising durations, each about a thousandth longer than the one before.
func steps() (out []int64) {
	for s := int64(0); s < 1<<61; s += 1 + s/1000 {
		out = append(out, s)
	}
	return out
}

func TestPut_refuses_what_no_ticket_can_have(t *testing.T) {
	t.Parallel()
	l := New()
	for _, f := range []Fact{{ID: 1, Reopened: -1}, {ID: -4}, {ID: 1, Version: 1 << 33}, {ID: 1, OpenedDay: Never}} {
		if err := l.Put([]Fact{f}, nil); err == nil || l.Now().Tickets != 0 {
			t.Errorf("%+v was put", f)
		}
	}
}
