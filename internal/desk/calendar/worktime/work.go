package worktime

import (
	"time"

	"lotsen/internal/desk/calendar/holiday"
)

// maxDays bounds how far ahead an answer is looked for: a hundred years of days.
const maxDays = 36525

// Due returns the earliest instant at which so much has been worked since start, pauses not counted. It is false when
// that never happens, or not within a hundred years.
func (c *Calendar) Due(start time.Time, work time.Duration, pauses []Pause) (time.Time, bool) {
	if work <= 0 {
		return start.UTC(), true
	}
	var due time.Time
	left := work
	c.walk(start, distant, joined(pauses), func(o open) bool {
		if d := o.to.Sub(o.from); d < left {
			left -= d
			return true
		}
		due, left = o.from.Add(left), 0
		return false
	})
	return due.UTC(), left == 0
}

// Worked returns how much working time lies between two instants, pauses not counted; 0 when end is not after start.
func (c *Calendar) Worked(start, end time.Time, pauses []Pause) time.Duration {
	var sum time.Duration
	c.walk(start, end, joined(pauses), func(o open) bool {
		sum += o.to.Sub(o.from)
		return true
	})
	return sum
}

// walk calls fn for each stretch of working time between two instants, in order, until fn returns false. Stretches may
// touch. It passes over days that are paused and days on which nothing can open.
func (c *Calendar) walk(start, end time.Time, pauses []Pause, fn func(open) bool) {
	if c.always {
		if o := (open{start, end}); o.from.Before(o.to) {
			o.without(pauses, fn)
		}
		return
	}
	d := holiday.Of(start.In(c.zone))
	for days := 0; days < maxDays; days++ {
		if c.instant(d, 0).After(end) {
			return
		}
		if next, ok := c.skip(d, pauses); !ok {
			return
		} else if next > d {
			d = next
			continue
		}
		for _, o := range c.opened(d) {
			o = o.within(start, end)
			if o.from.Before(o.to) && !o.without(pauses, fn) {
				return
			}
		}
		d++
	}
}

// skip returns the next day worth looking at, from d on; false when there is none.
func (c *Calendar) skip(d Date, pauses []Pause) (Date, bool) {
	if from := c.instant(d, 0); len(pauses) > 0 {
		for _, p := range pauses {
			if !p.From.After(from) && p.To.After(from) {
				if p.To.Equal(distant) {
					return d, false
				}
				return max(d, holiday.Of(p.To.In(c.zone))), true
			}
		}
	}
	if rules, ok := c.at(d); ok && !rules.Week.empty() || len(c.pieces(d)) > 0 {
		return d, true
	}
	return c.rest(d)
}

func (o open) within(start, end time.Time) open {
	if o.from.Before(start) {
		o.from = start
	}
	if o.to.After(end) {
		o.to = end
	}
	return o
}
