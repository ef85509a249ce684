package delivery

import (
	"context"
	"time"

	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/sqldb"
)

// farthest bounds how far ahead a day is looked for: a desk that is never open has no working days.
const farthest = 5 * 366

// hours is the organisation's calendar; nil counts every day but weekends.
func (s *Service) hours(ctx context.Context, q sqldb.Querier, org directory.OrgID, at time.Time) (*worktime.Calendar, error) {
	if s.d.Calendar == nil {
		return nil, nil //nolint:nilnil // No calendar is an answer.
	}
	return s.d.Calendar.For(ctx, q, org, "", at)
}

// dayOf is the day that the watches show.
func dayOf(t time.Time) string { return t.In(clock.Stockholm()).Format(time.DateOnly) }

func works(c *worktime.Calendar, d holiday.Date) bool {
	if c == nil {
		return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
	}
	return !c.Day(d).Closed()
}

// addDays is the day that is so many working days after the one of an instant.
func addDays(c *worktime.Calendar, from time.Time, days int) string {
	d := holiday.Of(from.In(clock.Stockholm()))
	start := d
	for n := 0; n < days && d-start < farthest; {
		if d++; works(c, d) {
			n++
		}
	}
	return d.String()
}

// countDays is how many working days lie after the day of from, up to the day of to.
func countDays(c *worktime.Calendar, from, to time.Time) int {
	d, last := holiday.Of(from.In(clock.Stockholm())), holiday.Of(to.In(clock.Stockholm()))
	n := 0
	for steps := 0; d < last && steps < farthest; steps++ {
		if d++; works(c, d) {
			n++
		}
	}
	return n
}

// endOf is the instant at which a day is over.
func endOf(day string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, day, clock.Stockholm())
	if err != nil {
		return time.Time{} // What is no day is never over.
	}
	return t.AddDate(0, 0, 1).UTC()
}
