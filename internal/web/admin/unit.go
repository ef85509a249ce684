package admin

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// unitIn is the unit in the address, of an organisation in which the reader changes units.
func (p *pages) unitIn(c *web.Ctx) (directory.Unit, error) {
	id, err := number(c, "id")
	if err != nil {
		return directory.Unit{}, err
	}
	u, err := p.Directory.Unit(c.Context(), c.Actor(), directory.UnitID(id))
	if err != nil {
		return u, err
	}
	_, err = p.orgOf(c, directory.UnitWrite, int64(u.Org))
	return u, err
}

// unit shows a unit, to change it.
func (p *pages) unit(c *web.Ctx) error {
	u, err := p.unitIn(c)
	if err != nil {
		return err
	}
	f := web.NewForm("name", u.Name, "authority", text(int64(u.Authority)), "site", text(int64(u.Site)), "cost_centre", text(int64(u.CostCentre)), "external_id", u.ExternalID)
	if u.Active {
		f.Set("active", "1")
	}
	return p.showUnit(c, http.StatusOK, u, f)
}

func (p *pages) showUnit(c *web.Ctx, status int, u directory.Unit, f *web.Form) error {
	there, err := p.around(c, u.Org)
	if err != nil {
		return err
	}
	form := unitFields(ask(c, f, "admin.unit.").line("name", medium, required), there).yes("active").form(unitPath(u.ID), c.T.T("admin.save"))
	form.form.Version, form.cancel = text(u.Version), unitsPath(u.Org)
	h := head{title: u.Name, lead: there.pathOf(u), tags: endedTag(c, u.Active), above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.units")}}, actions: []templ.Component{
		ui.ButtonLink(unitPath(u.ID, "move"), ui.ButtonView{Text: c.T.T("admin.unit.move"), Icon: "sort", Variant: ui.Secondary}),
		ui.ButtonLink(unitPath(u.ID, "history"), ui.ButtonView{Text: c.T.T("admin.history.show"), Icon: "clock", Variant: ui.Secondary}),
	}}
	return p.show(c, status, h, formBody(c.T, form))
}

// pathOf is the names of the units above one, from the root.
func (a around) pathOf(u directory.Unit) string {
	var names []string
	for _, part := range strings.Split(strings.Trim(u.Path, "/"), "/") {
		if id := directory.UnitID(parse(part)); id != u.ID {
			names = append(names, a.unitName(id))
		}
	}
	return strings.Join(names, " › ")
}

// value is a field of a unit as people read it.
func (a around) value(c *web.Ctx, field, value string) string {
	if value == "" || value == "0" {
		return c.T.T("admin.nothing")
	}
	n := parse(value)
	switch field {
	case "authority":
		return orValue(a.authorityName(directory.AuthorityID(n)), value)
	case "site":
		return orValue(a.siteName(directory.SiteID(n)), value)
	case "cost_centre":
		return orValue(a.costName(directory.CostCentreID(n)), value)
	case "parent":
		return orValue(a.unitName(directory.UnitID(n)), value)
	case "active":
		return c.T.T("admin.bool." + value)
	}
	return value
}

func (p *pages) changeUnit(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	u, err := p.unitIn(c)
	if err != nil {
		return err
	}
	after, err := p.Directory.ChangeUnit(c.Context(), c.Actor(), u.ID, f.Int("version"), unitInput(f), f.Has("active"))
	if errs.Is(err, errs.Conflict) {
		there, aerr := p.around(c, u.Org)
		if aerr != nil {
			return aerr
		}
		err = spelled(err, func(field, value string) string { return there.value(c, field, value) })
	}
	if status, yes := again(f, err); yes {
		return p.showUnit(c, status, u, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", after.Name)
	return c.Redirect(unitPath(u.ID))
}

// unitPlace asks below which unit another is to stand.
func (p *pages) unitPlace(c *web.Ctx) error {
	u, err := p.unitIn(c)
	if err != nil {
		return err
	}
	return p.showMove(c, http.StatusOK, u, web.NewForm("parent", text(int64(u.Parent))))
}

func (p *pages) showMove(c *web.Ctx, status int, u directory.Unit, f *web.Form) error {
	units, err := p.Directory.Units(c.Context(), c.Actor(), u.Org)
	if err != nil {
		return err
	}
	var elsewhere []directory.Unit
	for _, o := range units {
		if !strings.HasPrefix(o.Path, u.Path) { // Not below itself.
			elsewhere = append(elsewhere, o)
		}
	}
	form := ask(c, f, "admin.unit.").choice("parent", c.T.T("admin.unit.root"), unitOptions(elsewhere), medium).form(unitPath(u.ID, "move"), c.T.T("admin.unit.move"))
	form.cancel = unitPath(u.ID)
	h := head{title: c.T.T("admin.unit.move"), lead: u.Name + ". " + c.T.T("admin.unit.move_help"), above: p.unitCrumbs(c, u)}
	return p.show(c, status, h, formBody(c.T, form))
}

func (p *pages) unitCrumbs(c *web.Ctx, u directory.Unit) []ui.Crumb {
	return []ui.Crumb{{Href: unitsPath(u.Org), Text: c.T.T("admin.section.units")}, {Href: unitPath(u.ID), Text: u.Name}}
}

func (p *pages) moveUnit(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	u, err := p.unitIn(c)
	if err != nil {
		return err
	}
	_, err = p.Directory.MoveUnit(c.Context(), c.Actor(), u.ID, directory.UnitID(f.Int("parent")))
	if status, yes := again(f, err); yes {
		return p.showMove(c, status, u, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.unit.moved", "name", u.Name)
	return c.Redirect(unitPath(u.ID))
}

// unitHistory tells who changed what about a unit.
func (p *pages) unitHistory(c *web.Ctx) error {
	u, err := p.unitIn(c)
	if err != nil {
		return err
	}
	there, err := p.around(c, u.Org)
	if err != nil {
		return err
	}
	events, err := p.Directory.UnitHistory(c.Context(), c.Actor(), u.ID)
	if err != nil {
		return err
	}
	t := historyTable(c, events, func(field, value string) string { return there.value(c, field, value) })
	h := head{title: c.T.T("admin.history.title"), lead: u.Name, above: p.unitCrumbs(c, u)}
	return p.show(c, http.StatusOK, h, list(c, listView{table: t, empty: ui.EmptyView{Title: c.T.T("admin.history.none")}})...)
}
