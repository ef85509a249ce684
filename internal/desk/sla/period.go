package sla

import (
	"fmt"
	"time"

	"lotsen/internal/kit/clock"
)

// Period is the time that figures are about: a tertial.
type Period struct {
	Key      string // 2026T1
	From, To time.Time
}

// tertials is how many of them a year has.
const tertials = 3

// TertialOf is the tertial that an instant lies in, by Swedish clocks.
func TertialOf(at time.Time) Period {
	local := at.In(clock.Stockholm())
	return tertial(local.Year(), (int(local.Month())-1)/4+1)
}

// ParsePeriod reads a tertial's key.
func ParsePeriod(s string) (Period, bool) {
	var year, n int
	if _, err := fmt.Sscanf(s, "%4dT%1d", &year, &n); err != nil || n < 1 || n > tertials || year < 1990 || year > 2200 || len(s) != len("2026T1") {
		return Period{}, false
	}
	return tertial(year, n), true
}

func tertial(year, n int) Period {
	from := time.Date(year, time.Month(4*(n-1)+1), 1, 0, 0, 0, 0, clock.Stockholm())
	return Period{Key: fmt.Sprintf("%dT%d", year, n), From: from.UTC(), To: from.AddDate(0, 4, 0).UTC()}
}

// Before returns the period before.
func (p Period) Before() Period { return TertialOf(p.From.Add(-time.Hour)) }

// Latest lists n tertials, the one of now first.
func Latest(now time.Time, n int) []Period {
	out := []Period{TertialOf(now)}
	for len(out) < n {
		out = append(out, out[len(out)-1].Before())
	}
	return out
}
