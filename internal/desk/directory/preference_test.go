package directory_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/directory"
)

func TestNews_leaves_at_once_at_the_next_hour_or_at_the_hour_of_the_day(t *testing.T) {
	t.Parallel()
	// A quarter past nine in Stockholm, the day before the clocks are put forward.
	now := time.Date(2026, 3, 28, 8, 15, 0, 0, time.UTC)
	for _, c := range []struct {
		p    directory.Preference
		want time.Time
	}{
		{directory.Preference{}, now},
		{directory.Preference{Rhythm: directory.AtOnce}, now},
		{directory.Preference{Rhythm: directory.Hourly}, time.Date(2026, 3, 28, 9, 0, 0, 0, time.UTC)},
		{directory.Preference{Rhythm: directory.Daily, DailyAt: 15 * 60}, time.Date(2026, 3, 28, 14, 0, 0, 0, time.UTC)},
		{directory.Preference{Rhythm: directory.Daily, DailyAt: 8 * 60}, time.Date(2026, 3, 29, 6, 0, 0, 0, time.UTC)},
	} {
		if got := c.p.Next(now); !got.Equal(c.want) {
			t.Errorf("%+v: %s, want %s", c.p, got, c.want)
		}
	}
}
