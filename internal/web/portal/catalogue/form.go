package catalogue

import (
	"context"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// lines is where an offer's form goes: into the cart.
const lines = "/cart/lines"

// mostReferences bounds how many invoice references a form offers.
const mostReferences = 200

// blank is an offer's form with as much filled in as is known.
func (p *Pages) blank(c *web.Ctx, item *catalogue.Item, to *catalogue.Recipient) (*web.Form, error) {
	f := web.NewForm("quantity", "1", "item_version", sheet.Text(item.Version))
	if !catalogue.Offers(c.Actor(), &item.Config) {
		return f, nil
	}
	return f, p.Fill(c.Context(), c, item, to, f)
}

// Fill writes the first answers to an offer's questions into a form.
func (p *Pages) Fill(ctx context.Context, c *web.Ctx, item *catalogue.Item, to *catalogue.Recipient, f *web.Form) error {
	var last map[string]string
	if p.Last != nil && slices.ContainsFunc(item.Fields, func(x catalogue.Field) bool { return x.Fill == catalogue.FillLast }) {
		var err error
		if last, err = p.Last(ctx, c.Actor(), item.ID, to.ID); err != nil {
			return err
		}
	}
	values, err := p.Catalogue.PrefillFor(ctx, c.Actor(), item, to, last)
	if err != nil {
		return err
	}
	Put(f, item, to, values)
	return nil
}

// form is what an order of the offer needs to be told.
func (p *Pages) form(c *web.Ctx, item *catalogue.Item, to *catalogue.Recipient, f *web.Form) (templ.Component, error) {
	o, err := p.Options(c, item, to, f)
	if err != nil {
		return nil, err
	}
	var parts []templ.Component
	if item.Model != "" {
		models, err := p.models(c, item, to, f)
		if err != nil {
			return nil, err
		}
		parts = append(parts, models)
	}
	parts = append(parts, Fields(c, item, f, o)...)
	if item.Costs() || item.NeedsReference {
		reference, err := p.reference(c, item, to, f)
		if err != nil {
			return nil, err
		}
		parts = append(parts, reference)
	}
	if item.MostOf() > 1 {
		parts = append(parts, ui.TextField(c.T, ui.FieldView{
			Name: "quantity", Label: c.T.T("catalogue.form.quantity"), Description: c.T.T("catalogue.form.quantity_help", "max", item.MostOf()),
			Value: f.Get("quantity"), Error: f.Error(c.T, "quantity"), Required: true, Width: "s", InputMode: "numeric", Autocomplete: "off",
		}))
	}
	s := sheet.Of(c, f, "catalogue.form.", lines, c.T.T("catalogue.form.add")).
		Hidden("item", sheet.Text(item.ID)).Hidden("item_version", f.Get("item_version")).Hidden("person", sheet.Text(to.ID)).Add(parts...)
	return s.Show(c.T), nil
}

// reference asks which invoice reference pays.
func (p *Pages) reference(c *web.Ctx, item *catalogue.Item, to *catalogue.Recipient, f *web.Form) (templ.Component, error) {
	list, err := p.Directory.ReferencesFor(c.Context(), c.Actor(), catalogue.VerbOf(&item.Config), item.Org, mostReferences)
	if err != nil {
		return nil, err
	}
	chosen := f.Get("reference")
	v := ui.ChoiceView{
		Name: "reference", Label: c.T.T("catalogue.form.reference"), Description: c.T.T("catalogue.form.reference_help"),
		Error: f.Error(c.T, "reference"), Required: item.NeedsReference || item.Costs(), Empty: c.T.T("catalogue.form.choose"),
	}
	for _, r := range list {
		v.Options = append(v.Options, ui.Option{Value: sheet.Text(r.ID), Text: r.Title()})
	}
	if chosen == "" && !f.Has("reference") {
		chosen = likely(list, to)
	}
	if len(list) == 0 {
		v.Description = c.T.T("catalogue.form.reference_none")
	}
	v.Options = ui.Pick(v.Options, chosen)
	return ui.SelectField(c.T, v), nil
}

// likely is the reference that most probably pays: the only one, else that of the person's unit, else the only one of
// their cost centre.
func likely(list []directory.Reference, to *catalogue.Recipient) string {
	if len(list) == 1 {
		return sheet.Text(list[0].ID)
	}
	same := ""
	for _, r := range list {
		if r.Unit != 0 && r.Unit == to.Unit {
			return sheet.Text(r.ID)
		}
		if r.CostCentre == to.CostCentre && to.CostCentre != 0 {
			if same != "" {
				return "" // Of several, the person chooses.
			}
			same = sheet.Text(r.ID)
		}
	}
	return same
}

// models asks which device of the range is wanted: the longest life first.
func (p *Pages) models(c *web.Ctx, item *catalogue.Item, to *catalogue.Recipient, f *web.Form) (templ.Component, error) {
	want := model.Want{Org: item.Org, Unit: to.Unit, At: c.Now()}
	for _, k := range item.Models() {
		want.Kinds = append(want.Kinds, model.Kind(k))
	}
	list, err := model.Orderable(c.Context(), p.DB, want)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return ui.Alert(ui.AlertView{Color: ui.Warning, Text: c.T.T("catalogue.form.model_none")}), nil
	}
	v := ui.ChoiceView{Name: "model", Label: c.T.T("catalogue.form.model"), Required: true, Error: f.Error(c.T, "model")}
	for i := range list {
		m := &list[i]
		about := c.T.T("catalogue.form.model_life", "life", m.Life, "warranty", m.Warranty)
		for _, x := range m.Prices {
			about += " " + money.Price(c.T, x.Kind, x.Ore, x.Per) + "."
		}
		v.Options = append(v.Options, ui.Option{Value: strconv.FormatInt(int64(m.ID), 10), Text: m.Title(), Description: about})
	}
	chosen := f.Get("model")
	if chosen == "" && len(list) == 1 {
		chosen = v.Options[0].Value
	}
	v.Options = ui.Pick(v.Options, chosen)
	return ui.RadioGroup(c.T, v), nil
}
