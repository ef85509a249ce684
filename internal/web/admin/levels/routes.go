package levels

import (
	"net/http"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/level"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// routes shows which group takes what falls to IT and to the operation.
func (p *pages) routes(c *web.Ctx) error {
	org, _, err := p.org(c, nil)
	if err != nil {
		return err
	}
	return p.showRoutes(c, http.StatusOK, web.NewForm("side", string(level.Operation)), org)
}

func (p *pages) showRoutes(c *web.Ctx, status int, f *web.Form, org directory.Organisation) error {
	list, err := p.Level.Routes(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	groups, err := p.Directory.Groups(c.Context(), c.Actor(), 0)
	if err != nil {
		return err
	}
	sites, err := p.Directory.Sites(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	groupNames, siteNames := map[directory.GroupID]string{}, map[directory.SiteID]string{0: c.T.T("level.everywhere")}
	var groupOptions, siteOptions []ui.Option
	for _, g := range groups {
		if g.Org == org.ID {
			groupNames[g.ID] = g.Name
			groupOptions = append(groupOptions, ui.Option{Value: sheet.Text(g.ID), Text: g.Name})
		}
	}
	for _, s := range sites {
		siteNames[s.ID] = s.Name
		siteOptions = append(siteOptions, ui.Option{Value: sheet.Text(s.ID), Text: s.Name})
	}
	t := ui.TableView{ID: "routes", Caption: c.T.T("level.routes"), CaptionHidden: true, Columns: []ui.Column{{Text: c.T.T(area + "side")}, {Text: c.T.T(area + "site")}, {Text: c.T.T(area + "group")}}}
	for i, r := range list {
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(i), Cells: []ui.Cell{{Text: c.T.T("level.side." + string(r.Side))}, {Text: siteNames[r.Site]}, {Text: groupNames[r.Group]}}})
	}
	var sides []ui.Option
	for _, s := range level.Sides() {
		sides = append(sides, ui.Option{Value: string(s), Text: c.T.T("level.side." + string(s))})
	}
	form := sheet.Of(c, f, area, in(org, paths.AdminLevels("routes")), c.T.T("level.save"),
		sheet.Field{Name: "side", Kind: sheet.Choice, Required: true, Options: sides},
		sheet.Field{Name: "site", Kind: sheet.Choice, Empty: c.T.T("level.everywhere"), Options: siteOptions},
		sheet.Field{Name: "group", Kind: sheet.Choice, Empty: c.T.T("level.no_group"), Options: groupOptions},
	).Back(in(org, paths.AdminLevels()))
	h := sheet.Head{Title: c.T.T("level.routes"), Lead: c.T.T("level.routes_lead"), Above: []ui.Crumb{{Href: in(org, paths.AdminLevels()), Text: c.T.T("level.title")}}}
	return p.show(c, status, h, ui.Table(t), form.Show(c.T))
}

func (p *pages) setRoute(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	org, _, err := p.org(c, f)
	if err != nil {
		return err
	}
	err = p.Level.SetRoute(c.Context(), c.Actor(), org.ID, level.Route{Side: level.Side(f.Get("side")), Site: directory.SiteID(f.Int("site")), Group: directory.GroupID(f.Int("group"))})
	if status, again := sheet.Again(f, err); again {
		return p.showRoutes(c, status, f, org)
	}
	if err != nil {
		return err
	}
	c.Flash("level.saved")
	return c.Redirect(in(org, paths.AdminLevels("routes")))
}
