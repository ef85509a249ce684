package levels

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/level"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// perPage is how many devices a page lists.
const perPage = 100

// devices lists the register by tag, from a tag on, or those whose tag begins as asked.
func (p *pages) devices(c *web.Ctx) error {
	org, tabs, err := p.org(c, nil)
	if err != nil {
		return err
	}
	list, err := p.Level.Devices(c.Context(), c.Actor(), org.ID, c.Query("tag"), c.Query("after"), perPage+1)
	if err != nil {
		return err
	}
	here := in(org, paths.AdminDevices())
	h := sheet.Head{Title: c.T.T("level.devices"), Lead: c.T.T("level.devices_lead"), Tabs: tabs, Actions: []templ.Component{
		ui.ButtonLink(in(org, paths.AdminDevices("new")), ui.ButtonView{Text: c.T.T("level.device_add"), Icon: "plus"}),
		ui.ButtonLink(in(org, paths.AdminLevels()), ui.ButtonView{Text: c.T.T("level.title"), Variant: ui.Secondary}),
	}}
	find := sheet.Of(c, web.NewForm("tag", c.Query("tag")), area, paths.AdminDevices(), c.T.T("ui.search"), sheet.Field{Name: "tag", Width: "s"}).Hidden("org", sheet.Text(org.ID)).Narrow()
	var pages ui.PaginationView
	if len(list) > perPage {
		list = list[:perPage]
		pages = ui.PaginationView{Older: paths.With(here, "tag", c.Query("tag"), "after", list[perPage-1].Tag), OlderText: c.T.T("level.more")}
	}
	return p.show(c, http.StatusOK, h, find.Show(c.T), deviceTable(c, org, list), ui.Pagination(c.T, pages))
}

func deviceTable(c *web.Ctx, org directory.Organisation, list []level.Device) templ.Component {
	if len(list) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "device", Title: c.T.T("level.no_devices")})
	}
	t := ui.TableView{ID: "devices", Caption: c.T.T("level.devices"), CaptionHidden: true}
	for _, name := range []string{"tag", "name", "level", "holder", "site"} {
		t.Columns = append(t.Columns, ui.Column{Text: c.T.T(area + name)})
	}
	for _, d := range list {
		no := ""
		if d.LevelNo != 0 {
			no = c.T.T("level.number", "number", d.LevelNo)
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(d.ID), Muted: !d.Active, Cells: []ui.Cell{
			{Text: d.Tag, Href: in(org, paths.AdminDevices(sheet.Text(d.ID)))}, {Text: d.Name}, {Text: no}, {Text: d.PersonName}, {Text: d.SiteName},
		}})
	}
	return ui.Table(t)
}

func (p *pages) newDevice(c *web.Ctx) error {
	org, _, err := p.org(c, nil)
	if err != nil {
		return err
	}
	return p.showDevice(c, http.StatusOK, web.NewForm(), org, level.Device{})
}

func (p *pages) device(c *web.Ctx) error {
	org, _, err := p.org(c, nil)
	if err != nil {
		return err
	}
	d, err := p.oneDevice(c, org.ID)
	if err != nil {
		return err
	}
	f := web.NewForm("tag", d.Tag, "name", d.Name, "level", sheet.Text(d.Level), "login", d.Login, "site", sheet.Text(d.Site))
	if d.Active {
		f.Set("active", "1")
	}
	return p.showDevice(c, http.StatusOK, f, org, d)
}

func (p *pages) oneDevice(c *web.Ctx, org directory.OrgID) (level.Device, error) {
	id, err := sheet.Number[level.DeviceID](c, "id")
	if err != nil {
		return level.Device{}, err
	}
	return p.Level.Device(c.Context(), c.Actor(), org, id)
}

func (p *pages) showDevice(c *web.Ctx, status int, f *web.Form, org directory.Organisation, d level.Device) error {
	m, err := p.Level.Matrix(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	sites, err := p.Directory.Sites(c.Context(), c.Actor(), org.ID)
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
		{Name: "tag", Required: true, Width: "s"},
		{Name: "name", Width: "m"},
		{Name: "level", Kind: sheet.Choice, Empty: c.T.T("level.side.nobody"), Options: levels},
		{Name: "login", Width: "m"},
		{Name: "site", Kind: sheet.Choice, Empty: c.T.T("level.holders_site"), Options: places},
	}
	action, title := in(org, paths.AdminDevices()), c.T.T("level.device_add")
	if d.ID != 0 {
		action, title, fields = in(org, paths.AdminDevices(sheet.Text(d.ID))), d.Tag, append(fields, sheet.Field{Name: "active", Kind: sheet.Yes})
	}
	form := sheet.Of(c, f, area, action, c.T.T("level.save"), fields...).Versioned(sheet.Text(d.Version)).Back(in(org, paths.AdminDevices()))
	return p.show(c, status, sheet.Head{Title: title, Above: []ui.Crumb{{Href: in(org, paths.AdminDevices()), Text: c.T.T("level.devices")}}}, form.Show(c.T))
}

// saveDevice adds a device, or changes the one in the address.
func (p *pages) saveDevice(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	org, _, err := p.org(c, f)
	if err != nil {
		return err
	}
	var d level.Device
	if c.Param("id") != "" {
		if d, err = p.oneDevice(c, org.ID); err != nil {
			return err
		}
	}
	err = p.Level.SaveDevice(c.Context(), c.Actor(), org.ID, d.ID, f.Int("version"), level.DeviceInput{
		Tag: f.Get("tag"), Name: f.Words("name"), Level: level.ID(f.Int("level")), Login: f.Get("login"), Unit: d.Unit, Site: directory.SiteID(f.Int("site")), Active: f.Has("active"),
	})
	if status, again := sheet.Again(f, err); again {
		return p.showDevice(c, status, f, org, d)
	}
	if err != nil {
		return err
	}
	c.Flash("level.saved")
	return c.Redirect(in(org, paths.AdminDevices()))
}
