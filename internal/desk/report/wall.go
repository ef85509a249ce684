package report

import (
	"sort"
	"time"

	"lotsen/internal/kit/clock"
)

// wall turns instants into what Swedish clocks showed then. It keeps the changes of the clocks, because asking the zone
// for each of a million times costs more than all the rest.
type wall struct {
	from   []int64 // Since when an offset counts, microseconds.
	offset []int64
}

func newWall(now time.Time) *wall {
	w := &wall{}
	at := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	for limit := now.AddDate(30, 0, 0); at.Before(limit); {
		local := at.In(clock.Stockholm())
		_, seconds := local.Zone()
		w.from = append(w.from, at.UnixMicro())
		w.offset = append(w.offset, int64(seconds)*1_000_000)
		_, end := local.ZoneBounds()
		if end.IsZero() {
			break
		}
		if !end.After(at) {
			// Where years follow a rule, a leap year is thought to end a day early: the bound is where we stand.
			end = at.AddDate(0, 0, 1)
		}
		at = end.UTC()
	}
	return w
}

// local is the clock's reading as microseconds; 0 stays "never".
func (w *wall) local(at int64) int64 {
	if at == 0 {
		return 0
	}
	i := sort.Search(len(w.from), func(i int) bool { return w.from[i] > at }) - 1
	return at + w.offset[max(i, 0)]
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
