package alarms

import (
	"fmt"

	"github.com/a-h/templ"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/directory"
	about "lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Alarm     *alarm.Service
	Directory *directory.Service
	Ticket    *ticket.Service
	Service   *about.Service
	DB        sqldb.Querier // For the water mark of live pages alone.
	BaseURL   string        // Sources' addresses begin with it.
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "alarm.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	read, work, configure := web.May(alarm.MayRead), web.May(alarm.MayWork), web.May(alarm.MayConfigure)
	rs.Handle("GET /desk/alarms", read, p.list)
	rs.Handle("GET /desk/alarms/{id}", read, p.one)
	rs.Handle("POST /desk/alarms/{id}/silence", work, p.silence, web.BackTo("/desk/alarms/{id}"))
	rs.Handle("POST /desk/alarms/{id}/unsilence", work, p.unsilence, web.BackTo("/desk/alarms/{id}"))
	rs.Handle("GET /desk/alarm-sources", configure, p.sources)
	rs.Handle("GET /desk/alarm-sources/new", configure, p.newSource)
	rs.Handle("POST /desk/alarm-sources", configure, p.saveSource)
	rs.Handle("GET /desk/alarm-sources/{id}", configure, p.source)
	rs.Handle("POST /desk/alarm-sources/{id}", configure, p.saveSource)
	rs.Handle("POST /desk/alarm-sources/{id}/secret", configure, p.secret, web.BackTo("/desk/alarm-sources/{id}"))
	rs.Handle("GET /desk/alarm-rules", configure, p.rules)
	rs.Handle("GET /desk/alarm-rules/new", configure, p.newRule)
	rs.Handle("POST /desk/alarm-rules", configure, p.saveRule)
	rs.Handle("GET /desk/alarm-rules/{id}", configure, p.rule)
	rs.Handle("POST /desk/alarm-rules/{id}", configure, p.saveRule)
	rs.Handle("POST /desk/alarm-rules/{id}/move", configure, p.moveRule, web.BackTo("/desk/alarm-rules"))
	rs.Handle("GET /admin/alarms", configure, func(c *web.Ctx) error { return c.Redirect(paths.AlarmSources()) })
}

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.Alarms(), Text: "alarm.menu", Verbs: []authz.Verb{alarm.MayRead}}
}

// show answers with a page.
func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Desk, paths.Alarms()
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// tabs lead between what fires, and for those who may, who tells and what becomes of it.
func tabs(c *web.Ctx, here string) *ui.TabsView {
	if !c.Actor().May(alarm.MayConfigure) {
		return nil
	}
	v := &ui.TabsView{Label: c.T.T("alarm.tabs")}
	for _, t := range []struct{ href, text string }{
		{paths.Alarms(), "alarm.menu"}, {paths.AlarmSources(), "alarm.sources"}, {paths.AlarmRules(), "alarm.rules"},
	} {
		v.Tabs = append(v.Tabs, ui.TabView{Href: t.href, Text: c.T.T(t.text), Current: t.href == here})
	}
	return v
}

func above(c *web.Ctx, href, text string) []ui.Crumb {
	return []ui.Crumb{{Href: href, Text: c.T.T(text)}}
}

func heads(c *web.Ctx, names ...string) []ui.Column {
	out := make([]ui.Column, len(names))
	for i, n := range names {
		out[i] = ui.Column{Text: c.T.T("alarm.column." + n)}
	}
	return out
}

func severity(c *web.Ctx, n int) string { return c.T.T(fmt.Sprintf("alarm.severity.%d", n)) }

// severityTag shows how bad an alarm is, by its word and a colour.
func severityTag(c *web.Ctx, n int) ui.TagView {
	v := ui.TagView{Text: severity(c, n), Hint: c.T.T("alarm.column.severity")}
	switch {
	case n == 1:
		v.Color, v.Icon = ui.Danger, "alarm"
	case n <= 3:
		v.Color, v.Icon = ui.Warning, "warning"
	default:
		v.Color, v.Icon = ui.Info, "info"
	}
	return v
}

// stateTags tell what is going on with an alarm.
func stateTags(c *web.Ctx, a *alarm.Alarm) []ui.TagView {
	v := ui.TagView{Text: c.T.T("alarm.state.resolved"), Color: ui.Success, Icon: "check"}
	if a.State == "firing" {
		v = ui.TagView{Text: c.T.T("alarm.state.firing"), Color: ui.Danger, Icon: "alarm"}
	}
	out := []ui.TagView{v}
	if a.Flaps() {
		out = append(out, ui.TagView{Text: c.T.T("alarm.flapping"), Color: ui.Warning, Icon: "sort"})
	}
	if a.Quiet != "" {
		out = append(out, ui.TagView{Text: c.T.T("alarm.quiet." + a.Quiet), Color: ui.Info, Icon: "pause"})
	}
	return out
}
