package outage

import (
	"strconv"
	"time"

	"lotsen/internal/kit/clock"
)

// Period is a year or a tertial of it, by the Swedish calendar.
type Period struct {
	Year    int
	Tertial int // 1 to 3; 0 is the whole year.
}

// Bounds are the period's first instant and the one after its last.
func (p Period) Bounds() (from, to time.Time) {
	first, months := time.January, 12
	if p.Tertial > 0 {
		first, months = time.Month(4*p.Tertial-3), 4
	}
	from = time.Date(p.Year, first, 1, 0, 0, 0, 0, clock.Stockholm())
	return from.UTC(), from.AddDate(0, months, 0).UTC()
}

// Length is the period's time: 8,760 hours for most years.
func (p Period) Length() time.Duration {
	from, to := p.Bounds()
	return to.Sub(from)
}

// String is the period as an address has it: 2026 or 2026-2.
func (p Period) String() string {
	if p.Tertial == 0 {
		return strconv.Itoa(p.Year)
	}
	return strconv.Itoa(p.Year) + "-" + strconv.Itoa(p.Tertial)
}

// Tertials are the three parts of a year.
func Tertials(year int) []Period { return []Period{{year, 1}, {year, 2}, {year, 3}} }

// YearOf is the year in which something lies.
func YearOf(t time.Time) int { return t.In(clock.Stockholm()).Year() }

// level is the instant at which the promised level of a period is read: its last moment, so that a period keeps what
// counted when it was over.
func (p Period) level() time.Time {
	_, to := p.Bounds()
	return to.Add(-time.Microsecond)
}
