package worktime

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
)

// day is the minutes of a day as watches show it, also on the two days a year that are longer or shorter.
const day = 24 * 60

// Span is a part of a day in minutes after midnight. To is after From and may lie in the next day: 22:00-02:00 is
// {1320, 1560}.
type Span struct{ From, To int }

// ErrSpan says that a text is no span of a day.
var ErrSpan = errors.New("not a span of a day")

var clockTime = regexp.MustCompile(`^([01]?\d|2[0-4])[:.]([0-5]\d)(:00)?$`)

// ParseSpan reads two times of the day: 07:30 or 7.30, the second 24:00 at most. One that is not after the first is in the
// next day; the same time twice says nothing and is refused.
func ParseSpan(from, to string) (Span, error) {
	f, err := parseTime(from)
	if err != nil {
		return Span{}, err
	}
	t, err := parseTime(to)
	if err != nil {
		return Span{}, err
	}
	if f == t || f == day {
		return Span{}, fmt.Errorf("%s-%s: %w", from, to, ErrSpan)
	}
	if t < f {
		t += day
	}
	return Span{f, t}, nil
}

func parseTime(s string) (int, error) {
	m := clockTime.FindStringSubmatch(s)
	if m == nil {
		return 0, fmt.Errorf("time %q: %w", s, ErrSpan)
	}
	var h, min int
	if _, err := fmt.Sscanf(m[1]+" "+m[2], "%d %d", &h, &min); err != nil || h == 24 && min > 0 {
		return 0, fmt.Errorf("time %q: %w", s, ErrSpan)
	}
	return h*60 + min, nil
}

// Times returns the two times as they are written: 22:00 and 02:00, or 24:00 at the end of the day.
func (s Span) Times() (from, to string) {
	end := s.To
	if end > day {
		end -= day
	}
	return clock(s.From), clock(end)
}

// String writes the span as 07:30-16:30.
func (s Span) String() string {
	from, to := s.Times()
	return from + "-" + to
}

func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// merged sorts spans and joins those that touch or overlap.
func merged(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}
