package worktime

import (
	"slices"
	"time"

	"lotsen/internal/desk/calendar/holiday"
)

// KindLocal is the kind of a local day, beside those of package holiday.
const KindLocal holiday.Kind = "local"

// Day is a day of a calendar as a list shows it.
type Day struct {
	Date  Date
	Kind  holiday.Kind
	Code  string // Of a holiday or an eve; "" otherwise.
	Name  string // Of a local day; "" otherwise.
	Spans []Span // Those that begin on the day, in order.
}

// Closed reports whether nothing begins on the day.
func (d Day) Closed() bool { return len(d.Spans) == 0 }

// Day tells what a day is and when it is open.
func (c *Calendar) Day(d Date) Day {
	out := Day{Date: d}
	rules, ok := c.at(d)
	if ok && (rules.Holidays || rules.EvesClosed) {
		if h, named := holiday.InSweden(d); named && (rules.Holidays || h.Kind == holiday.Eve) {
			out.Kind, out.Code = h.Kind, h.Code
		}
	}
	if l, local := c.local[d]; local {
		out.Kind, out.Code, out.Name = KindLocal, "", l.Name
	}
	out.Spans = merged(slices.Clone(c.spans(d)))
	return out
}

// spans returns the spans that begin on a day. The caller must not change them.
func (c *Calendar) spans(d Date) []Span {
	if c.always {
		return wholeDay
	}
	if l, ok := c.local[d]; ok {
		return l.Spans
	}
	rules, ok := c.at(d)
	if !ok {
		return nil
	}
	spans := rules.Week[d.Weekday()]
	if len(spans) == 0 || !rules.Holidays && !rules.EvesClosed {
		return spans
	}
	if h, named := holiday.InSweden(d); named {
		if rules.Holidays && h.Kind == holiday.Public || rules.EvesClosed && h.Kind == holiday.Eve {
			return nil
		}
	}
	return spans
}

var wholeDay = []Span{{0, day}}

// pieces returns what is open between the midnights of a day: its own spans, and what is left of yesterday's.
func (c *Calendar) pieces(d Date) []Span {
	var out []Span
	for _, s := range c.spans(d - 1) {
		if s.To > day {
			out = append(out, Span{0, s.To - day})
		}
	}
	for _, s := range c.spans(d) {
		out = append(out, Span{s.From, min(s.To, day)})
	}
	return merged(out)
}

// open is a stretch of time that is open.
type open struct{ from, to time.Time }

// opened returns the stretches of a day as instants.
func (c *Calendar) opened(d Date) []open {
	var out []open
	for _, s := range c.pieces(d) {
		o := open{c.instant(d, s.From), c.instant(d, s.To)}
		if o.from.Before(o.to) {
			out = append(out, o)
		}
	}
	return out
}

// instant returns the first instant at which the watches of the zone show at least so many minutes after midnight.
func (c *Calendar) instant(d Date, minutes int) time.Time {
	y, m, dd := d.Civil()
	t := time.Date(y, m, dd, 0, minutes, 0, 0, c.zone)
	start, end := t.ZoneBounds()
	if want := time.Date(y, m, dd, 0, minutes, 0, 0, time.UTC); !wall(t).Equal(want) {
		// The watches jump over this time: it comes when they have jumped.
		if wall(t).After(want) {
			return start.UTC()
		}
		return end.UTC()
	}
	if !start.IsZero() {
		// The watches may have shown it before they were put back.
		_, now := t.Zone()
		_, before := start.Add(-time.Second).Zone()
		if first := t.Add(time.Duration(now-before) * time.Second); before > now && first.Before(start) {
			return first.UTC()
		}
	}
	return t.UTC()
}

// wall returns what the watches show, as if it were UTC.
func wall(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}
