package admin

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) unitRoutes(rs *web.Routes) {
	may := web.May(directory.UnitWrite)
	rs.Handle("GET /admin/units", may, p.units)
	rs.Handle("POST /admin/units", may, p.addUnit)
	rs.Handle("GET /admin/units/new", may, p.newUnit)
	rs.Handle("GET /admin/units/{id}", may, p.unit)
	rs.Handle("POST /admin/units/{id}", may, p.changeUnit)
	rs.Handle("GET /admin/units/{id}/move", may, p.unitPlace)
	rs.Handle("POST /admin/units/{id}/move", may, p.moveUnit)
	rs.Handle("GET /admin/units/{id}/history", may, p.unitHistory)
}

func unitPath(id directory.UnitID, more ...string) string {
	return paths.AdminPage(append([]string{"units", text(int64(id))}, more...)...)
}

func unitsPath(org directory.OrgID) string {
	return paths.With(paths.AdminPage("units"), "org", text(int64(org)))
}

// around is what a unit can belong to.
type around struct {
	units       []directory.Unit
	sites       []directory.Site
	costs       []directory.CostCentre
	authorities []directory.Authority
}

func (p *pages) around(c *web.Ctx, org directory.OrgID) (around, error) {
	var a around
	var err error
	ctx, by := c.Context(), c.Actor()
	if a.units, err = p.Directory.Units(ctx, by, org); err != nil {
		return a, err
	}
	if a.sites, err = p.Directory.Sites(ctx, by, org); err != nil {
		return a, err
	}
	if a.costs, err = p.Directory.CostCentres(ctx, by, org); err != nil {
		return a, err
	}
	a.authorities, err = p.Directory.Authorities(ctx, by, org)
	return a, err
}

func (a around) siteName(id directory.SiteID) string { return places{sites: a.sites}.siteName(id) }
func (a around) unitName(id directory.UnitID) string { return places{units: a.units}.unitName(id) }

func (a around) costName(id directory.CostCentreID) string {
	for _, k := range a.costs {
		if k.ID == id {
			return k.Code + " " + k.Name
		}
	}
	return ""
}

func (a around) authorityName(id directory.AuthorityID) string {
	for _, b := range a.authorities {
		if b.ID == id {
			return b.Name
		}
	}
	return ""
}

// units shows an organisation's tree, or what is no longer part of it.
func (p *pages) units(c *web.Ctx) error {
	org, tabs, err := p.org(c, directory.UnitWrite)
	if err != nil {
		return err
	}
	a, err := p.around(c, org.ID)
	if err != nil {
		return err
	}
	shown, ended := a.units, c.Query("ended") != ""
	if ended {
		if shown, err = p.Directory.EndedUnits(c.Context(), c.Actor(), org.ID); err != nil {
			return err
		}
	}
	t := ui.TableView{ID: "unit", Caption: c.T.T("admin.section.units"), CaptionHidden: true, Columns: columns(c, "name", "authority", "site", "cost_centre")}
	for _, u := range shown {
		name := u.Name
		if !ended {
			name = indent(depth(u.Path)) + name
		}
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(u.ID)), Muted: !u.Active, Cells: []ui.Cell{
			{Text: name, Href: unitPath(u.ID), Item: true}, {Text: a.authorityName(u.Authority)}, {Text: a.siteName(u.Site)}, {Text: a.costName(u.CostCentre)},
		}})
	}
	h := head{title: c.T.T("admin.section.units"), lead: c.T.T("admin.units.lead"), tabs: tabs, actions: []templ.Component{
		ui.ButtonLink(paths.With(paths.AdminPage("units", "new"), "org", text(int64(org.ID))), ui.ButtonView{Text: c.T.T("admin.units.add"), Icon: "plus"}),
	}}
	body := append([]templ.Component{endedTabs(c, ended, unitsPath(org.ID))}, list(c, listView{table: t, empty: ui.EmptyView{Icon: "site", Title: c.T.T("admin.list.empty")}})...)
	return p.show(c, http.StatusOK, h, body...)
}

func (p *pages) newUnit(c *web.Ctx) error {
	org, _, err := p.org(c, directory.UnitWrite)
	if err != nil {
		return err
	}
	return p.showNewUnit(c, http.StatusOK, org, web.NewForm("parent", c.Query("parent")))
}

// unitFields are what is asked about a unit wherever it stands.
func unitFields(a *asker, there around) *asker {
	none := a.c.T.T("admin.none")
	var costs, boards []ui.Option
	for _, k := range there.costs {
		costs = append(costs, ui.Option{Value: text(int64(k.ID)), Text: k.Code + " " + k.Name})
	}
	for _, b := range there.authorities {
		boards = append(boards, ui.Option{Value: text(int64(b.ID)), Text: b.Name})
	}
	return a.choice("authority", none, boards, medium).choice("site", none, places{sites: there.sites}.siteOptions(), medium).
		choice("cost_centre", none, costs, medium).line("external_id", medium)
}

func (p *pages) showNewUnit(c *web.Ctx, status int, org directory.Organisation, f *web.Form) error {
	there, err := p.around(c, org.ID)
	if err != nil {
		return err
	}
	a := ask(c, f, "admin.unit.").line("name", medium, required).choice("parent", c.T.T("admin.unit.root"), unitOptions(there.units), medium)
	form := unitFields(a, there).form(paths.AdminPage("units"), c.T.T("admin.units.add"), ui.HiddenView{Name: "org", Value: text(int64(org.ID))})
	form.cancel = unitsPath(org.ID)
	h := head{title: c.T.T("admin.units.new"), lead: org.Name, above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.units")}}}
	return p.show(c, status, h, formBody(c.T, form))
}

func unitInput(f *web.Form) directory.UnitInput {
	return directory.UnitInput{
		ExternalID: f.Get("external_id"), Name: f.Words("name"), Parent: directory.UnitID(f.Int("parent")), Authority: directory.AuthorityID(f.Int("authority")),
		Site: directory.SiteID(f.Int("site")), CostCentre: directory.CostCentreID(f.Int("cost_centre")),
	}
}

func (p *pages) addUnit(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, err := p.orgOf(c, directory.UnitWrite, f.Int("org"))
	if err != nil {
		return err
	}
	u, err := p.Directory.AddUnit(c.Context(), c.Actor(), org.ID, unitInput(f))
	if status, yes := again(f, err); yes {
		return p.showNewUnit(c, status, org, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", u.Name)
	return c.Redirect(unitsPath(org.ID))
}
