package admin

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/sla"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/clockwords"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) pauseRoutes(rs *web.Routes) {
	may := web.May(sla.MayPromise)
	rs.Handle("GET /admin/pauses", may, p.pauses)
	rs.Handle("POST /admin/pauses", may, p.setPause)
	rs.Handle("GET /admin/pauses/{code}", may, p.pause)
	rs.Handle("POST /admin/pauses/{code}", may, p.setPause)
}

func pausesPath(org directory.OrgID, parts ...string) string {
	return paths.With(paths.AdminPage(append([]string{"pauses"}, parts...)...), "org", text(int64(org)))
}

// pauses lists why cases wait, and which clocks stop meanwhile.
func (p *pages) pauses(c *web.Ctx) error {
	org, tabs, err := p.org(c, sla.MayPromise)
	if err != nil {
		return err
	}
	all, err := p.SLA.Reasons(c.Context(), org.ID)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "pause", Caption: c.T.T("admin.section.pauses"), CaptionHidden: true, Columns: columns(c, "name", "code", "stops", "active")}
	for _, r := range all {
		t.Rows = append(t.Rows, ui.Row{ID: r.Code, Muted: !r.Active, Cells: []ui.Cell{
			{Text: r.Name(c.T), Href: pausesPath(org.ID, r.Code), Item: true}, {Text: r.Code}, {Text: stops(c, r)}, {Content: tags(endedTag(c, r.Active))},
		}})
	}
	h := head{title: c.T.T("admin.section.pauses"), lead: c.T.T("admin.pauses.lead"), tabs: tabs, actions: []templ.Component{
		ui.ButtonLink(pausesPath(org.ID, "new"), ui.ButtonView{Text: c.T.T("admin.pauses.add"), Icon: "plus"}),
	}}
	return p.show(c, http.StatusOK, h, ui.Table(t))
}

// stops lists in words the clocks that a reason stops.
func stops(c *web.Ctx, r sla.Reason) string {
	var out []string
	for _, clock := range sla.Clocks() {
		if r.Stop(clock) {
			out = append(out, clockwords.Clock(c.T, clock))
		}
	}
	switch len(out) {
	case 0:
		return c.T.T("admin.pauses.stops_none")
	case len(sla.Clocks()):
		return c.T.T("admin.pauses.stops_all")
	}
	return strings.Join(out, ", ")
}

// pauseIn is the reason in the address; "new" is one that is not there yet.
func (p *pages) pauseIn(c *web.Ctx) (directory.Organisation, sla.Reason, error) {
	org, _, err := p.org(c, sla.MayPromise)
	if err != nil {
		return org, sla.Reason{}, err
	}
	code := c.Param("code")
	if code == "new" || code == "" {
		return org, sla.Reason{Org: org.ID, Active: true}, nil
	}
	all, err := p.SLA.Reasons(c.Context(), org.ID)
	if err != nil {
		return org, sla.Reason{}, err
	}
	i := slices.IndexFunc(all, func(r sla.Reason) bool { return r.Code == code })
	if i < 0 {
		return org, sla.Reason{}, errs.Missing()
	}
	return org, all[i], nil
}

func (p *pages) pause(c *web.Ctx) error {
	org, r, err := p.pauseIn(c)
	if err != nil {
		return err
	}
	pairs := []string{"code", r.Code, "en", r.En}
	if r.Code != "" {
		pairs = append(pairs, "sv", r.Name(c.T))
	}
	if r.Active {
		pairs = append(pairs, "active", "1")
	}
	for _, clock := range r.Stops {
		pairs = append(pairs, "stops", string(clock))
	}
	return p.showPause(c, http.StatusOK, org, r, web.NewForm(pairs...))
}

func (p *pages) showPause(c *web.Ctx, status int, org directory.Organisation, r sla.Reason, f *web.Form) error {
	var clocks []ui.Option
	for _, clock := range sla.Clocks() {
		clocks = append(clocks, ui.Option{Value: string(clock), Text: clockwords.Clock(c.T, clock)})
	}
	a := ask(c, f, "admin.pauses.")
	action, button, title := pausesPath(org.ID), c.T.T("admin.pauses.add"), c.T.T("admin.pauses.new")
	if r.Code == "" {
		a.line("code", short, required)
	}
	a.line("sv", medium, required, inLang("sv")).line("en", medium, inLang("en")).several("stops", clocks)
	if r.Code != "" {
		a.yes("active")
		action, button, title = pausesPath(org.ID, r.Code), c.T.T("admin.save"), r.Name(c.T)
	}
	form := a.form(action, button)
	form.cancel = pausesPath(org.ID)
	h := head{title: title, lead: org.Name, tags: endedTag(c, r.Active), above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.pauses")}}}
	return p.show(c, status, h, formBody(c.T, form))
}

func (p *pages) setPause(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, r, err := p.pauseIn(c)
	if err != nil {
		return err
	}
	set := sla.Reason{Org: org.ID, Code: r.Code, Sv: f.Words("sv"), En: f.Words("en"), Active: r.Code == "" || f.Has("active")}
	if r.Code == "" {
		set.Code = f.Get("code")
	}
	for _, clock := range f.All("stops") {
		set.Stops = append(set.Stops, sla.Clock(clock))
	}
	set, err = p.SLA.SetReason(c.Context(), c.Actor(), set)
	if status, yes := again(f, err); yes {
		return p.showPause(c, status, org, r, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", set.Sv)
	return c.Redirect(pausesPath(org.ID))
}
