package ledger

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// dicts are the dictionaries of the columns.
type dicts struct {
	place               dict[Place]
	class               dict[Class]
	category, requester dict[int64]
	day                 dict[int64]
	history             dict[string]
}

// Ledger is the newest edition and what it takes to make the next.
type Ledger struct {
	mu       sync.Mutex // Held by whoever makes an edition.
	dicts    dicts
	segments map[int64]*segment
	now      atomic.Pointer[Edition]
}

// New returns an empty ledger.
func New() *Ledger {
	l := &Ledger{
		dicts: dicts{
			place: newDict[Place](), class: newDict[Class](), category: newDict[int64](), requester: newDict[int64](),
			day: newDict[int64](), history: newDict[string](),
		},
		segments: map[int64]*segment{},
	}
	l.now.Store(&Edition{})
	return l
}

// Edition is the ledger as it was at one moment.
type Edition struct {
	Tickets  int
	segments []*segment // In the order of their numbers.
	// What the numbers in the columns stand for.
	places     []Place
	classes    []Class
	categories []int64
	requesters []int64
	days       []int64
	histories  []string

	kept kept
}

// Now is the newest edition.
func (l *Ledger) Now() *Edition { return l.now.Load() }

// Put makes facts the newest of their tickets and forgets the tickets in gone, all at once. Error: ErrOdd.
func (l *Ledger) Put(facts []Fact, gone []int64) error {
	for i := range facts {
		if facts[i].odd() {
			return ErrOdd
		}
	}
	if len(facts) == 0 && len(gone) == 0 {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	fresh := map[int64]*segment{} // Those that this edition alone has.
	of := func(id int64) *segment {
		n := id >> shift
		s := fresh[n]
		if s == nil {
			if old := l.segments[n]; old != nil {
				c := *old
				s = &c
			} else {
				s = &segment{number: n, first: 1<<63 - 1, last: -1 << 63}
			}
			fresh[n] = s
		}
		return s
	}
	before := len(l.segments)
	for i := range facts {
		of(facts[i].ID).put(&l.dicts, &facts[i])
	}
	for _, id := range gone {
		if l.segments[id>>shift] != nil || fresh[id>>shift] != nil {
			of(id).drop(id)
		}
	}
	maps.Copy(l.segments, fresh)
	l.now.Store(l.edition(fresh, len(l.segments) > before))
	return nil
}

// edition is the next one: the segments of the last one, but for those in fresh.
func (l *Ledger) edition(fresh map[int64]*segment, more bool) *Edition {
	old := l.now.Load()
	e := &Edition{
		places: l.dicts.place.view(), classes: l.dicts.class.view(), categories: l.dicts.category.view(), requesters: l.dicts.requester.view(),
		days: l.dicts.day.view(), histories: l.dicts.history.view(),
	}
	if more {
		e.segments = slices.SortedFunc(maps.Values(l.segments), func(a, b *segment) int { return int(a.number - b.number) })
	} else {
		e.segments = slices.Clone(old.segments)
		for i, s := range e.segments {
			if f := fresh[s.number]; f != nil {
				e.segments[i] = f
			}
		}
	}
	for _, s := range e.segments {
		e.Tickets += s.used
	}
	return e
}

// Spread is how many slots there are for each ticket: numbers with wide gaps between them waste memory.
func (e *Edition) Spread() int { return len(e.segments) * slots / max(e.Tickets, 1) }

// Segments is how many segments there are.
func (e *Edition) Segments() int { return len(e.segments) }

// kept are results that others may want too, for as long as nothing changes.
type kept struct {
	mu   sync.Mutex
	held map[any]any
}

// mostKept bounds how many results an edition holds on to.
const mostKept = 256

// Kept returns what was kept for a key.
func (e *Edition) Kept(key any) (any, bool) {
	e.kept.mu.Lock()
	defer e.kept.mu.Unlock()
	v, ok := e.kept.held[key]
	return v, ok
}

// Keep keeps a result that nobody changes any more.
func (e *Edition) Keep(key, v any) {
	e.kept.mu.Lock()
	defer e.kept.mu.Unlock()
	if e.kept.held == nil {
		e.kept.held = map[any]any{}
	}
	if len(e.kept.held) < mostKept {
		e.kept.held[key] = v
	}
}

// Sizes tells how many values the dictionaries hold, for who wonders where the memory went.
func (e *Edition) Sizes() string {
	return fmt.Sprintf("%d places, %d classes, %d categories, %d requesters, %d days, %d histories",
		len(e.places), len(e.classes), len(e.categories), len(e.requesters), len(e.days), len(e.histories))
}
