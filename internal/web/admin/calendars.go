package admin

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/clock"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) calendarRoutes(rs *web.Routes) {
	may := web.May(calendar.Write)
	rs.Handle("GET /admin/calendars", may, p.calendars)
	rs.Handle("POST /admin/calendars", may, p.addCalendar)
	rs.Handle("GET /admin/calendars/new", may, p.newCalendar)
	rs.Handle("GET /admin/calendars/use", may, p.calendarUse)
	rs.Handle("POST /admin/calendars/use", may, p.useCalendar)
	rs.Handle("GET /admin/calendars/{id}", may, p.calendar)
	rs.Handle("GET /admin/calendars/{id}/name", may, p.calendarName)
	rs.Handle("POST /admin/calendars/{id}/name", may, p.nameCalendar)
	rs.Handle("GET /admin/calendars/{id}/hours", may, p.calendarHours)
	rs.Handle("POST /admin/calendars/{id}/hours", may, p.setCalendarHours)
	rs.Handle("GET /admin/calendars/{id}/days", may, p.calendarDay)
	rs.Handle("POST /admin/calendars/{id}/days", may, p.setCalendarDay)
	rs.Handle("POST /admin/calendars/{id}/days/drop", may, p.dropCalendarDay, web.BackTo("/admin/calendars/{id}"))
}

func calendarsPath(org directory.OrgID, parts ...string) string {
	return paths.With(paths.AdminPage(append([]string{"calendars"}, parts...)...), "org", text(int64(org)))
}

// calendars lists an organisation's calendars, and which channel follows which.
func (p *pages) calendars(c *web.Ctx) error {
	org, tabs, err := p.org(c, calendar.Write)
	if err != nil {
		return err
	}
	all, err := p.Calendar.Of(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	uses, err := p.Calendar.Uses(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "calendar", Caption: c.T.T("admin.section.calendars"), Columns: columns(c, "name", "hours", "zone")}
	for i := range all {
		v := all[i].Now(today(c))
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(all[i].ID)), Muted: !all[i].Active, Cells: []ui.Cell{
			{Text: all[i].Name, Href: paths.AdminPage("calendars", text(int64(all[i].ID))), Item: true},
			{Text: weekText(c, v.Week), Note: holidayText(c, v)},
			{Text: all[i].Zone},
		}})
	}
	h := head{title: c.T.T("admin.section.calendars"), lead: c.T.T("admin.calendars.lead"), tabs: tabs, actions: []templ.Component{
		ui.ButtonLink(calendarsPath(org.ID, "new"), ui.ButtonView{Text: c.T.T("admin.calendars.add"), Icon: "plus"}),
		ui.ButtonLink(calendarsPath(org.ID, "use"), ui.ButtonView{Text: c.T.T("admin.calendars.choose"), Icon: "clock", Variant: ui.Secondary}),
	}}
	body := []templ.Component{p.usesTable(c, uses)}
	body = append(body, list(c, listView{table: t, empty: ui.EmptyView{Icon: "clock", Title: c.T.T("admin.calendars.none"), Text: c.T.T("admin.calendars.none_text")}})...)
	return p.show(c, http.StatusOK, h, body...)
}

// usesTable has a row for each channel and what it follows, now and later.
func (p *pages) usesTable(c *web.Ctx, uses []calendar.Use) templ.Component {
	t := ui.TableView{ID: "use", Caption: c.T.T("admin.calendars.uses"), Columns: columns(c, "channel", "now", "coming")}
	for _, channel := range append([]string{""}, calendar.Channels()...) {
		row := ui.Row{ID: "channel-" + channel, Cells: []ui.Cell{{Text: channelName(c, channel)}, {Text: c.T.T("admin.calendars.as_all")}, {}}}
		if channel == "" {
			row.Cells[1].Text = c.T.T("admin.calendars.by_setting")
		}
		for _, u := range uses {
			if u.Channel != channel {
				continue
			}
			name := u.Name
			if u.Calendar == 0 {
				name = c.T.T("admin.calendars.by_setting")
				if channel != "" {
					name = c.T.T("admin.calendars.as_all")
				}
			}
			if u.From <= today(c) {
				row.Cells[1] = ui.Cell{Text: name, Note: c.T.T("admin.settings.since", "date", u.From.String())}
				continue
			}
			row.Cells[2] = ui.Cell{Text: c.T.T("admin.settings.from", "date", u.From.String(), "value", name)}
		}
		t.Rows = append(t.Rows, row)
	}
	return ui.Table(t)
}

func channelName(c *web.Ctx, channel string) string {
	if channel == "" {
		return c.T.T("admin.calendars.all_channels")
	}
	return c.T.T("calendar.channel." + channel)
}

// today is the day in Sweden.
func today(c *web.Ctx) holiday.Date { return holiday.Of(c.Now().In(clock.Stockholm())) }

// weekText writes a week with equal days together: mon-thu 07:30-16:30; fri 07:30-16:00.
func weekText(c *web.Ctx, w worktime.Week) string {
	out := ""
	for i := 0; i < 7; {
		first, spans := i, calendar.SpansText(w[(i+1)%7])
		for i < 7 && calendar.SpansText(w[(i+1)%7]) == spans {
			i++
		}
		if spans == "" {
			continue
		}
		if out != "" {
			out += "; "
		}
		out += c.T.T("admin.day." + calendar.Weekdays[first])
		if i-1 > first {
			out += "-" + c.T.T("admin.day."+calendar.Weekdays[i-1])
		}
		out += " " + spans
	}
	if out == "" {
		return c.T.T("admin.calendars.never")
	}
	return out
}

func holidayText(c *web.Ctx, v calendar.Version) string {
	switch {
	case v.Holidays && v.EvesClosed:
		return c.T.T("admin.calendars.closed_both")
	case v.Holidays:
		return c.T.T("admin.calendars.closed_holidays")
	case v.EvesClosed:
		return c.T.T("admin.calendars.closed_eves")
	}
	return c.T.T("admin.calendars.closed_none")
}
