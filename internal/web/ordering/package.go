package ordering

import (
	"maps"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	offers "lotsen/internal/web/portal/catalogue"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// pack is the page of a package: what is in it, and one form for all of it.
func (p *pages) pack(c *web.Ctx) error { return p.showPack(c, http.StatusOK, nil) }

// packed is a package with the offers of its parts and the person for whom it is.
type packed struct {
	order.Package
	items map[catalogue.ID]catalogue.Item
	to    catalogue.Recipient
	whole catalogue.Item // All questions of all parts, as if they were one offer's.
}

func (p *pages) packed(c *web.Ctx, person directory.PersonID) (packed, error) {
	var x packed
	var err error
	if x.to, err = catalogue.RecipientIn(c.Context(), p.DB, c.Actor(), person); err != nil {
		return x, err
	}
	x.Package, x.items, err = p.Order.Package(c.Context(), c.Actor(), c.Param("key"), 0, x.to.ID)
	if err != nil {
		return x, err
	}
	x.whole.Org = x.Org
	for i := range x.Parts {
		part := &x.Parts[i]
		item, ok := x.items[part.Item]
		if !ok {
			return x, errs.Missing() // A part that is not shown to the person.
		}
		for _, f := range item.Fields {
			if _, filled := part.Defaults[f.Key]; filled {
				continue
			}
			f.Key = part.Prefix() + f.Key
			x.whole.Fields = append(x.whole.Fields, f)
		}
	}
	return x, nil
}

func (p *pages) showPack(c *web.Ctx, status int, f *web.Form) error {
	person := sheet.Asked[directory.PersonID](c, "for")
	if f != nil {
		person = directory.PersonID(f.Int("person"))
	}
	x, err := p.packed(c, person)
	if err != nil {
		return err
	}
	may := true
	var list []ui.Definition
	for i := range x.Parts {
		item := x.items[x.Parts[i].Item]
		may = may && catalogue.Offers(c.Actor(), &item.Config)
		list = append(list, ui.Definition{Term: item.Name(c.T.Lang()), Text: offers.Cost(c.T, &item.Config, c.Now()), Href: ""})
	}
	parts := []templ.Component{}
	if about := x.About(c.T.Lang()); about != "" {
		parts = append(parts, sheet.Say(about))
	}
	parts = append(parts, sheet.Panel(ui.PanelView{ID: "parts", Title: c.T.T("order.package.parts")}, ui.DefinitionList(list)))
	if !may {
		parts = append(parts, ui.Alert(ui.AlertView{Title: c.T.T("catalogue.only_see"), Text: c.T.T("order.package.only_see")}))
	} else {
		if f == nil {
			if f, err = p.prefilled(c, &x); err != nil {
				return err
			}
		}
		form, err := p.packForm(c, &x, f)
		if err != nil {
			return err
		}
		parts = append(parts, form)
	}
	s := side{}
	return p.show(c, &s, status, sheet.Head{Title: x.Name(c.T.Lang()), Tags: []ui.TagView{{Text: c.T.T("order.package"), Color: ui.Info}}, Lead: c.T.T("order.package.lead", "count", len(x.Parts))}, parts...)
}

// prefilled is the form with as much filled in as is known.
func (p *pages) prefilled(c *web.Ctx, x *packed) (*web.Form, error) {
	f := web.NewForm()
	values, err := p.Catalogue.Prefill(c.Context(), c.Actor(), &x.whole, x.to.ID, nil)
	if err != nil {
		return nil, err
	}
	offers.Put(f, &x.whole, &x.to, values)
	return f, nil
}

func (p *pages) packForm(c *web.Ctx, x *packed, f *web.Form) (templ.Component, error) {
	o, err := p.Offers.Options(c, &x.whole, &x.to, f)
	if err != nil {
		return nil, err
	}
	var devices []*catalogue.Item
	for i := range x.Parts {
		if item := x.items[x.Parts[i].Item]; asksModel(&x.Parts[i], &item) {
			devices = append(devices, &item)
		}
	}
	list, err := p.inRange(c, &x.to, devices...)
	if err != nil {
		return nil, err
	}
	form := sheet.Of(c, f, "order.package.", paths.Package(x.Key), c.T.T("catalogue.form.add")).Hidden("person", sheet.Text(x.to.ID))
	form = form.Add(sheet.Note(c.T.T("order.package.for", "name", x.to.Name)))
	for i := range x.Parts {
		part := &x.Parts[i]
		item := x.items[part.Item]
		one := catalogue.Item{Org: item.Org}
		for _, q := range x.whole.Fields {
			if strings.HasPrefix(q.Key, part.Prefix()) {
				one.Fields = append(one.Fields, q)
			}
		}
		var asked []templ.Component
		if asksModel(part, &item) {
			asked = append(asked, models(c, &item, list, f, part.Prefix()+"model"))
		}
		if asked = append(asked, offers.Fields(c, &one, f, o)...); len(asked) > 0 {
			form = form.Add(sheet.Panel(ui.PanelView{ID: part.Prefix() + "part", Title: item.Name(c.T.Lang())}, asked...))
		}
	}
	return form.Show(c.T), nil
}

// asksModel reports whether a part needs to be told which device.
func asksModel(part *order.Part, item *catalogue.Item) bool {
	return item.Model != "" && part.Defaults["model"] == ""
}

// addPack puts a package in the cart.
func (p *pages) addPack(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.packed(c, directory.PersonID(f.Int("person")))
	if err != nil {
		return err
	}
	values, wrong, err := p.Offers.ReadFields(c, f, &x.whole, &x.to)
	if err != nil {
		return err
	}
	answers := maps.Clone(values)
	if answers == nil {
		answers = map[string]string{}
	}
	for i := range x.Parts {
		if name := x.Parts[i].Prefix() + "model"; f.Get(name) != "" {
			answers[name] = f.Get(name)
		}
	}
	if err = wrong.Err(); err == nil {
		_, err = p.Order.Add(c.Context(), c.Actor(), order.AddInput{Package: x.ID, People: []directory.PersonID{x.to.ID}, Answers: answers})
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.showPack(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("order.cart.added", "name", x.Name(c.T.Lang()))
	return c.Redirect(paths.Cart())
}
