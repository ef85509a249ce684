package clockwords

import (
	"strings"
	"time"

	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/sla"
	"lotsen/internal/kit/i18n"
)

// Span writes an amount of time: 40 min, 3 h 5 min, 12 h.
func Span(p *i18n.Printer, d time.Duration) string {
	minutes := int(d.Round(time.Minute) / time.Minute)
	if minutes < 1 && d > 0 {
		minutes = 1
	}
	switch hours := minutes / 60; {
	case hours == 0:
		return p.T("sla.span.minutes", "count", minutes)
	case minutes%60 == 0:
		return p.T("sla.span.hours", "count", hours)
	default:
		return p.T("sla.span.both", "hours", hours, "minutes", minutes%60)
	}
}

// Target writes what is promised: 30 minuter i servicetid, 1 arbetsdag, 8 timmar dygnet runt.
func Target(p *i18n.Printer, t sla.Target) string {
	if t.Amount == 0 {
		return p.T("sla.target.none")
	}
	if t.Unit == sla.Days {
		return p.T("sla.target.days_"+string(t.Basis), "count", t.Amount)
	}
	if t.Unit == sla.Minutes && t.Amount >= 120 && t.Amount%60 == 0 {
		t.Unit, t.Amount = sla.Hours, t.Amount/60
	}
	return p.T("sla.target."+string(t.Unit), "count", t.Amount) + " " + p.T("sla.basis."+string(t.Basis))
}

// Clock is a clock's name.
func Clock(p *i18n.Printer, c sla.Clock) string { return p.T("sla.clock." + string(c)) }

// Level is a level's name; that of the settings where no level is.
func Level(p *i18n.Printer, name string) string {
	if name == "" {
		return p.T("sla.level.standard")
	}
	return name
}

// Fits writes which cases a level is for. Services are named by the caller.
func Fits(p *i18n.Printer, f *sla.Fits, services map[service.ID]string) string {
	var out []string
	add := func(words []string) {
		if len(words) > 0 {
			out = append(out, strings.Join(words, ", "))
		}
	}
	add(each(f.Services, func(id service.ID) string { return services[id] }))
	if f.Class != "" {
		out = append(out, p.T("sla.class."+string(f.Class)))
	}
	add(keyed(p, "desk.kind.", f.Kinds))
	add(each(f.Priorities, func(n int) string { return p.T("sla.fits.priority", "n", n) }))
	add(keyed(p, "desk.person.", f.People))
	add(keyed(p, "desk.channel.", f.Channels))
	if len(out) == 0 {
		return p.T("sla.fits.all")
	}
	return strings.Join(out, "; ")
}

func each[T any](list []T, word func(T) string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = word(v)
	}
	return out
}

func keyed[T ~string](p *i18n.Printer, prefix string, list []T) []string {
	return each(list, func(v T) string { return p.T(prefix + string(v)) })
}

// Moment is a time as one says it: 15.04 today, else with the day.
func Moment(p *i18n.Printer, zone *time.Location, now, at time.Time) string {
	now, at = now.In(zone), at.In(zone)
	switch days := dayOf(at) - dayOf(now); {
	case days == 0:
		return at.Format("15:04")
	case days == -1:
		return p.T("sla.at.yesterday", "time", at.Format("15:04"))
	case days == 1:
		return p.T("sla.at.tomorrow", "time", at.Format("15:04"))
	case days > 1 && days < 7:
		return p.T("sla.at.weekday", "day", p.T("sla.weekday."+strings.ToLower(at.Weekday().String()[:3])), "time", at.Format("15:04"))
	}
	return at.Format("2006-01-02 15:04")
}

func dayOf(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Standing is where a clock stands, as a person would say it, and whether that is alarming.
func Standing(p *i18n.Printer, c *worktime.Calendar, r *sla.Row, why string, now time.Time) (words string, late bool) {
	zone := c.Zone()
	switch {
	case r.State == sla.Void:
		return p.T("sla.standing.void"), false
	case r.State == sla.Met:
		return p.T("sla.standing.met", "used", Span(p, r.Used)), false
	case r.State == sla.Missed:
		return p.T("sla.standing.missed", "used", Span(p, r.Used)), true
	case r.Late(now):
		return p.T("sla.standing.late", "at", Moment(p, zone, now, r.Due)), true
	case r.State == sla.Paused:
		return p.T("sla.standing.paused", "why", strings.ToLower(why)), false
	case r.Due.IsZero():
		return p.T("sla.standing.never"), false
	}
	return left(p, c, r, now), false
}

// left is how much is left: today while it is open and the day suffices, else when it is due.
func left(p *i18n.Printer, c *worktime.Calendar, r *sla.Row, now time.Time) string {
	zone, due := c.Zone(), Moment(p, c.Zone(), now, r.Due)
	if r.Target.Basis == sla.Elapsed {
		return p.T("sla.standing.left", "left", Span(p, r.Due.Sub(now)), "at", due)
	}
	span := Span(p, c.Worked(now, r.Due, nil))
	closes, open := c.Closes(now)
	switch {
	case !open && !c.Open(now):
		opens, ok := c.Next(now)
		if !ok {
			return p.T("sla.standing.never")
		}
		return p.T("sla.standing.closed", "left", span, "at", due, "opens", Moment(p, zone, now, opens))
	case open && dayOf(closes.In(zone)) == dayOf(now.In(zone)) && !r.Due.After(closes):
		return p.T("sla.standing.today", "left", span, "at", due, "closes", Moment(p, zone, now, closes))
	}
	return p.T("sla.standing.left", "left", span, "at", due)
}
