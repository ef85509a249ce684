package ledger

import (
	"errors"
	"math"
)

// shift cuts a ticket's number into its segment's and its slot there.
const (
	shift = 10
	slots = 1 << shift
)

// segment holds the columns of tickets with neighbouring numbers. A slot whose place is 0 is empty.
type segment struct {
	number int64
	used   int
	// The span of created; it may be wider than what is in it, never narrower.
	first, last int64

	place, class, category, requester [slots]uint32
	opened, resolved, closed          [slots]uint32 // Days.
	history                           [slots]uint32
	version, reopened, handOvers      [slots]uint32
	created, closedAt                 [slots]int64
	toResolve, toClose                [slots]int64
	// The buckets of the two durations; 0 where there is none.
	resolveBucket, closeBucket [slots]uint8
}

// ErrOdd says that a ticket has figures that no ticket can have; nothing was put.
var ErrOdd = errors.New("ledger: a figure out of range")

func (s *segment) put(d *dicts, f *Fact) {
	i := f.ID & (slots - 1)
	if s.place[i] == 0 {
		s.used++
	}
	s.place[i], s.class[i] = d.place.number(f.Place), d.class.number(f.Class)
	s.category[i], s.requester[i] = d.category.number(f.Category), d.requester.number(f.Requester)
	s.opened[i], s.resolved[i], s.closed[i] = d.day.number(f.OpenedDay), d.day.number(f.ResolvedDay), d.day.number(f.ClosedDay)
	s.history[i] = d.history.number(f.History)
	s.version[i], s.reopened[i], s.handOvers[i] = uint32(f.Version), uint32(f.Reopened), uint32(f.HandOvers) //nolint:gosec // Checked by odd.
	s.created[i], s.closedAt[i] = f.Created, f.ClosedAt
	s.first, s.last = min(s.first, f.Created), max(s.last, f.Created)
	s.toResolve[i], s.resolveBucket[i] = duration(f.ResolvedDay, f.ToResolve)
	s.toClose[i], s.closeBucket[i] = duration(f.ClosedDay, f.ToClose)
}

func duration(day, seconds int64) (int64, uint8) {
	if day == Never {
		return 0, 0
	}
	return seconds, bucket(seconds)
}

func (s *segment) drop(id int64) {
	i := id & (slots - 1)
	if s.place[i] != 0 {
		s.place[i] = 0
		s.used--
	}
}

func (f *Fact) odd() bool {
	for _, v := range []int64{f.ID, f.Version, f.Reopened, f.HandOvers} {
		if v < 0 {
			return true
		}
	}
	return f.Version > math.MaxUint32 || f.Reopened > math.MaxUint32 || f.HandOvers > math.MaxUint32 || f.OpenedDay == Never
}
