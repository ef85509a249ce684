package ledger

import (
	"math"
	"strconv"
	"sync"
)

// Query chooses tickets and says what the rows stand for.
type Query struct {
	// Created from From on and before To, in microseconds; see Always.
	From, To int64
	// Seen says of which places tickets count. It is asked once for each place.
	Seen func(*Place) bool
	By   Column
	// One of these gives a row's key, as By asks; "" and 0 are what is not known.
	OfPlace func(*Place) int64
	OfClass func(*Class) string
	OfDay   func(day int64) string
	// Histories asks for Result.Histories.
	Histories bool
}

// Always are the ends of a period without ends.
const (
	AlwaysFrom = math.MinInt64
	AlwaysTo   = math.MaxInt64
)

// Column is what rows are told apart by.
type Column uint8

// The columns.
const (
	ByNothing Column = iota
	ByPlace
	ByClass
	ByCategory
	ByRequester
	ByOpened
	ByResolved
	ByClosed
)

// Sum is what is counted for a row.
type Sum struct {
	Tickets, Events, Reopened, Reopenings, Reassigned, HandOvers int64
	Resolved, Closed, FirstContact, InTarget, OutTarget          int64
	// Seconds: all together, and the two in the middle.
	ToResolve, ToClose         int64
	MiddleResolve, MiddleClose [2]int64
}

// Result is the rows and all of them together.
type Result struct {
	Keys  []string
	Sums  []Sum
	Total Sum
	// Histories says how many tickets have each history.
	Histories map[string]int64
}

// scan is a count at work.
type scan struct {
	e    *Edition
	q    *Query
	seen []bool
	rows []int32 // By number in the column; -1 where it has not been met.
	keys map[string]int32
	ids  map[int64]int32 // Keys that are ids, by place.
	res  Result
	// picked is each slot's row; -1 where the ticket does not count.
	picked          []int32
	resolve, closed []histogram
	histories       []int64
	flags           []uint8
}

// The flags of a class.
const (
	first uint8 = 1 << iota
	in
	out
)

// scratch are the arrays of picked, which are as long as all tickets.
var scratch = sync.Pool{New: func() any { return new([]int32) }}

// manyRows is from how many rows on histograms for each would cost more than they spare.
const manyRows = 4096

// Count counts.
func (e *Edition) Count(q Query) Result {
	c := &scan{e: e, q: &q, keys: map[string]int32{}, ids: map[int64]int32{}}
	held := scratch.Get().(*[]int32) //nolint:forcetypeassert // Nothing else is put there.
	defer scratch.Put(held)
	if n := len(e.segments) * slots; cap(*held) < n {
		*held = make([]int32, n)
	}
	c.picked = (*held)[:len(e.segments)*slots]
	c.prepare()
	for k, s := range e.segments {
		picked := c.picked[k*slots : (k+1)*slots]
		if s.used == 0 || s.last < q.From || s.first >= q.To {
			for i := range picked {
				picked[i] = -1
			}
			continue
		}
		c.segment(s, (*[slots]int32)(picked))
	}
	c.total()
	if len(c.res.Sums) <= manyRows {
		c.middles()
	} else {
		c.gathered()
	}
	for n, count := range c.histories {
		if count > 0 {
			if c.res.Histories == nil {
				c.res.Histories = map[string]int64{}
			}
			c.res.Histories[e.histories[n]] += count
		}
	}
	return c.res
}

func (c *scan) prepare() {
	e, q := c.e, c.q
	c.seen = make([]bool, max(len(e.places), 1))
	for n := 1; n < len(e.places); n++ {
		c.seen[n] = q.Seen(&e.places[n])
	}
	c.flags = make([]uint8, len(e.classes))
	for n := range e.classes {
		k := &e.classes[n]
		for _, f := range []struct {
			on  bool
			bit uint8
		}{{k.First, first}, {k.InTarget, in}, {k.OutTarget, out}} {
			if f.on {
				c.flags[n] |= f.bit
			}
		}
	}
	if q.Histories {
		c.histories = make([]int64, len(e.histories))
	}
	values := 1
	switch q.By {
	case ByPlace:
		values = len(e.places)
	case ByClass:
		values = len(e.classes)
	case ByCategory:
		values = len(e.categories)
	case ByRequester:
		values = len(e.requesters)
	case ByOpened, ByResolved, ByClosed:
		values = len(e.days)
	case ByNothing:
	}
	c.rows = make([]int32, values)
	for i := range c.rows {
		c.rows[i] = -1
	}
}

// nothing is the column of a count without grouping.
var nothing [slots]uint32

func (c *scan) column(s *segment) *[slots]uint32 {
	switch c.q.By {
	case ByPlace:
		return &s.place
	case ByClass:
		return &s.class
	case ByCategory:
		return &s.category
	case ByRequester:
		return &s.requester
	case ByOpened:
		return &s.opened
	case ByResolved:
		return &s.resolved
	case ByClosed:
		return &s.closed
	case ByNothing:
	}
	return &nothing
}

// segment adds a segment's tickets to their rows.
func (c *scan) segment(s *segment, picked *[slots]int32) {
	column := c.column(s)
	inside := s.first >= c.q.From && s.last < c.q.To
	for i := range slots {
		if !c.seen[s.place[i]] || !inside && (s.created[i] < c.q.From || s.created[i] >= c.q.To) {
			picked[i] = -1
			continue
		}
		n := c.rows[column[i]]
		if n < 0 {
			n = c.row(column[i])
		}
		picked[i] = n
		sum := &c.res.Sums[n]
		sum.Tickets++
		sum.Events += int64(s.version[i])
		if r := s.reopened[i]; r > 0 {
			sum.Reopened++
			sum.Reopenings += int64(r)
		}
		if h := s.handOvers[i]; h > 0 {
			sum.Reassigned++
			sum.HandOvers += int64(h)
		}
		f := c.flags[s.class[i]]
		sum.FirstContact += int64(f & first)
		sum.InTarget += int64(f & in >> 1)
		sum.OutTarget += int64(f & out >> 2)
		if b := s.resolveBucket[i]; b != 0 {
			sum.Resolved++
			sum.ToResolve += s.toResolve[i]
		}
		if b := s.closeBucket[i]; b != 0 {
			sum.Closed++
			sum.ToClose += s.toClose[i]
		}
		if int(n) < len(c.resolve) {
			c.resolve[n][s.resolveBucket[i]]++
			c.closed[n][s.closeBucket[i]]++
		}
		if c.histories != nil {
			c.histories[s.history[i]]++
		}
	}
}

// row is the row of a number that the column shows for the first time.
func (c *scan) row(number uint32) int32 {
	var of int64
	if c.q.By == ByPlace {
		// Many places share an id, so it is looked up before it is written out.
		of = c.q.OfPlace(&c.e.places[number])
		if n, ok := c.ids[of]; ok {
			c.rows[number] = n
			return n
		}
	}
	key := c.key(number)
	n, ok := c.keys[key]
	if !ok {
		n = int32(len(c.res.Sums)) //nolint:gosec // Fewer rows than tickets.
		c.keys[key] = n
		c.ids[of] = n
		c.res.Keys, c.res.Sums = append(c.res.Keys, key), append(c.res.Sums, Sum{})
		if len(c.resolve) < manyRows {
			c.resolve, c.closed = append(c.resolve, histogram{}), append(c.closed, histogram{})
		}
	}
	c.rows[number] = n
	return n
}

func (c *scan) key(number uint32) string {
	e, q := c.e, c.q
	switch q.By {
	case ByPlace:
		return id(q.OfPlace(&e.places[number]))
	case ByClass:
		return q.OfClass(&e.classes[number])
	case ByCategory:
		return id(e.categories[number])
	case ByRequester:
		return id(e.requesters[number])
	case ByOpened, ByResolved, ByClosed:
		if day := e.days[number]; day != Never {
			return q.OfDay(day)
		}
	case ByNothing:
	}
	return ""
}

func id(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func (c *scan) total() {
	t := &c.res.Total
	for i := range c.res.Sums {
		s := &c.res.Sums[i]
		t.Tickets, t.Events, t.Reopened, t.Reopenings = t.Tickets+s.Tickets, t.Events+s.Events, t.Reopened+s.Reopened, t.Reopenings+s.Reopenings
		t.Reassigned, t.HandOvers, t.Resolved, t.Closed = t.Reassigned+s.Reassigned, t.HandOvers+s.HandOvers, t.Resolved+s.Resolved, t.Closed+s.Closed
		t.FirstContact, t.InTarget, t.OutTarget = t.FirstContact+s.FirstContact, t.InTarget+s.InTarget, t.OutTarget+s.OutTarget
		t.ToResolve, t.ToClose = t.ToResolve+s.ToResolve, t.ToClose+s.ToClose
	}
}

// OpenAt counts the tickets of seen places that were created before an instant and not closed before it.
func (e *Edition) OpenAt(at int64, seen func(*Place) bool) (n int64) {
	counts := make([]bool, max(len(e.places), 1))
	for n := 1; n < len(e.places); n++ {
		counts[n] = seen(&e.places[n])
	}
	for _, s := range e.segments {
		if s.first >= at {
			continue
		}
		for i := range slots {
			if s.created[i] < at && (s.closedAt[i] == 0 || s.closedAt[i] >= at) && counts[s.place[i]] {
				n++
			}
		}
	}
	return n
}
