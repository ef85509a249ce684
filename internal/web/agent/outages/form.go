package outages

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// blank asks about an outage; it begins now.
func (p *pages) blank(c *web.Ctx) error {
	org, err := p.org(c)
	if err != nil {
		return err
	}
	f := web.NewForm()
	setMoment(f, "from", c.Now())
	return p.ask(c, http.StatusOK, org, f, nil)
}

// ask shows the form, of a new outage or of one that is there.
func (p *pages) ask(c *web.Ctx, status int, org directory.OrgID, f *web.Form, o *outage.Outage) error {
	functions, err := p.services(c, org)
	if err != nil {
		return err
	}
	units, err := p.unitField(c, org)
	if err != nil {
		return err
	}
	fields := []sheet.Field{
		{Name: "service", Kind: sheet.Choice, Required: true, Empty: c.T.T("outage.choose"), Options: functions, Width: "m"},
		{Name: "from_day", Kind: sheet.Day, Required: true},
		{Name: "from_time", Width: "s"},
		{Name: "to_day", Kind: sheet.Day},
		{Name: "to_time", Width: "s"},
		{Name: "planned", Kind: sheet.Yes},
		{Name: "cause", Kind: sheet.Long, Required: true},
		units,
	}
	h := sheet.Head{Title: c.T.T("outage.register"), Above: above(c)}
	action, button, back := paths.With(paths.Outages(), "org", sheet.Text(org)), c.T.T("outage.register"), paths.With(paths.Outages(), "org", sheet.Text(org))
	if o != nil {
		h.Title, h.Lead = c.T.T("outage.edit"), o.Name(c.T.Lang())
		back = paths.Outages(sheet.Text(o.ID))
		action, button = paths.Outages(sheet.Text(o.ID), "edit"), c.T.T("outage.save")
	}
	form := sheet.Of(c, f, area, action, button, fields...).Back(back)
	if o != nil {
		form = form.Versioned(f.Get("version"))
	}
	return p.show(c, status, h, form.Show(c.T))
}

// unitField asks for units: a list where there are few of them, names on lines where there are many.
func (p *pages) unitField(c *web.Ctx, org directory.OrgID) (sheet.Field, error) {
	few, err := p.Directory.FewUnits(c.Context(), c.Actor(), org)
	if err != nil || len(few) == 0 {
		return sheet.Field{Name: "unit_names", Kind: sheet.Long}, err
	}
	field := sheet.Field{Name: "units", Kind: sheet.Several}
	for _, u := range few {
		field.Options = append(field.Options, ui.Option{Value: sheet.Text(u.ID), Text: ui.Indent(u.Depth()) + u.Name})
	}
	return field, nil
}

// read makes an input of the form; everything that is wrong is told at once.
func (p *pages) read(c *web.Ctx, org directory.OrgID, f *web.Form) (outage.Input, error) {
	var bad errs.Fields
	in := outage.Input{
		Service: service.ID(f.Int("service")), From: moment(f, &bad, "from"), To: moment(f, &bad, "to"), Planned: f.Has("planned"), Cause: f.Words("cause"),
	}
	for _, id := range f.All("units") {
		n, _ := strconv.ParseInt(id, 10, 64) // What is no number is no unit, and refused as such.
		in.Units = append(in.Units, directory.UnitID(n))
	}
	for _, name := range strings.Split(f.Words("unit_names"), "\n") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		found, err := p.Directory.UnitsNamed(c.Context(), c.Actor(), org, name, 2)
		if err != nil {
			return in, err
		}
		if len(found) != 1 {
			bad.Add("unit_names", "outage.error.unit", "name", name)
			continue
		}
		in.Units = append(in.Units, found[0].ID)
	}
	slices.Sort(in.Units)
	in.Units = slices.Compact(in.Units)
	return in, bad.Err()
}

func (p *pages) register(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, err := p.org(c)
	if err != nil {
		return err
	}
	in, err := p.read(c, org, f)
	var o outage.Outage
	if err == nil {
		o, err = p.Outage.Register(c.Context(), c.Actor(), org, in)
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.ask(c, status, org, f, nil)
	}
	if err != nil {
		return err
	}
	c.Flash("outage.registered")
	return c.Redirect(paths.Outages(sheet.Text(o.ID)))
}

// outageIn is the outage in the address.
func (p *pages) outageIn(c *web.Ctx) (outage.Outage, error) {
	id, err := sheet.Number[outage.ID](c, "id")
	if err != nil {
		return outage.Outage{}, err
	}
	return p.Outage.Get(c.Context(), c.Actor(), id)
}

func (p *pages) edit(c *web.Ctx) error {
	o, err := p.outageIn(c)
	if err != nil {
		return err
	}
	f := web.NewForm("service", sheet.Text(o.Service), "cause", o.Cause, "unit_names", strings.Join(o.UnitNames, "\n"), "version", strconv.FormatInt(o.Version, 10))
	few, err := p.Directory.FewUnits(c.Context(), c.Actor(), o.Org)
	if err != nil {
		return err
	}
	if len(few) > 0 {
		f.Set("unit_names", "")
		f = withUnits(f, o.Units)
	}
	setMoment(f, "from", o.From)
	setMoment(f, "to", o.To)
	if o.Planned {
		f.Set("planned", "1")
	}
	return p.ask(c, http.StatusOK, o.Org, f, &o)
}

// withUnits is the form with these units ticked.
func withUnits(f *web.Form, units []directory.UnitID) *web.Form {
	var pairs []string
	for _, name := range f.Names() {
		pairs = append(pairs, name, f.Words(name))
	}
	for _, u := range units {
		pairs = append(pairs, "units", sheet.Text(u))
	}
	return web.NewForm(pairs...)
}

func (p *pages) change(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	o, err := p.outageIn(c)
	if err != nil {
		return err
	}
	in, err := p.read(c, o.Org, f)
	if err == nil {
		_, err = p.Outage.Change(c.Context(), c.Actor(), o.ID, f.Int("version"), in)
	}
	return p.changed(c, f, err, &o, func(status int) error { return p.ask(c, status, o.Org, f, &o) })
}

// changed shows the form again, or the outage as it is now.
func (p *pages) changed(c *web.Ctx, f *web.Form, err error, o *outage.Outage, again func(status int) error) error {
	if errs.Is(err, errs.Conflict) {
		f.Set("version", strconv.FormatInt(o.Version, 10)) // Whoever has been told saves again.
	}
	if status, yes := sheet.Again(f, err); yes {
		return again(status)
	}
	if err != nil {
		return err
	}
	c.Flash("outage.saved")
	return c.Redirect(paths.Outages(sheet.Text(o.ID)))
}

func (p *pages) end(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	o, err := p.outageIn(c)
	if err != nil {
		return err
	}
	if _, err := p.Outage.End(c.Context(), c.Actor(), o.ID, f.Int("version")); err != nil {
		return err
	}
	c.Flash("outage.ended")
	return c.Redirect(paths.Outages(sheet.Text(o.ID)))
}

func (p *pages) askVoid(c *web.Ctx) error {
	o, err := p.outageIn(c)
	if err != nil {
		return err
	}
	return p.showVoid(c, http.StatusOK, web.NewForm("version", strconv.FormatInt(o.Version, 10)), &o)
}

func (p *pages) showVoid(c *web.Ctx, status int, f *web.Form, o *outage.Outage) error {
	form := sheet.Of(c, f, area, paths.Outages(sheet.Text(o.ID), "void"), c.T.T("outage.void"), sheet.Field{Name: "void", Kind: sheet.Long, Required: true}).
		Versioned(f.Get("version")).Back(paths.Outages(sheet.Text(o.ID)))
	return p.show(c, status, sheet.Head{Title: c.T.T("outage.void"), Lead: o.Name(c.T.Lang()), Above: above(c)}, form.Show(c.T))
}

func (p *pages) void(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	o, err := p.outageIn(c)
	if err != nil {
		return err
	}
	err = p.Outage.Void(c.Context(), c.Actor(), o.ID, f.Int("version"), f.Words("void"))
	return p.changed(c, f, err, &o, func(status int) error { return p.showVoid(c, status, f, &o) })
}
