package calendar

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"lotsen/internal/desk/calendar/worktime"
)

// Weekdays are the names by which hours are stored and asked for, from Monday.
var Weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// DayName is the name of a weekday among Weekdays.
func DayName(d time.Weekday) string { return Weekdays[(int(d)+6)%7] }

// weekday is the reverse; the English names do in full as well.
func weekday(name string) (time.Weekday, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	for d := time.Sunday; d <= time.Saturday; d++ {
		if name == DayName(d) || name == strings.ToLower(d.String()) {
			return d, true
		}
	}
	return 0, false
}

// SpansText writes spans as people do: 07:30-12:00, 13:00-16:30.
func SpansText(spans []worktime.Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = s.String()
	}
	return strings.Join(parts, ", ")
}

// ParseSpans reads what SpansText writes; empty is closed.
func ParseSpans(text string) ([]worktime.Span, error) {
	var out []worktime.Span
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		from, to, _ := strings.Cut(strings.NewReplacer("–", "-", "—", "-").Replace(part), "-")
		s, err := worktime.ParseSpan(strings.TrimSpace(from), strings.TrimSpace(to))
		if err != nil {
			return nil, err //nolint:wrapcheck // It says what is wrong.
		}
		out = append(out, s)
	}
	return out, nil
}

// Pairs are spans as JSON has them.
func Pairs(spans []worktime.Span) [][2]string {
	out := make([][2]string, len(spans))
	for i, s := range spans {
		out[i][0], out[i][1] = s.Times()
	}
	return out
}

// FromPairs reads what Pairs writes.
func FromPairs(pairs [][2]string) ([]worktime.Span, error) {
	var out []worktime.Span
	for _, p := range pairs {
		s, err := worktime.ParseSpan(strings.TrimSpace(p[0]), strings.TrimSpace(p[1]))
		if err != nil {
			return nil, err //nolint:wrapcheck // It says what is wrong.
		}
		out = append(out, s)
	}
	return out, nil
}

// WeekOf reads hours by weekday; a day that is missing is closed. Field is the day that is wrong.
func WeekOf(hours map[string][][2]string) (w worktime.Week, field string, err error) {
	for name, pairs := range hours {
		d, ok := weekday(name)
		if !ok {
			return w, name, worktime.ErrSpan
		}
		spans, err := FromPairs(pairs)
		if err != nil {
			return w, name, err
		}
		w[d] = append(w[d], spans...)
	}
	return w, "", nil
}

// HoursOf is the reverse of WeekOf; closed days are left out.
func HoursOf(w worktime.Week) map[string][][2]string {
	out := map[string][][2]string{}
	for d, spans := range w {
		if len(spans) > 0 {
			out[DayName(time.Weekday(d))] = Pairs(spans)
		}
	}
	return out
}

// ParseWeek reads opening hours as the setting has them: "mon-thu 07:30-16:30; fri 07:30-16:00".
func ParseWeek(text string) (worktime.Week, error) {
	var w worktime.Week
	for _, part := range strings.Split(text, ";") {
		days, hours, _ := strings.Cut(strings.TrimSpace(part), " ")
		if days == "" {
			continue
		}
		first, last, ranged := strings.Cut(days, "-")
		if !ranged {
			last = first
		}
		from, ok1 := weekday(first)
		to, ok2 := weekday(last)
		spans, err := ParseSpans(hours)
		if err != nil || !ok1 || !ok2 {
			return w, fmt.Errorf("opening hours %q: %w", text, worktime.ErrSpan)
		}
		for d := from; ; d = (d + 1) % 7 {
			w[d] = append(w[d], spans...)
			if d == to {
				break
			}
		}
	}
	return w, nil
}

func stored(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		// Cannot happen: texts in lists and maps always marshal.
		return "null"
	}
	return string(raw)
}
