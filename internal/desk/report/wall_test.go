package report

import (
	"testing"
	"time"

	"lotsen/internal/kit/clock"
)

func TestThe_wall_clock_is_right_far_ahead_and_the_search_for_it_ends(t *testing.T) {
	t.Parallel()
	w := newWall(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	for _, at := range []time.Time{
		time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC), time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC),
		time.Date(2041, 1, 1, 12, 0, 0, 0, time.UTC), time.Date(2049, 7, 1, 12, 0, 0, 0, time.UTC),
	} {
		_, seconds := at.In(clock.Stockholm()).Zone()
		if got, want := w.local(at.UnixMicro())-at.UnixMicro(), int64(seconds)*1_000_000; got != want {
			t.Errorf("%s: offset %d, want %d", at, got, want)
		}
	}
}
