package worktime

import (
	"time"

	"lotsen/internal/desk/calendar/holiday"
)

// maxOpen bounds how long a stretch is followed to its end: what is open for more than a year does not close.
const maxOpen = 400

// Open reports whether it is open at an instant. At the closing time it is closed.
func (c *Calendar) Open(at time.Time) bool {
	if c.always {
		return true
	}
	for _, o := range c.opened(holiday.Of(at.In(c.zone))) {
		if !at.Before(o.from) && at.Before(o.to) {
			return true
		}
	}
	return false
}

// Next returns the first instant, from at on, at which it is open: at itself while it is. It is false when it never
// opens again.
func (c *Calendar) Next(at time.Time) (opening time.Time, ok bool) {
	c.walk(at, distant, nil, func(o open) bool {
		opening, ok = o.from.UTC(), true
		return false
	})
	return opening, ok
}

// Closes returns the end of the stretch that is open at an instant. It is false when it is closed then, or does not
// close within a year.
func (c *Calendar) Closes(at time.Time) (time.Time, bool) {
	if c.always || !c.Open(at) {
		return time.Time{}, false
	}
	closes := at
	c.walk(at, at.AddDate(0, 0, maxOpen), nil, func(o open) bool {
		if o.from.After(closes) {
			return false
		}
		closes = o.to
		return true
	})
	if !closes.Before(at.AddDate(0, 0, maxOpen)) {
		return time.Time{}, false
	}
	return closes.UTC(), true
}
