package assets

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
	"lotsen/internal/web/unitpick"
)

// blank asks about a new device.
func (p *pages) blank(c *web.Ctx) error {
	org, _, err := p.org(c, nil)
	if err != nil {
		return err
	}
	return p.ask(c, http.StatusOK, org.ID, web.NewForm("kind", string(asset.Computer), "state", string(asset.InUse)), nil)
}

func (p *pages) create(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, _, err := p.org(c, f)
	if err != nil {
		return err
	}
	d, err := p.read(c, org.ID, f, nil)
	var a asset.Asset
	if err == nil {
		a, err = p.Asset.Create(c.Context(), c.Actor(), d)
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.ask(c, status, org.ID, f, nil)
	}
	if err != nil {
		return err
	}
	c.Flash("asset.added", "tag", a.Tag)
	return c.Redirect(paths.Assets(sheet.Text(a.ID)))
}

// edit shows the form over what is known, and below it the way out of the inventory.
func (p *pages) edit(c *web.Ctx) error {
	a, err := p.keptOne(c)
	if err != nil {
		return err
	}
	f := web.NewForm("tag", a.Tag, "serial", a.Serial, "kind", string(a.Kind), "name", a.Name, "model", a.Model, "level", number(a.Level), "login", a.Login,
		"unit", number(a.Unit), "site", number(a.Site), "delivered", a.Delivered, "life", number(a.Life), "renew", a.Renew, "state", string(a.State), "version", sheet.Text(a.Version))
	return p.ask(c, http.StatusOK, a.Org, f, &a)
}

func number[T ~int | ~int64](n T) string {
	if n == 0 {
		return ""
	}
	return sheet.Text(n)
}

// keptOne is the device in the address, for those who keep it.
func (p *pages) keptOne(c *web.Ctx) (asset.Asset, error) {
	a, err := p.found(c)
	if err != nil {
		return a, err
	}
	keeps, err := p.Asset.Keeps(c.Context(), c.Actor(), a.ID)
	if err == nil && !keeps {
		err = errs.Denied(string(asset.MayWrite))
	}
	return a, err
}

func (p *pages) save(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	a, err := p.keptOne(c)
	if err != nil {
		return err
	}
	d, err := p.read(c, a.Org, f, &a)
	if err == nil {
		d.ModelID = a.ModelID
		if d.Model != a.Model {
			d.ModelID = 0 // What was written is no longer the model of the range.
		}
		_, err = p.Asset.Change(c.Context(), c.Actor(), a.ID, f.Int("version"), d)
	}
	if errs.Is(err, errs.Conflict) {
		f.Set("version", sheet.Text(a.Version)) // Whoever has been told saves again.
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.ask(c, status, a.Org, f, &a)
	}
	if err != nil {
		return err
	}
	c.Flash("asset.saved")
	return c.Redirect(paths.Assets(sheet.Text(a.ID)))
}

func (p *pages) end(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	a, err := p.keptOne(c)
	if err != nil {
		return err
	}
	_, err = p.Asset.End(c.Context(), c.Actor(), a.ID, f.Int("version"), f.Words("why"))
	if status, yes := sheet.Again(f, err); yes {
		return p.showEnd(c, status, &a, f)
	}
	if err != nil {
		return err
	}
	c.Flash("asset.ended", "tag", a.Tag)
	return c.Redirect(paths.Assets(sheet.Text(a.ID)))
}

// read makes a draft of the form; everything that is wrong is told at once.
func (p *pages) read(c *web.Ctx, org directory.OrgID, f *web.Form, a *asset.Asset) (asset.Draft, error) {
	bad := f.Wrong()
	d := asset.Draft{
		Org: org, Tag: f.Get("tag"), Serial: f.Get("serial"), Kind: asset.Kind(f.Get("kind")), Name: f.Words("name"), Model: f.Words("model"), Level: asset.LevelID(f.Int("level")),
		Site: directory.SiteID(f.Int("site")), Delivered: f.Get("delivered"), Life: int(f.Int("life")), Renew: f.Get("renew"), State: asset.State(f.Get("state")),
	}
	if f.Get("life") != "" && d.Life <= 0 {
		bad.Add("life", "asset.error.life", "max", 240)
	}
	if d.Tag == "" && d.Serial == "" {
		bad.Add("tag", "asset.error.number")
	}
	var err error
	if a != nil && f.Get("login") == a.Login {
		d.Person = a.Person // Also somebody whom the reader could not have chosen.
	} else if d.Person, err = p.Asset.Holder(c.Context(), c.Actor(), org, f.Get("login")); errs.Is(err, errs.Invalid) {
		bad = append(bad, errs.FieldsOf(err)...)
	} else if err != nil {
		return d, err
	}
	unit, err := unitpick.Read(c.Context(), p.Directory, c.Actor(), org, directory.UnitID(f.Int("unit")), f.Get("unit_name"), f.Has("unit_name"))
	if err != nil {
		return d, err
	}
	if d.Unit = unit.Unit.ID; unit.Unclear() {
		bad.Add("unit_name", "ui.unit.unclear")
	}
	return d, bad.Err()
}

// ask shows the form, of a new device or of one that is there.
func (p *pages) ask(c *web.Ctx, status int, org directory.OrgID, f *web.Form, a *asset.Asset) error {
	m, err := p.Level.Matrix(c.Context(), c.Actor(), org)
	if err != nil {
		return err
	}
	sites, err := p.Directory.Sites(c.Context(), c.Actor(), org)
	if err != nil {
		return err
	}
	unit, err := unitpick.Read(c.Context(), p.Directory, c.Actor(), org, directory.UnitID(f.Int("unit")), f.Get("unit_name"), f.Has("unit_name"))
	if err != nil {
		return err
	}
	var levels, places []ui.Option
	for _, l := range m.Levels {
		levels = append(levels, ui.Option{Value: sheet.Text(l.ID), Text: c.T.T("level.number", "number", l.Number) + ", " + l.Name(c.T.Lang())})
	}
	for _, s := range sites {
		places = append(places, ui.Option{Value: sheet.Text(s.ID), Text: s.Name})
	}
	fields := []sheet.Field{
		{Name: "tag", Width: "s"},
		{Name: "serial", Width: "m"},
		{Name: "kind", Kind: sheet.Choice, Required: true, Options: kindOptions(c)},
		{Name: "name", Width: "m"},
		{Name: "model", Width: "m"},
	}
	if len(levels) > 0 {
		fields = append(fields, sheet.Field{Name: "level", Kind: sheet.Choice, Empty: c.T.T("asset.no_level"), Options: levels})
	}
	fields = append(fields, []sheet.Field{
		{Name: "login", Width: "m"},
		{Name: "site", Kind: sheet.Choice, Empty: c.T.T("level.holders_site"), Options: places},
		{Name: "delivered", Kind: sheet.Day},
		{Name: "life", Width: "s"},
		{Name: "renew", Kind: sheet.Day},
		{Name: "state", Kind: sheet.Choice, Required: true, Options: stateOptions(c, asset.States()...)},
	}...)
	h := sheet.Head{Title: c.T.T("asset.add"), Above: above(c, org)}
	action, back := in(org, paths.Assets()), in(org, paths.Assets())
	if a != nil {
		h.Title, h.Lead = c.T.T("asset.edit"), a.Title()
		h.Above = append(h.Above, ui.Crumb{Href: paths.Assets(sheet.Text(a.ID)), Text: a.Tag})
		action, back = paths.Assets(sheet.Text(a.ID), "edit"), paths.Assets(sheet.Text(a.ID))
	}
	form := sheet.Of(c, f, area, action, c.T.T("level.save"), fields...).Add(ui.Finder(c.T, unit.Field(c.T, c.T.T(area+"unit"), c.T.T("asset.holders_unit")))).Back(back)
	if a == nil {
		return p.show(c, status, h, form.Show(c.T))
	}
	form = form.Versioned(f.Get("version"))
	if !a.Active() {
		return p.show(c, status, h, form.Show(c.T))
	}
	return p.show(c, status, h, form.Show(c.T), p.endPanel(c, a, nil))
}

// endPanel asks why a device leaves the inventory.
func (p *pages) endPanel(c *web.Ctx, a *asset.Asset, f *web.Form) templ.Component {
	end := sheet.Of(c, f, area, paths.Assets(sheet.Text(a.ID), "end"), c.T.T("asset.end"), sheet.Field{Name: "why", Required: true, Width: "m"}).Versioned(sheet.Text(a.Version)).Quiet()
	return sheet.Panel(ui.PanelView{ID: "end", Title: c.T.T("asset.end")}, sheet.Note(c.T.T("asset.end_help")), end.Show(c.T))
}

// showEnd asks again why, when no reason was given.
func (p *pages) showEnd(c *web.Ctx, status int, a *asset.Asset, f *web.Form) error {
	h := sheet.Head{Title: c.T.T("asset.end"), Lead: a.Title(), Above: append(above(c, a.Org), ui.Crumb{Href: paths.Assets(sheet.Text(a.ID)), Text: a.Tag})}
	return p.show(c, status, h, p.endPanel(c, a, f))
}
