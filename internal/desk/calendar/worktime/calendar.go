package worktime

import (
	"cmp"
	"slices"
	"time"

	"lotsen/internal/desk/calendar/holiday"
)

// Date is a day without a time.
type Date = holiday.Date

// Week holds the spans of each weekday, by time.Weekday: Sunday is 0.
type Week [7][]Span

// Rules is one version of a calendar: what counts from a day on, until the next version.
type Rules struct {
	From       Date // The first version counts for all time before it too.
	Week       Week
	Holidays   bool // Closed on Swedish public holidays.
	EvesClosed bool // Closed on Midsummer Eve, Christmas Eve and New Year's Eve.
}

// Local is a day with hours of its own: none when closed, some on a half day. It goes before everything else.
type Local struct {
	Date  Date
	Name  string
	Spans []Span
}

// Calendar answers questions about working time. It does not change, and may be shared.
type Calendar struct {
	zone   *time.Location
	always bool
	rules  []Rules // By From.
	local  map[Date]Local
	opens  []Date // The local days with hours, in order.
}

// New makes a calendar of its versions, in any order, and local days; of several for one day the last counts. Without a
// version it opens on local days only.
func New(zone *time.Location, rules []Rules, local ...Local) *Calendar {
	c := &Calendar{zone: zone, rules: slices.Clone(rules), local: make(map[Date]Local, len(local))}
	slices.SortStableFunc(c.rules, func(a, b Rules) int { return cmp.Compare(a.From, b.From) })
	for _, l := range local {
		c.local[l.Date] = l
	}
	for d, l := range c.local {
		if len(l.Spans) > 0 {
			c.opens = append(c.opens, d)
		}
	}
	slices.Sort(c.opens)
	return c
}

// Always returns the calendar that never closes: every hour counts.
func Always(zone *time.Location) *Calendar { return &Calendar{zone: zone, always: true} }

// Zone returns the zone whose watches count.
func (c *Calendar) Zone() *time.Location { return c.zone }

// at returns the version that counts on a day.
func (c *Calendar) at(d Date) (Rules, bool) {
	if len(c.rules) == 0 {
		return Rules{}, false
	}
	r := c.rules[0]
	for _, later := range c.rules[1:] {
		if later.From > d {
			break
		}
		r = later
	}
	return r, true
}

// rest returns the next day on which anything may open when the version of d never opens; false when nothing ever does.
func (c *Calendar) rest(d Date) (Date, bool) {
	next, ok := Date(0), false
	earlier := func(o Date) {
		if o > d && (!ok || o < next) {
			next, ok = o, true
		}
	}
	for _, r := range c.rules[min(1, len(c.rules)):] {
		earlier(r.From)
	}
	for _, o := range c.opens {
		earlier(o)
	}
	return next, ok
}

func (w Week) empty() bool {
	return !slices.ContainsFunc(w[:], func(s []Span) bool { return len(s) > 0 })
}
