package admin

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// yearAhead is how many days the page of a calendar looks ahead.
const yearAhead = 366

// calendarIn is the calendar in the address, of an organisation for which the reader decides.
func (p *pages) calendarIn(c *web.Ctx) (calendar.Calendar, error) {
	id, err := number(c, "id")
	if err != nil {
		return calendar.Calendar{}, err
	}
	cal, err := p.Calendar.Get(c.Context(), c.Actor(), calendar.ID(id))
	if err == nil && !c.Actor().MayIn(calendar.Write, authz.Organisation, int64(cal.Org)) {
		err = errs.Denied(string(calendar.Write))
	}
	return cal, err
}

func calendarPath(id calendar.ID, parts ...string) string {
	return paths.AdminPage(append([]string{"calendars", text(int64(id))}, parts...)...)
}

func calendarCrumbs(c *web.Ctx, cal *calendar.Calendar, within bool) []ui.Crumb {
	out := []ui.Crumb{{Href: calendarsPath(cal.Org), Text: c.T.T("admin.section.calendars")}}
	if within {
		out = append(out, ui.Crumb{Href: calendarPath(cal.ID), Text: cal.Name})
	}
	return out
}

// calendar shows what counts, what will, and which days of the coming year are out of the ordinary.
func (p *pages) calendar(c *web.Ctx) error {
	cal, err := p.calendarIn(c)
	if err != nil {
		return err
	}
	work, err := cal.Work()
	if err != nil {
		return err
	}
	now := cal.Now(today(c))
	facts := []ui.Definition{
		{Term: c.T.T("admin.field.hours"), Text: weekText(c, now.Week)},
		{Term: c.T.T("admin.calendars.holidays"), Text: holidayText(c, now)},
		{Term: c.T.T("admin.field.zone"), Text: cal.Zone},
	}
	h := head{
		title: cal.Name, above: calendarCrumbs(c, &cal, false), tags: endedTag(c, cal.Active),
		actions: []templ.Component{
			ui.ButtonLink(calendarPath(cal.ID, "hours"), ui.ButtonView{Text: c.T.T("admin.calendars.change_hours"), Icon: "clock"}),
			ui.ButtonLink(calendarPath(cal.ID, "days"), ui.ButtonView{Text: c.T.T("admin.calendars.add_day"), Icon: "plus", Variant: ui.Secondary}),
			ui.ButtonLink(calendarPath(cal.ID, "name"), ui.ButtonView{Text: c.T.T("admin.calendars.rename"), Variant: ui.Tertiary}),
		},
	}
	return p.show(c, http.StatusOK, h, ui.DefinitionList(facts), versionsTable(c, &cal), daysTable(c, &cal, work))
}

func versionsTable(c *web.Ctx, cal *calendar.Calendar) templ.Component {
	t := ui.TableView{ID: "version", Caption: c.T.T("admin.calendars.versions"), Columns: columns(c, "from", "hours")}
	current := cal.Now(today(c)).From
	for i := len(cal.Versions) - 1; i >= 0; i-- {
		v := cal.Versions[i]
		from := ui.Cell{Text: c.T.T("admin.calendars.ever"), Nowrap: true}
		if v.From != calendar.Ever {
			from.Text = v.From.String()
		}
		if v.From > today(c) {
			from.Content = tags([]ui.TagView{{Text: c.T.T("admin.setting.coming"), Color: ui.Info, Icon: "clock"}})
		}
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(i)), Muted: v.From < current, Cells: []ui.Cell{from, {Text: weekText(c, v.Week), Note: holidayText(c, v)}}})
	}
	return ui.Table(t)
}

// daysTable lists the days of the coming year that have a name: holidays, eves, days of their own.
func daysTable(c *web.Ctx, cal *calendar.Calendar, work *worktime.Calendar) templ.Component {
	t := ui.TableView{
		ID: "day", Caption: c.T.T("admin.calendars.days"),
		Columns: append(columns(c, "date", "day", "hours"), ui.Column{Text: c.T.T("admin.calendars.drop_day"), TextHidden: true}),
	}
	for d := today(c); d < today(c)+yearAhead; d++ {
		day := work.Day(d)
		if day.Kind == "" {
			continue
		}
		row := ui.Row{ID: d.String(), Cells: []ui.Cell{
			{Text: d.String(), Note: c.T.T("calendar.weekday." + calendar.DayName(d.Weekday())), Nowrap: true},
			{Text: day.Name, Note: c.T.T("calendar.kind." + string(day.Kind))},
			{Text: calendar.SpansText(day.Spans)},
			{},
		}}
		if day.Code != "" {
			row.Cells[1].Text = c.T.T("calendar.holiday." + day.Code)
		}
		if day.Closed() {
			row.Cells[2].Text = c.T.T("calendar.closed")
		}
		if day.Kind == worktime.KindLocal {
			drop := do(c, calendarPath(cal.ID, "days", "drop"), c.T.T("admin.calendars.drop"), ui.HiddenView{Name: "date", Value: d.String()})
			drop.button.Name = ""
			drop.form.Label = c.T.T("admin.calendars.drop_named", "day", day.Name)
			row.Cells[3].Content = doBody(drop)
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 {
		return note(c.T.T("admin.calendars.no_days"))
	}
	return ui.Table(t)
}

func (p *pages) calendarName(c *web.Ctx) error {
	cal, err := p.calendarIn(c)
	if err != nil {
		return err
	}
	f := web.NewForm("name", cal.Name, "version", text(cal.Version))
	if cal.Active {
		f.Set("active", "1")
	}
	return p.showCalendarName(c, http.StatusOK, &cal, f)
}

func (p *pages) showCalendarName(c *web.Ctx, status int, cal *calendar.Calendar, f *web.Form) error {
	a := ask(c, f, "admin.calendars.").line("name", medium, required).yes("active")
	form := a.form(calendarPath(cal.ID, "name"), c.T.T("admin.save"), ui.HiddenView{Name: "version", Value: f.Get("version")})
	form.cancel = calendarPath(cal.ID)
	return p.show(c, status, head{title: c.T.T("admin.calendars.rename"), lead: cal.Name, above: calendarCrumbs(c, cal, true)}, formBody(c.T, form))
}

func (p *pages) nameCalendar(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	cal, err := p.calendarIn(c)
	if err != nil {
		return err
	}
	err = p.Calendar.Rename(c.Context(), c.Actor(), cal.ID, f.Int("version"), f.Words("name"), f.Has("active"))
	if errs.Is(err, errs.Conflict) {
		f.Set("version", text(cal.Version)) // Whoever has seen both saves again.
	}
	if status, yes := again(f, err); yes {
		return p.showCalendarName(c, status, &cal, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", f.Get("name"))
	return c.Redirect(calendarPath(cal.ID))
}
