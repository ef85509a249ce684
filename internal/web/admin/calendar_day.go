package admin

import (
	"net/http"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

func (p *pages) calendarDay(c *web.Ctx) error {
	cal, err := p.calendarIn(c)
	if err != nil {
		return err
	}
	return p.showCalendarDay(c, http.StatusOK, &cal, web.NewForm())
}

func (p *pages) showCalendarDay(c *web.Ctx, status int, cal *calendar.Calendar, f *web.Form) error {
	a := ask(c, f, "admin.calendars.").day("date", required).line("day", medium, required).line("spans", medium)
	form := a.form(calendarPath(cal.ID, "days"), c.T.T("admin.calendars.add_day"))
	form.cancel = calendarPath(cal.ID)
	return p.show(c, status, head{title: c.T.T("admin.calendars.add_day"), lead: cal.Name, above: calendarCrumbs(c, cal, true)}, formBody(c.T, form))
}

// setCalendarDay gives a day hours of its own.
func (p *pages) setCalendarDay(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	cal, err := p.calendarIn(c)
	if err != nil {
		return err
	}
	var bad errs.Fields
	l := worktime.Local{Name: f.Words("day")}
	if l.Date, err = holiday.Parse(f.Get("date")); err != nil {
		bad.Add("date", "error.date")
	}
	if l.Spans, err = calendar.ParseSpans(f.Get("spans")); err != nil {
		bad.Add("spans", "calendar.error.span")
	}
	if err = bad.Err(); err == nil {
		err = p.Calendar.SetDay(c.Context(), c.Actor(), cal.ID, l)
	}
	if status, yes := again(f, err); yes {
		return p.showCalendarDay(c, status, &cal, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", f.Get("day"))
	return c.Redirect(calendarPath(cal.ID))
}

func (p *pages) dropCalendarDay(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	cal, err := p.calendarIn(c)
	if err != nil {
		return err
	}
	d, err := holiday.Parse(f.Get("date"))
	if err != nil {
		return errs.Missing()
	}
	if err := p.Calendar.DropDay(c.Context(), c.Actor(), cal.ID, d); err != nil {
		return err
	}
	c.Flash("admin.calendars.dropped", "date", d.String())
	return c.Redirect(calendarPath(cal.ID))
}

// calendarUse asks which calendar a channel follows.
func (p *pages) calendarUse(c *web.Ctx) error {
	org, _, err := p.org(c, calendar.Write)
	if err != nil {
		return err
	}
	return p.showCalendarUse(c, http.StatusOK, org, web.NewForm())
}

func (p *pages) showCalendarUse(c *web.Ctx, status int, org directory.Organisation, f *web.Form) error {
	all, err := p.Calendar.Of(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	var calendars, channels []ui.Option
	for i := range all {
		if all[i].Active {
			calendars = append(calendars, ui.Option{Value: text(int64(all[i].ID)), Text: all[i].Name})
		}
	}
	for _, k := range calendar.Channels() {
		channels = append(channels, ui.Option{Value: k, Text: channelName(c, k)})
	}
	a := ask(c, f, "admin.calendars.").choice("channel", c.T.T("admin.calendars.all_channels"), channels, medium).
		choice("calendar", c.T.T("admin.calendars.no_calendar"), calendars, medium).day("valid_from")
	form := a.form(calendarsPath(org.ID, "use"), c.T.T("admin.setting.decide"))
	form.cancel = calendarsPath(org.ID)
	h := head{title: c.T.T("admin.calendars.choose"), lead: org.Name, above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.calendars")}}}
	return p.show(c, status, h, formBody(c.T, form))
}

func (p *pages) useCalendar(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, _, err := p.org(c, calendar.Write)
	if err != nil {
		return err
	}
	from, err := dayIn(c, f, "valid_from")
	if err == nil {
		err = p.Calendar.SetUse(c.Context(), c.Actor(), org.ID, calendar.Use{Channel: f.Get("channel"), Calendar: calendar.ID(f.Int("calendar")), From: from})
	}
	if status, yes := again(f, err); yes {
		return p.showCalendarUse(c, status, org, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", channelName(c, f.Get("channel")))
	return c.Redirect(calendarsPath(org.ID))
}
