package sla

import (
	"fmt"
	"time"

	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
)

// Target is how much time a clock has.
type Target struct {
	Clock  Clock `json:"clock"`
	Amount int   `json:"amount"`
	Unit   Unit  `json:"unit"`
	Basis  Basis `json:"basis"`
	Warn   int   `json:"warn"`            // Percent of the time after which a warning comes; 0: none.
	Share  int   `json:"share,omitempty"` // Percent of cases that shall be within; 0: nothing is said.
}

// String packs the target for its clock's row: what was promised is seen there without looking up the level.
func (t Target) String() string {
	return fmt.Sprintf("%d %s %s %d %d", t.Amount, t.Unit, t.Basis, t.Warn, t.Share)
}

// parseTarget reads what String wrote.
func parseTarget(c Clock, s string) (Target, error) {
	t := Target{Clock: c}
	if _, err := fmt.Sscanf(s, "%d %s %s %d %d", &t.Amount, &t.Unit, &t.Basis, &t.Warn, &t.Share); err != nil {
		return t, fmt.Errorf("target %q: %w", s, err)
	}
	return t, nil
}

// hours is the calendar by which a target is counted.
func (t Target) hours(service *worktime.Calendar) *worktime.Calendar {
	if t.Basis == Elapsed {
		return worktime.Always(service.Zone())
	}
	return service
}

// work is the working time that a target gives to whoever begins at start; false in a calendar that never opens.
func (t Target) work(service *worktime.Calendar, start time.Time) (time.Duration, bool) {
	switch {
	case t.Unit == Minutes:
		return time.Duration(t.Amount) * time.Minute, true
	case t.Unit == Hours:
		return time.Duration(t.Amount) * time.Hour, true
	case t.Basis == Elapsed:
		return time.Duration(t.Amount) * 24 * time.Hour, true
	}
	due, ok := workingDays(service, start, t.Amount)
	if !ok {
		return 0, false
	}
	return service.Worked(start, due, nil), true
}

// workingDays is the instant n working days after start: at the same time of the day, or when that day closes if it
// closes earlier. What begins while it is closed begins when it opens.
func workingDays(c *worktime.Calendar, start time.Time, n int) (time.Time, bool) {
	at, ok := c.Next(start)
	if !ok {
		return time.Time{}, false
	}
	local := at.In(c.Zone())
	hour, minute, second := local.Clock()
	for ; n > 0; n-- {
		opens, ok := c.Next(midnightAfter(c.Zone(), at))
		if !ok {
			return time.Time{}, false
		}
		day := opens.In(c.Zone())
		same := time.Date(day.Year(), day.Month(), day.Day(), hour, minute, second, local.Nanosecond(), c.Zone())
		at = lastOpen(c, opens, same)
	}
	return at.UTC(), true
}

// midnightAfter is the first instant of the day after at.
func midnightAfter(zone *time.Location, at time.Time) time.Time {
	y, m, d := (holiday.Of(at.In(zone)) + 1).Civil()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// lastOpen is want, if it is open then; else the last closing before it, and the opening where that comes after want.
func lastOpen(c *worktime.Calendar, opens, want time.Time) time.Time {
	if !want.After(opens) {
		return opens
	}
	for {
		closes, ok := c.Closes(opens)
		if !ok || !closes.Before(want) {
			return want
		}
		next, ok := c.Next(closes)
		if !ok || next.After(want) {
			return closes
		}
		opens = next
	}
}
