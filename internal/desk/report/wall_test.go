package report

import (
	"testing"
	"time"

	"lotsen/internal/kit/clock"
)

func TestWall_reads_what_swedish_clocks_show(t *testing.T) {
	t.Parallel()
	w := newWall()
	check := func(at time.Time) {
		t.Helper()
		local := at.In(clock.Stockholm())
		want := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), 0, time.UTC)
		if got := clock.FromMicros(w.local(at.UnixMicro())); !got.Equal(want) {
			t.Errorf("%s: clocks show %s, got %s", at, want, got)
		}
	}
	// Two nights on which the clocks change, hour by hour, and years beyond the zone's table.
	for _, begin := range []time.Time{
		time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC), time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC), time.Date(2057, 10, 27, 12, 0, 0, 0, time.UTC),
		time.Date(1969, 3, 1, 12, 0, 0, 0, time.UTC),
	} {
		for h := range 48 {
			check(begin.Add(time.Duration(h) * time.Hour))
			check(begin.Add(time.Duration(h)*time.Hour + 59*time.Minute))
		}
	}
}
