package report

import (
	"time"

	"lotsen/internal/kit/clock"
)

const dayMicros = 86_400_000_000

// wall turns instants into what Swedish clocks showed then. It asks the zone once for each day on which the clocks did
// not change, because asking for each of a million times costs more than all the rest.
type wall struct {
	offsets map[int64]int64 // By the number of the UTC day; a day on which the clocks change is not kept.
}

func newWall() *wall { return &wall{offsets: map[int64]int64{}} }

// local is the clock's reading as microseconds; 0 stays "never".
func (w *wall) local(at int64) int64 {
	if at == 0 {
		return 0
	}
	day := floorDiv(at, dayMicros)
	if offset, ok := w.offsets[day]; ok {
		return at + offset
	}
	begin, end := offsetAt(day*dayMicros), offsetAt((day+1)*dayMicros)
	if begin != end {
		return at + offsetAt(at)
	}
	w.offsets[day] = begin
	return at + begin
}

// offsetAt is how far Swedish clocks were ahead of UTC at an instant, in microseconds.
func offsetAt(at int64) int64 {
	_, seconds := time.UnixMicro(at).In(clock.Stockholm()).Zone()
	return int64(seconds) * 1_000_000
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
