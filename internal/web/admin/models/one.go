package models

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/kit/clock"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// fields are what is asked of a model.
func (p *pages) fields(c *web.Ctx, org directory.OrgID) ([]sheet.Field, error) {
	var kinds, agreements []ui.Option
	for _, k := range model.Kinds() {
		kinds = append(kinds, ui.Option{Value: string(k), Text: c.T.T("model.kind." + string(k))})
	}
	list, err := p.Model.Agreements(c.Context(), c.Actor(), org)
	for _, a := range list {
		agreements = append(agreements, ui.Option{Value: sheet.Text(a.ID), Text: a.Number + " " + a.Name})
	}
	return []sheet.Field{
		{Name: "kind", Kind: sheet.Choice, Required: true, Empty: c.T.T("model.choose"), Options: kinds},
		{Name: "maker", Required: true, Width: "m"},
		{Name: "name", Required: true, Width: "m"},
		{Name: "life", Required: true, Width: "s"},
		{Name: "warranty", Width: "s"},
		{Name: "agreement", Kind: sheet.Choice, Empty: c.T.T("model.no_agreement"), Options: agreements},
		{Name: "network", Kind: sheet.Yes},
		{Name: "about_sv", Kind: sheet.Long},
		{Name: "about_en", Kind: sheet.Long},
	}, err
}

func read(f *web.Form) model.Input {
	return model.Input{
		Kind: model.Kind(f.Get("kind")), Maker: f.Words("maker"), Name: f.Words("name"), Life: int(f.Int("life")), Warranty: int(f.Int("warranty")),
		Agreement: model.AgreementID(f.Int("agreement")), Network: f.Get("network") != "", AboutSv: f.Words("about_sv"), AboutEn: f.Words("about_en"),
	}
}

func (p *pages) blank(c *web.Ctx) error { return p.showNew(c, http.StatusOK, web.NewForm()) }

func (p *pages) showNew(c *web.Ctx, status int, f *web.Form) error {
	o, _, err := p.org(c, f, model.MayWrite)
	if err != nil {
		return err
	}
	fields, err := p.fields(c, o.ID)
	if err != nil {
		return err
	}
	form := sheet.Of(c, f, area, paths.AdminModels(), c.T.T("model.save"), fields...).Hidden("org", sheet.Text(o.ID)).Back(in(o.ID, paths.AdminModels()))
	return p.show(c, status, sheet.Head{Title: c.T.T("model.add"), Lead: c.T.T("model.add_lead"), Above: p.above(c, o.ID)}, form.Show(c.T))
}

func (p *pages) add(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	o, _, err := p.org(c, f, model.MayWrite)
	if err != nil {
		return err
	}
	id, err := p.Model.Add(c.Context(), c.Actor(), o.ID, read(f))
	if status, again := sheet.Again(f, err); again {
		return p.showNew(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("model.saved")
	return c.Redirect(paths.AdminModels(sheet.Text(id)))
}

// forms are those of a model's page that may come back.
type forms struct{ about, price, decision *web.Form }

func (p *pages) one(c *web.Ctx) error { return p.showOne(c, http.StatusOK, forms{}) }

// showOne is a model: whether it is in the range and by which decisions, its prices, and what is said of it.
func (p *pages) showOne(c *web.Ctx, status int, f forms) error {
	id, err := sheet.Number[model.ID](c, "id")
	if err != nil {
		return err
	}
	card, err := p.Model.Load(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	m := &card.Model
	fields, err := p.fields(c, m.Org)
	if err != nil {
		return err
	}
	if f.about == nil {
		network := ""
		if m.Network {
			network = "1"
		}
		f.about = web.NewForm("kind", string(m.Kind), "maker", m.Maker, "name", m.Name, "life", strconv.Itoa(m.Life), "warranty", strconv.Itoa(m.Warranty),
			"agreement", sheet.Text(m.Agreement), "network", network, "about_sv", m.AboutSv, "about_en", m.AboutEn)
	}
	about := sheet.Of(c, f.about, area, paths.AdminModels(sheet.Text(id)), c.T.T("model.save"), fields...).Versioned(sheet.Text(m.Version))
	beside := []templ.Component{
		sheet.Panel(ui.PanelView{ID: "range", Title: c.T.T("model.range")}, inRange(c, m), decisionForm(c, m, f.decision)),
		sheet.Panel(ui.PanelView{ID: "prices", Title: c.T.T("model.prices")}, priceForm(c, m, f.price)),
	}
	main := []templ.Component{sheet.Panel(ui.PanelView{ID: "about", Title: c.T.T("model.about")}, about.Show(c.T))}
	if len(card.Decisions) > 0 {
		main = append(main, sheet.Panel(ui.PanelView{ID: "decisions", Title: c.T.T("model.decisions")}, decided(c, card.Decisions, false)))
	}
	for _, e := range card.Exceptions {
		main = append(main, ui.Alert(ui.AlertView{Title: c.T.T("model.exception", "months", e.Life), Text: e.Why + " (" + e.Decided + ")"}))
	}
	return p.show(c, status, sheet.Head{Title: m.Title(), Above: p.above(c, m.Org)}, sheet.Split(main, beside))
}

// decisionForm records what the forum decided: the model comes in, or goes out.
func decisionForm(c *web.Ctx, m *model.Model, f *web.Form) templ.Component {
	if f == nil {
		f = web.NewForm("forum", c.T.T("model.forum_usual"))
	}
	fields := []sheet.Field{
		{Name: "forum", Required: true}, {Name: "held_on", Kind: sheet.Day, Required: true}, {Name: "reference"}, {Name: "note", Kind: sheet.Long},
	}
	button, to := c.T.T("model.take_in"), "in"
	if m.InRange {
		button, to = c.T.T("model.take_out"), "out"
	} else if m.Life < model.Demanded(m.Kind) {
		fields = append(fields, sheet.Field{Name: "why", Kind: sheet.Long, Hint: c.T.T("model.short_help", "months", m.Life, "least", model.Demanded(m.Kind))}, sheet.Field{Name: "decided"})
	}
	return sheet.Of(c, f, area, paths.AdminModels(sheet.Text(m.ID), "range"), button, fields...).Versioned(sheet.Text(m.Version)).Hidden("to", to).Show(c.T)
}

// priceForm has a line for each kind of price, as it is today.
func priceForm(c *web.Ctx, m *model.Model, f *web.Form) templ.Component {
	if f == nil {
		f = web.NewForm("price_from", c.Now().In(clock.Stockholm()).Format(time.DateOnly))
		for _, x := range m.Prices {
			f.Set(x.Kind, money.Plain(x.Ore))
		}
	}
	fields := []sheet.Field{{Name: "price_from", Kind: sheet.Day, Required: true}}
	for _, kind := range model.PriceKinds() {
		fields = append(fields, sheet.Field{Name: kind, Width: "s", Label: c.T.T("model.price_of." + kind)})
	}
	return sheet.Of(c, f, area, paths.AdminModels(sheet.Text(m.ID), "prices"), c.T.T("model.set_prices"), fields...).Versioned(sheet.Text(m.Version)).Quiet().Show(c.T)
}

// perOf is how often a kind of price is paid.
func perOf(kind string) string {
	if slices.Contains([]string{model.Rent, model.Fee}, kind) {
		return model.Month
	}
	return model.Once
}

func (p *pages) change(c *web.Ctx) error {
	return p.act(c, func(f *web.Form, id model.ID) (forms, error) {
		return forms{about: f}, p.Model.Change(c.Context(), c.Actor(), id, f.Int("version"), read(f))
	})
}

func (p *pages) setPrices(c *web.Ctx) error {
	return p.act(c, func(f *web.Form, id model.ID) (forms, error) {
		var prices []model.Price
		for _, kind := range model.PriceKinds() {
			typed := f.Get(kind)
			if typed == "" {
				continue
			}
			ore, ok := money.Read(typed)
			if !ok {
				ore = -1 // Refused together with whatever else is wrong.
			}
			prices = append(prices, model.Price{Kind: kind, Per: perOf(kind), Ore: ore})
		}
		return forms{price: f}, p.Model.SetPrices(c.Context(), c.Actor(), id, f.Int("version"), f.Get("price_from"), prices)
	})
}

func (p *pages) decide(c *web.Ctx) error {
	return p.act(c, func(f *web.Form, id model.ID) (forms, error) {
		return forms{decision: f}, p.Model.Decide(c.Context(), c.Actor(), id, f.Int("version"), model.Decision{
			InRange: f.Get("to") == "in", Forum: f.Words("forum"), HeldOn: f.Get("held_on"), Reference: f.Words("reference"), Note: f.Words("note"),
			Exception: model.Exception{Why: f.Words("why"), Decided: f.Words("decided")},
		})
	})
}

// act is what the forms of a model's page have in common.
func (p *pages) act(c *web.Ctx, fn func(*web.Form, model.ID) (forms, error)) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	id, err := sheet.Number[model.ID](c, "id")
	if err != nil {
		return err
	}
	shown, err := fn(f, id)
	if status, again := sheet.Again(f, err); again {
		return p.showOne(c, status, shown)
	}
	if err != nil {
		return err
	}
	c.Flash("model.saved")
	return c.Redirect(paths.AdminModels(sheet.Text(id)))
}
