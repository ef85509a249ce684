package worktime

import (
	"slices"
	"time"
)

// Pause is time that does not count. A zero To has not ended.
type Pause struct{ From, To time.Time }

// distant is the end of what has not ended: further than any answer.
var distant = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// joined sorts pauses, drops the empty ones and joins those that touch or overlap.
func joined(pauses []Pause) []Pause {
	out := make([]Pause, 0, len(pauses))
	for _, p := range pauses {
		if p.To.IsZero() {
			p.To = distant
		}
		if p.From.Before(p.To) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b Pause) int { return a.From.Compare(b.From) })
	n := 0
	for _, p := range out {
		if n > 0 && !p.From.After(out[n-1].To) {
			if p.To.After(out[n-1].To) {
				out[n-1].To = p.To
			}
			continue
		}
		out[n] = p
		n++
	}
	return out[:n]
}

// without calls fn for each part of a stretch that no pause covers, in order, until fn returns false.
func (o open) without(pauses []Pause, fn func(open) bool) bool {
	for _, p := range pauses {
		if !p.From.Before(o.to) {
			break
		}
		if !p.To.After(o.from) {
			continue
		}
		if p.From.After(o.from) && !fn(open{o.from, p.From}) {
			return false
		}
		o.from = p.To
		if !o.from.Before(o.to) {
			return true
		}
	}
	return fn(o)
}
