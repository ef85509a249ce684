// Package opening says in words whether something is open, and when it opens or closes next.
//
// Owns: the tag and the sentence.
// Does not own: when it is open (desk/calendar).
package opening

import (
	"time"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
)

// Tag tells by a word and a sign whether it is open now.
func Tag(p *i18n.Printer, o calendar.Opening) ui.TagView {
	if o.Open {
		return ui.TagView{Text: p.T("calendar.opening.open"), Color: ui.Success, Icon: "check"}
	}
	return ui.TagView{Text: p.T("calendar.opening.closed"), Color: ui.Warning, Icon: "clock"}
}

// Next tells in words when that changes: "Opens tomorrow Tuesday 3 March at 07:00." in the reader's language.
func Next(p *i18n.Printer, o calendar.Opening, now time.Time) string {
	switch {
	case o.Open && o.Closes.IsZero():
		return p.T("calendar.opening.always")
	case o.Open:
		return p.T("calendar.opening.closes", "until", when(p, o.Closes, now))
	case o.Next.IsZero():
		return p.T("calendar.opening.never")
	}
	return p.T("calendar.opening.opens", "next", when(p, o.Next, now))
}

// when is the time today, and day and time otherwise.
func when(p *i18n.Printer, at, now time.Time) string {
	at, now = at.In(clock.Stockholm()), now.In(clock.Stockholm())
	hour := at.Format("15:04")
	days := holiday.Of(at) - holiday.Of(now)
	switch {
	case days == 0:
		return p.T("calendar.opening.today", "time", hour)
	case days == 1 && hour == "00:00":
		return p.T("calendar.opening.midnight")
	}
	day := p.T("calendar.opening.day", "weekday", p.T("calendar.weekday_in."+calendar.DayName(at.Weekday())), "day", at.Day(), "month", p.T("calendar.month."+at.Format("01")))
	if days == 1 {
		return p.T("calendar.opening.tomorrow", "date", day, "time", hour)
	}
	return p.T("calendar.opening.later", "date", day, "time", hour)
}
