package models

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/rental"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

const rentalArea = "rental.field."

func (p *pages) offices(c *web.Ctx) error { return p.showOffices(c, http.StatusOK, nil) }

// showOffices lists the offices that lend, with a form for another.
func (p *pages) showOffices(c *web.Ctx, status int, f *web.Form) error {
	o, tabs, err := p.org(c, f, rental.MayWrite)
	if err != nil {
		return err
	}
	list, err := p.Rental.Offices(c.Context(), c.Actor(), o.ID, "", "")
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "offices", Caption: c.T.T("rental.offices"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T("rental.office")}, {Text: c.T.T("rental.computers"), Number: true}, {Text: c.T.T("rental.week"), Number: true},
	}}
	for _, x := range list {
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(x.ID), Muted: !x.Active, Cells: []ui.Cell{
			{Text: x.Name, Note: x.Place, Href: in(o.ID, paths.AdminRental(sheet.Text(x.ID))), Item: true}, {Text: strconv.Itoa(x.Units)}, {Text: money.Ore(c.T, x.WeekOre)},
		}})
	}
	body := ui.Table(t)
	if len(list) == 0 {
		body = sheet.Note(c.T.T("rental.no_offices"))
	}
	form, err := p.officeForm(c, f, o.ID, rental.Office{Active: true})
	if err != nil {
		return err
	}
	return p.show(c, status, sheet.Head{Title: c.T.T("rental.offices"), Lead: c.T.T("rental.offices_lead"), Tabs: tabs}, body,
		sheet.Panel(ui.PanelView{ID: "add", Title: c.T.T("rental.office_add")}, form))
}

func (p *pages) officeForm(c *web.Ctx, f *web.Form, org directory.OrgID, x rental.Office) (templ.Component, error) {
	desks, err := p.Directory.DesksOf(c.Context(), c.Actor(), rental.MayWrite)
	if err != nil {
		return nil, err
	}
	var at []ui.Option
	for _, d := range desks {
		if d.Org == org {
			at = append(at, ui.Option{Value: sheet.Text(d.ID), Text: d.Name})
		}
	}
	units, err := p.tops(c, org, nil, nil)
	if err != nil {
		return nil, err
	}
	action := paths.AdminRental()
	if f == nil {
		active := ""
		if x.Active {
			active = "1"
		}
		f = web.NewForm("name", x.Name, "place", x.Place, "desk", sheet.Text(x.Desk), "unit", sheet.Text(x.Unit), "week", money.Plain(x.WeekOre), "active", active)
	}
	fields := []sheet.Field{
		{Name: "name", Required: true, Width: "m"},
		{Name: "place"},
		{Name: "desk", Kind: sheet.Choice, Required: true, Options: at},
		{Name: "unit", Kind: sheet.Choice, Empty: c.T.T("rental.whole"), Options: units},
		{Name: "week", Required: true, Width: "s"},
	}
	if x.ID != 0 {
		action = paths.AdminRental(sheet.Text(x.ID))
		fields = append(fields, sheet.Field{Name: "active", Kind: sheet.Yes})
	}
	return sheet.Of(c, f, rentalArea, action, c.T.T("rental.save"), fields...).Versioned(sheet.Text(x.Version)).Hidden("org", sheet.Text(org)).Show(c.T), nil
}

// foundOffice is the office in the address; the zero one where the address has none.
func (p *pages) foundOffice(c *web.Ctx, f *web.Form) (rental.Office, error) {
	o, _, err := p.org(c, f, rental.MayWrite)
	if err != nil || c.Param("id") == "" {
		return rental.Office{Org: o.ID, Active: true}, err
	}
	id, err := sheet.Number[rental.OfficeID](c, "id")
	if err != nil {
		return rental.Office{}, err
	}
	list, err := p.Rental.Offices(c.Context(), c.Actor(), o.ID, "", "")
	if err != nil {
		return rental.Office{}, err
	}
	at := slices.IndexFunc(list, func(x rental.Office) bool { return x.ID == id })
	if at < 0 {
		return rental.Office{}, errs.Missing()
	}
	return list[at], nil
}

func (p *pages) office(c *web.Ctx) error { return p.showOffice(c, http.StatusOK, nil, nil) }

// showOffice is an office with its computers.
func (p *pages) showOffice(c *web.Ctx, status int, about, unit *web.Form) error {
	f := about
	if f == nil {
		f = unit
	}
	x, err := p.foundOffice(c, f)
	if err != nil {
		return err
	}
	units, err := p.Rental.Units(c.Context(), c.Actor(), x.Org)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "units", Caption: c.T.T("rental.computers"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T(rentalArea + "tag")}, {Text: c.T.T(rentalArea + "unit_name")}, {Text: c.T.T("rental.state")}, {Text: c.T.T("rental.todo"), TextHidden: true},
	}}
	for _, u := range units {
		if u.Office != x.ID {
			continue
		}
		tag := ui.TagView{Text: c.T.T("rental.unit.in")}
		switch {
		case u.Out:
			tag = ui.TagView{Text: c.T.T("rental.state.out"), Color: ui.Info}
		case !u.Active:
			tag = ui.TagView{Text: c.T.T("rental.unit.ended")}
		}
		cells := []ui.Cell{{Text: u.Tag}, {Text: u.Name}, {Content: ui.Tag(tag)}, {}}
		if u.Active {
			cells[3].Content = sheet.Do(c, paths.AdminRental(sheet.Text(x.ID), "units", sheet.Text(u.ID), "end"), c.T.T("rental.end"), c.T.T("rental.end_this", "tag", u.Tag)).
				Versioned(sheet.Text(u.Version)).Hidden("org", sheet.Text(x.Org)).Show(c.T)
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(u.ID), Muted: !u.Active, Cells: cells})
	}
	if unit == nil {
		unit = web.NewForm()
	}
	add := sheet.Of(c, unit, rentalArea, paths.AdminRental(sheet.Text(x.ID), "units"), c.T.T("rental.unit_add"),
		sheet.Field{Name: "tag", Required: true, Width: "s"}, sheet.Field{Name: "unit_name", Required: true}).Hidden("org", sheet.Text(x.Org)).Quiet()
	form, err := p.officeForm(c, about, x.Org, x)
	if err != nil {
		return err
	}
	main := []templ.Component{sheet.Panel(ui.PanelView{ID: "computers", Title: c.T.T("rental.computers")}, ui.Table(t), add.Show(c.T))}
	h := sheet.Head{Title: x.Name, Above: []ui.Crumb{{Href: in(x.Org, paths.AdminRental()), Text: c.T.T("rental.offices")}}}
	return p.show(c, status, h, sheet.Split(main, []templ.Component{sheet.Panel(ui.PanelView{ID: "office", Title: c.T.T("rental.office")}, form)}))
}

func (p *pages) saveOffice(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.foundOffice(c, f)
	if err != nil {
		return err
	}
	want := rental.Office{
		ID: x.ID, Org: x.Org, Version: f.Int("version"), Desk: directory.DeskID(f.Int("desk")), Unit: directory.UnitID(f.Int("unit")),
		Name: f.Words("name"), Place: f.Words("place"), Active: x.ID == 0 || f.Get("active") != "",
	}
	var ok bool
	if want.WeekOre, ok = money.Read(f.Get("week")); !ok {
		want.WeekOre = -1 // Refused together with whatever else is wrong.
	}
	saved, err := p.Rental.SaveOffice(c.Context(), c.Actor(), want)
	if status, again := sheet.Again(f, err); again {
		if x.ID == 0 {
			return p.showOffices(c, status, f)
		}
		return p.showOffice(c, status, f, nil)
	}
	if err != nil {
		return err
	}
	c.Flash("model.saved")
	return c.Redirect(in(x.Org, paths.AdminRental(sheet.Text(saved.ID))))
}

func (p *pages) addUnit(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.foundOffice(c, f)
	if err != nil {
		return err
	}
	_, err = p.Rental.SaveUnit(c.Context(), c.Actor(), x.Org, rental.Unit{Office: x.ID, Tag: f.Get("tag"), Name: f.Words("unit_name")})
	if status, again := sheet.Again(f, err); again {
		return p.showOffice(c, status, nil, f)
	}
	if err != nil {
		return err
	}
	c.Flash("model.saved")
	return c.Redirect(in(x.Org, paths.AdminRental(sheet.Text(x.ID))))
}

// endUnit takes a computer out of what is lent.
func (p *pages) endUnit(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.foundOffice(c, f)
	if err != nil {
		return err
	}
	id, err := sheet.Number[rental.UnitID](c, "unit")
	if err != nil {
		return err
	}
	units, err := p.Rental.Units(c.Context(), c.Actor(), x.Org)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(units, func(u rental.Unit) bool { return u.ID == id && u.Office == x.ID })
	if at < 0 {
		return errs.Missing()
	}
	u := units[at]
	u.Active, u.Version = false, f.Int("version")
	if _, err := p.Rental.SaveUnit(c.Context(), c.Actor(), x.Org, u); err != nil {
		return err
	}
	c.Flash("model.saved")
	return c.Redirect(in(x.Org, paths.AdminRental(sheet.Text(x.ID))))
}
