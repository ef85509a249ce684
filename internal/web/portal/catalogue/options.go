package catalogue

import (
	"slices"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// mostUnits bounds how many units are offered for a name that fits several.
const mostUnits = 25

// Options reads what the offer's questions can be answered with, and what the names that were written fit.
func (p *Pages) Options(c *web.Ctx, item *catalogue.Item, to *catalogue.Recipient, f *web.Form) (Options, error) {
	o := Options{found: map[string]found{}}
	asks := func(t catalogue.Type) bool {
		return slices.ContainsFunc(item.Fields, func(x catalogue.Field) bool { return x.Type == t })
	}
	if asks(catalogue.Device) {
		list, err := p.Catalogue.DevicesOf(c.Context(), c.Actor(), to.ID)
		if err != nil {
			return o, err
		}
		o.devices = options(list)
	}
	if asks(catalogue.Object) {
		list, err := p.Catalogue.ObjectsOf(c.Context(), c.Actor(), item)
		if err != nil {
			return o, err
		}
		o.objects = options(list)
	}
	if asks(catalogue.Site) {
		list, err := p.Directory.Sites(c.Context(), c.Actor(), item.Org)
		if err != nil {
			return o, err
		}
		for _, s := range list {
			o.sites = append(o.sites, ui.Option{Value: sheet.Text(s.ID), Text: s.Name})
		}
	}
	for i := range item.Fields {
		x := &item.Fields[i]
		if x.Type != catalogue.Person && x.Type != catalogue.Unit {
			continue
		}
		hits, err := p.find(c, item.Org, x, to, f)
		if err != nil {
			return o, err
		}
		o.found[x.Key] = hits
	}
	return o, nil
}

// find is what a written name fits. A name that is the recipient's own, or their unit's, is known already.
func (p *Pages) find(c *web.Ctx, org directory.OrgID, x *catalogue.Field, to *catalogue.Recipient, f *web.Form) (found, error) {
	name := f.Words(catalogue.Name(x.Key) + "_name")
	if x.Type == catalogue.Person {
		me := ui.Option{Value: sheet.Text(to.ID), Text: to.Name}
		if !catalogue.OffersFor(c.Actor()) {
			return found{options: []ui.Option{me}, few: true}, nil
		}
		if name == "" || name == to.Name && f.Get(catalogue.Name(x.Key)) == me.Value {
			return found{options: []ui.Option{me}}, nil
		}
		list, _, err := p.Catalogue.Recipients(c.Context(), c.Actor(), name)
		var hits found
		for _, r := range list {
			hits.options = append(hits.options, ui.Option{Value: sheet.Text(r.ID), Text: join(r.Name, r.Title, r.UnitName)})
		}
		return hits, err
	}
	if name == "" || name == to.UnitName && f.Get(catalogue.Name(x.Key)) == sheet.Text(to.Unit) {
		return found{options: []ui.Option{{Value: sheet.Text(to.Unit), Text: to.UnitName}}}, nil
	}
	list, err := p.Directory.UnitsNamed(c.Context(), c.Actor(), org, name, mostUnits)
	var hits found
	for _, u := range list {
		hits.options = append(hits.options, ui.Option{Value: sheet.Text(u.ID), Text: u.Name})
	}
	return hits, err
}
