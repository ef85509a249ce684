package admin

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/sla"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/clockwords"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) levelRoutes(rs *web.Routes) {
	may := web.May(sla.MayPromise)
	rs.Handle("GET /admin/promises", may, p.levels)
	rs.Handle("POST /admin/promises", may, p.setLevel)
	rs.Handle("GET /admin/promises/{id}", may, p.level)
	rs.Handle("POST /admin/promises/{id}", may, p.setLevel)
}

func levelsPath(org directory.OrgID, parts ...string) string {
	return paths.With(paths.AdminPage(append([]string{"promises"}, parts...)...), "org", text(int64(org)))
}

// serviceNames are an organisation's services by number.
func (p *pages) serviceNames(c *web.Ctx, org directory.OrgID) ([]service.Item, map[service.ID]string, error) {
	all, err := p.Service.All(c.Context(), c.Actor(), org)
	names := map[service.ID]string{}
	for _, i := range all {
		names[i.ID] = i.Name(c.T.Lang())
	}
	return all, names, err
}

// levels lists what is promised now, and what is decided for later.
func (p *pages) levels(c *web.Ctx) error {
	org, tabs, err := p.org(c, sla.MayPromise)
	if err != nil {
		return err
	}
	versions, err := p.SLA.Versions(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	_, names, err := p.serviceNames(c, org.ID)
	if err != nil {
		return err
	}
	now := c.Now()
	counts := sla.LevelsAt(versions, now)
	t := ui.TableView{ID: "level", Caption: c.T.T("admin.section.promises"), CaptionHidden: true, Columns: columns(c, "name", "fits", "promise", "valid_from")}
	row := func(l *sla.Level, tag []ui.TagView) {
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(l.ID)), Cells: []ui.Cell{
			{Text: l.Name, Href: levelsPath(org.ID, text(int64(l.Level))), Item: true},
			{Text: clockwords.Fits(c.T, &l.Fits, names)},
			{Content: changes(promised(c, l))},
			{Content: tags(append([]ui.TagView{{Text: c.T.Date(l.From)}}, tag...))},
		}})
	}
	for i := range counts {
		row(&counts[i], nil)
	}
	for i := range versions {
		if versions[i].From.After(now) {
			row(&versions[i], []ui.TagView{{Text: c.T.T("admin.promises.later"), Color: ui.Info}})
		}
	}
	h := head{title: c.T.T("admin.section.promises"), lead: c.T.T("admin.promises.lead"), tabs: tabs, actions: []templ.Component{
		ui.ButtonLink(levelsPath(org.ID, "new"), ui.ButtonView{Text: c.T.T("admin.promises.add"), Icon: "plus"}),
	}}
	body := list(c, listView{table: t, empty: ui.EmptyView{Icon: "clock", Title: c.T.T("admin.promises.empty")}})
	body = append(body, note(c.T.T("admin.promises.standard")))
	if c.Actor().May(setting.Write) {
		body = append(body, linked(paths.With(paths.AdminPage("settings"), "org", text(int64(org.ID))), c.T.T("admin.section.settings")))
	}
	return p.show(c, http.StatusOK, h, body...)
}

// promised is what a level says about each clock, a line each.
func promised(c *web.Ctx, l *sla.Level) []string {
	var out []string
	for _, clock := range sla.Clocks() {
		if t, ok := l.Target(clock); ok {
			line := clockwords.Clock(c.T, clock) + ": " + clockwords.Target(c.T, t)
			if t.Share > 0 {
				line += ", " + c.T.T("admin.promises.share_words", "share", t.Share)
			}
			out = append(out, line)
		}
	}
	return out
}

// levelIn is the newest version of the level in the address, and all its versions; "new" is one that is not there yet.
func (p *pages) levelIn(c *web.Ctx) (directory.Organisation, sla.Level, []sla.Level, error) {
	org, _, err := p.org(c, sla.MayPromise)
	if err != nil || c.Param("id") == "new" || c.Param("id") == "" {
		return org, sla.Level{Org: org.ID}, nil, err
	}
	id, err := number(c, "id")
	if err != nil {
		return org, sla.Level{}, nil, err
	}
	all, err := p.SLA.Versions(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return org, sla.Level{}, nil, err
	}
	own := slices.DeleteFunc(all, func(l sla.Level) bool { return int64(l.Level) != id })
	if len(own) == 0 {
		return org, sla.Level{}, nil, errs.Missing()
	}
	return org, own[len(own)-1], own, nil
}

func (p *pages) level(c *web.Ctx) error {
	org, l, versions, err := p.levelIn(c)
	if err != nil {
		return err
	}
	return p.showLevel(c, http.StatusOK, org, l, versions, levelForm(&l))
}

func (p *pages) showLevel(c *web.Ctx, status int, org directory.Organisation, l sla.Level, versions []sla.Level, f *web.Form) error {
	services, names, err := p.serviceNames(c, org.ID)
	if err != nil {
		return err
	}
	owners, err := p.followers(c, org.ID)
	if err != nil {
		return err
	}
	a := askLevel(c, f, services, owners)
	action, button, title := levelsPath(org.ID), c.T.T("admin.promises.add"), c.T.T("admin.promises.new")
	var beside []templ.Component
	if l.Level != 0 {
		a.yes("ended")
		action, button, title = levelsPath(org.ID, text(int64(l.Level))), c.T.T("admin.promises.change"), l.Name
		t := ui.TableView{ID: "version", Caption: c.T.T("admin.promises.versions"), CaptionHidden: true, Columns: columns(c, "valid_from", "fits", "promise")}
		for _, v := range slices.Backward(versions) {
			words := promised(c, &v)
			if v.Ended {
				words = []string{c.T.T("admin.promises.ended")}
			}
			t.Rows = append(t.Rows, ui.Row{ID: text(int64(v.ID)), Cells: []ui.Cell{
				{Text: c.T.DateTime(v.From), Nowrap: true}, {Text: clockwords.Fits(c.T, &v.Fits, names)}, {Content: changes(words)},
			}})
		}
		beside = append(beside, panel(ui.PanelView{ID: "versions", Title: c.T.T("admin.promises.versions")}, note(c.T.T("admin.promises.versions_text")), ui.Table(t)))
	}
	form := a.form(action, button)
	form.cancel = levelsPath(org.ID)
	h := head{title: title, lead: org.Name, tags: endedTag(c, !l.Ended), above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.promises")}}}
	return p.show(c, status, h, append([]templ.Component{formBody(c.T, form)}, beside...)...)
}

// followers are those who may follow up what is not kept: the agents of the organisation's desks.
func (p *pages) followers(c *web.Ctx, org directory.OrgID) ([]ui.Option, error) {
	desks, err := p.desks(c, sla.MayPromise)
	if err != nil {
		return nil, err
	}
	var out []ui.Option
	for _, d := range desks {
		if d.Org != org {
			continue
		}
		choices, err := p.Ticket.Choices(c.Context(), c.Actor(), d.Org, d.ID, nil)
		if errs.Is(err, errs.Forbidden) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, a := range choices.Agents {
			o := ui.Option{Value: text(a.ID), Text: a.Name}
			if !slices.Contains(out, o) {
				out = append(out, o)
			}
		}
		if len(out) > 0 {
			break // One desk's agents are enough to choose from.
		}
	}
	return out, nil
}

func (p *pages) setLevel(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, old, versions, err := p.levelIn(c)
	if err != nil {
		return err
	}
	l, err := levelInput(f)
	l.Org, l.Level = org.ID, old.Level
	if err == nil {
		l, err = p.SLA.SetLevel(c.Context(), c.Actor(), l)
	}
	if status, yes := again(f, err); yes {
		return p.showLevel(c, status, org, old, versions, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", strings.TrimSpace(l.Name))
	return c.Redirect(levelsPath(org.ID))
}
