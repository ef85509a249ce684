package admin

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// newCalendar asks for a calendar; ?preset= begins with the hours of a preset.
func (p *pages) newCalendar(c *web.Ctx) error {
	org, _, err := p.org(c, calendar.Write)
	if err != nil {
		return err
	}
	f := web.NewForm()
	preset := c.Query("preset")
	if preset == "" {
		preset = org.Preset
	}
	if v, ok := presetVersion(preset); ok {
		fillHours(f, v)
	}
	return p.showNewCalendar(c, http.StatusOK, org, f)
}

// presetVersion is what a preset says of opening hours.
func presetVersion(preset string) (calendar.Version, bool) {
	var hours string
	var holidays bool
	for _, d := range setting.Definitions() {
		switch d.Key {
		case setting.OpeningHours:
			_ = json.Unmarshal(d.PresetValue(preset), &hours) // A test holds that presets fit their kind.
		case setting.OpenOnHolidays:
			_ = json.Unmarshal(d.PresetValue(preset), &holidays)
		}
	}
	week, err := calendar.ParseWeek(hours)
	return calendar.Version{Week: week, Holidays: !holidays, EvesClosed: !holidays}, err == nil
}

func (p *pages) showNewCalendar(c *web.Ctx, status int, org directory.Organisation, f *web.Form) error {
	a := ask(c, f, "admin.calendars.").line("name", medium, required)
	askHours(a)
	form := a.form(calendarsPath(org.ID), c.T.T("admin.calendars.add"))
	form.cancel = calendarsPath(org.ID)
	var starts []templ.Component
	for _, preset := range setting.Presets() {
		v, _ := presetVersion(preset)
		starts = append(starts, linked(calendarsPath(org.ID, "new")+"&preset="+preset, c.T.T("admin.calendars.start_from", "hours", weekText(c, v.Week))))
	}
	h := head{title: c.T.T("admin.calendars.new"), lead: org.Name, above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.calendars")}}}
	return p.show(c, status, h, split([]templ.Component{formBody(c.T, form)}, []templ.Component{panel(ui.PanelView{ID: "presets", Title: c.T.T("admin.calendars.presets")}, starts...)}))
}

func (p *pages) addCalendar(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, _, err := p.org(c, calendar.Write)
	if err != nil {
		return err
	}
	v, err := readHours(f)
	var made calendar.Calendar
	if err == nil {
		v.From = calendar.Ever
		made, err = p.Calendar.Add(c.Context(), c.Actor(), org.ID, calendar.Input{Name: f.Words("name"), Rules: v})
	}
	if status, yes := again(f, err); yes {
		return p.showNewCalendar(c, status, org, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", made.Name)
	return c.Redirect(calendarPath(made.ID))
}

// fillHours begins a form with what counts.
func fillHours(f *web.Form, v calendar.Version) {
	for i, day := range calendar.Weekdays {
		f.Set(day, calendar.SpansText(v.Week[(i+1)%7]))
	}
	if v.Holidays {
		f.Set("holidays", "1")
	}
	if v.EvesClosed {
		f.Set("eves", "1")
	}
}

// askHours asks for the hours of each weekday, and whether holidays and eves are closed.
func askHours(a *asker) {
	var days []templ.Component
	for _, day := range calendar.Weekdays {
		one := ask(a.c, a.f, a.area).line(day, medium, labelled(a.c.T.T("calendar.weekday."+day)))
		days = append(days, one.parts...)
	}
	a.add(fieldset(a.c.T.T("admin.calendars.week"), append([]templ.Component{note(a.c.T.T("admin.calendars.week_help"))}, days...)))
	a.yes("holidays").yes("eves")
}

// readHours reads what askHours asks for; every day that is wrong is told.
func readHours(f *web.Form) (calendar.Version, error) {
	v := calendar.Version{Holidays: f.Has("holidays"), EvesClosed: f.Has("eves")}
	var bad errs.Fields
	for d := time.Sunday; d <= time.Saturday; d++ {
		name := calendar.DayName(d)
		spans, err := calendar.ParseSpans(f.Get(name))
		if err != nil {
			bad.Add(name, "calendar.error.span")
		}
		v.Week[d] = spans
	}
	return v, bad.Err()
}

func (p *pages) calendarHours(c *web.Ctx) error {
	cal, err := p.calendarIn(c)
	if err != nil {
		return err
	}
	f := web.NewForm()
	fillHours(f, cal.Now(today(c)))
	return p.showCalendarHours(c, http.StatusOK, &cal, f)
}

func (p *pages) showCalendarHours(c *web.Ctx, status int, cal *calendar.Calendar, f *web.Form) error {
	a := ask(c, f, "admin.calendars.").day("valid_from")
	askHours(a)
	form := a.form(calendarPath(cal.ID, "hours"), c.T.T("admin.setting.decide"))
	form.cancel = calendarPath(cal.ID)
	return p.show(c, status, head{title: c.T.T("admin.calendars.change_hours"), lead: cal.Name, above: calendarCrumbs(c, cal, true)}, formBody(c.T, form))
}

func (p *pages) setCalendarHours(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	cal, err := p.calendarIn(c)
	if err != nil {
		return err
	}
	v, err := readHours(f)
	bad := errs.FieldsOf(err)
	if v.From, err = dayIn(c, f, "valid_from"); err != nil {
		bad = append(slices.Clone(bad), errs.FieldsOf(err)...)
	}
	if err = bad.Err(); err == nil {
		err = p.Calendar.SetHours(c.Context(), c.Actor(), cal.ID, v)
	}
	if status, yes := again(f, err); yes {
		return p.showCalendarHours(c, status, &cal, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", cal.Name)
	return c.Redirect(calendarPath(cal.ID))
}

// dayIn is a day in a form; none is today.
func dayIn(c *web.Ctx, f *web.Form, name string) (holiday.Date, error) {
	if f.Get(name) == "" {
		return today(c), nil
	}
	d, err := holiday.Parse(f.Get(name))
	if err != nil {
		return 0, wrong(name, "error.date")
	}
	return d, nil
}
