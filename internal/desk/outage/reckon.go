package outage

import (
	"slices"
	"time"

	"lotsen/internal/desk/service"
)

// Down is an outage as the arithmetic takes it. A zero To lasts still.
type Down struct {
	ID       ID
	Service  service.ID
	Sv, En   string
	From, To time.Time
	Planned  bool
}

// stretch is a piece of time.
type stretch struct{ from, to time.Time }

// covered returns how much of a time outages cover; what several of them share counts once. Without is time that does
// not count.
func covered(list []Down, from, to time.Time, without []stretch, fits func(*Down) bool) time.Duration {
	var parts []stretch
	for i := range list {
		d := list[i]
		if !fits(&d) {
			continue
		}
		if d.To.IsZero() || d.To.After(to) {
			d.To = to
		}
		if d.From.Before(from) {
			d.From = from
		}
		if d.From.Before(d.To) {
			parts = append(parts, stretch{d.From, d.To})
		}
	}
	var sum time.Duration
	for _, p := range cut(joined(parts), joined(without)) {
		sum += p.to.Sub(p.from)
	}
	return sum
}

// joined sorts stretches and joins those that touch.
func joined(list []stretch) []stretch {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b stretch) int { return a.from.Compare(b.from) })
	var out []stretch
	for _, s := range list {
		if n := len(out); n > 0 && !s.from.After(out[n-1].to) {
			if s.to.After(out[n-1].to) {
				out[n-1].to = s.to
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// cut takes what is in without, which is joined, out of joined stretches.
func cut(list, without []stretch) []stretch {
	var out []stretch
	for _, s := range list {
		for _, w := range without {
			if !w.to.After(s.from) {
				continue
			}
			if !w.from.Before(s.to) {
				break
			}
			if w.from.After(s.from) {
				out = append(out, stretch{s.from, w.from})
			}
			s.from = w.to
			if !s.from.Before(s.to) {
				break
			}
		}
		if s.from.Before(s.to) {
			out = append(out, s)
		}
	}
	return out
}

// Available is the share of a time in which something worked, in per cent.
func Available(down, of time.Duration) float64 {
	if of <= 0 {
		return 100
	}
	return 100 * (1 - float64(down)/float64(of))
}

func unplanned(d *Down) bool { return !d.Planned }
