package models

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell *shell.Shell
	Model *model.Service
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	rs.Handle("GET "+paths.Models(), web.May(model.MayRead), p.list)
	rs.Handle("GET "+paths.Models("compare"), web.May(model.MayRead), p.compare)
}

// list shows the range by kind, the longest life first.
func (p *pages) list(c *web.Ctx) error {
	list, err := p.own(c)
	if err != nil {
		return err
	}
	asked := model.Kind(c.Query("kind"))
	parts := []templ.Component{p.filter(c, list, asked)}
	for _, k := range model.Kinds() {
		some := slices.DeleteFunc(slices.Clone(list), func(m model.Model) bool { return m.Kind != k || asked.Valid() && k != asked })
		if len(some) > 0 {
			parts = append(parts, sheet.Panel(ui.PanelView{ID: string(k), Title: c.T.T("model.kinds." + string(k))}, table(c, k, some), choose(c, k, some)))
		}
	}
	if len(list) == 0 {
		parts = []templ.Component{ui.EmptyState(ui.EmptyView{Icon: "device", Title: c.T.T("model.none"), Text: c.T.T("model.none_text")})}
	}
	return p.show(c, sheet.Head{
		Title: c.T.T("model.title"), Lead: c.T.T("model.lead"),
		Actions: []templ.Component{
			ui.ButtonLink(paths.Catalogue(), ui.ButtonView{Text: c.T.T("model.to_catalogue"), Variant: ui.Secondary}),
			ui.ButtonLink(paths.Rental(), ui.ButtonView{Text: c.T.T("rental.title"), Variant: ui.Tertiary}),
			ui.ButtonLink(paths.OwnPurchase(), ui.ButtonView{Text: c.T.T("purchase.title"), Variant: ui.Tertiary}),
		},
	}, parts...)
}

// own is the range of the reader's organisation, as far as their unit may order from it.
func (p *pages) own(c *web.Ctx) ([]model.Model, error) {
	return p.Model.Range(c.Context(), c.Actor(), directory.OrgID(c.Actor().Org), c.Identity().Person.Unit)
}

// filter narrows the list to a kind.
func (p *pages) filter(c *web.Ctx, list []model.Model, asked model.Kind) templ.Component {
	var kinds []ui.Option
	for _, k := range model.Kinds() {
		if slices.ContainsFunc(list, func(m model.Model) bool { return m.Kind == k }) {
			kinds = append(kinds, ui.Option{Value: string(k), Text: c.T.T("model.kinds." + string(k))})
		}
	}
	return sheet.Of(c, web.NewForm("kind", string(asked)), "model.field.", paths.Models(), c.T.T("model.filter"),
		sheet.Field{Name: "kind", Kind: sheet.Choice, Options: kinds, Empty: c.T.T("model.all_kinds")}).Narrow().Show(c.T)
}

func table(c *web.Ctx, k model.Kind, list []model.Model) templ.Component {
	t := ui.TableView{ID: "models-" + string(k), Caption: c.T.T("model.kinds." + string(k)), CaptionHidden: true, Roomy: true, Columns: []ui.Column{
		{Text: c.T.T("model.field.model")},
		{Text: c.T.T("model.field.life"), Number: true, Sorted: ui.Descending},
		{Text: c.T.T("model.field.warranty"), Number: true},
		{Text: c.T.T("model.price")},
		{Text: c.T.T("model.year_cost"), Number: true},
	}}
	for i := range list {
		m := &list[i]
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(m.ID), Cells: []ui.Cell{
			{Text: m.Title(), Note: m.About(i18n.Lang(c.T.Lang()))},
			{Text: Months(c.T, m.Life), Nowrap: true},
			{Text: Months(c.T, m.Warranty), Nowrap: true},
			{Text: Prices(c.T, m.Prices)},
			{Text: money.Ore(c.T, m.YearCost()), Nowrap: true},
		}})
	}
	return ui.Table(t)
}

// Months writes a length of months; an empty one is not known.
func Months(p *i18n.Printer, n int) string {
	if n == 0 {
		return "–"
	}
	return p.T("model.months", "count", n)
}

// Prices writes what a model costs.
func Prices(p *i18n.Printer, prices []model.Price) string {
	var out []string
	for _, x := range prices {
		out = append(out, money.Price(p, x.Kind, x.Ore, x.Per))
	}
	return strings.Join(out, ", ")
}

// choose picks models of a kind to put side by side.
func choose(c *web.Ctx, k model.Kind, list []model.Model) templ.Component {
	if len(list) < 2 {
		return templ.NopComponent
	}
	var options []ui.Option
	for i := range list {
		options = append(options, ui.Option{Value: sheet.Text(list[i].ID), Text: list[i].Title()})
	}
	form := sheet.Of(c, web.NewForm(), "model.field.", paths.Models("compare"), c.T.T("model.compare"),
		sheet.Field{Name: "m", ID: "f-m-" + string(k), Kind: sheet.Several, Options: options, Label: c.T.T("model.field.m")}).Narrow()
	return sheet.Fold(ui.DetailsView{Summary: c.T.T("model.compare_kind", "kind", strings.ToLower(c.T.T("model.kinds."+string(k))))}, form.Show(c.T))
}

func (p *pages) show(c *web.Ctx, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Portal, paths.Catalogue()
	h.Above = append([]ui.Crumb{{Href: paths.Home(), Text: c.T.T("portal.start.crumb")}, {Href: paths.Catalogue(), Text: c.T.T("catalogue.title")}}, h.Above...)
	return sheet.Page(c, p.Shell, http.StatusOK, h, parts...)
}

// mostCompared is how many fit side by side.
const mostCompared = 5

// compare puts models side by side: life, warranty and cost a year.
func (p *pages) compare(c *web.Ctx) error {
	list, err := p.own(c)
	if err != nil {
		return err
	}
	asked := c.Request().URL.Query()["m"]
	list = slices.DeleteFunc(list, func(m model.Model) bool { return !slices.Contains(asked, strconv.FormatInt(int64(m.ID), 10)) })
	list = list[:min(len(list), mostCompared)]
	h := sheet.Head{Title: c.T.T("model.compare_title"), Lead: c.T.T("model.compare_lead"), Above: []ui.Crumb{{Href: paths.Models(), Text: c.T.T("model.title")}}}
	if len(list) == 0 {
		return p.show(c, h, ui.EmptyState(ui.EmptyView{Icon: "device", Title: c.T.T("model.compare_none"), Text: c.T.T("model.compare_none_text")}), sheet.Go(paths.Models(), c.T.T("model.back")))
	}
	t := ui.TableView{ID: "compare", Caption: c.T.T("model.compare_title"), CaptionHidden: true, Roomy: true, Columns: []ui.Column{{Text: c.T.T("model.field.what")}}}
	rows := []ui.Row{}
	add := func(what string, value func(m *model.Model) string) {
		row := ui.Row{Cells: []ui.Cell{{Text: what, Header: true}}}
		for i := range list {
			row.Cells = append(row.Cells, ui.Cell{Text: value(&list[i])})
		}
		rows = append(rows, row)
	}
	for i := range list {
		t.Columns = append(t.Columns, ui.Column{Text: list[i].Title()})
	}
	add(c.T.T("model.year_cost"), func(m *model.Model) string { return money.Ore(c.T, m.YearCost()) })
	add(c.T.T("model.field.life"), func(m *model.Model) string { return Months(c.T, m.Life) })
	add(c.T.T("model.field.warranty"), func(m *model.Model) string { return Months(c.T, m.Warranty) })
	add(c.T.T("model.price"), func(m *model.Model) string { return Prices(c.T, m.Prices) })
	add(c.T.T("model.life_cost"), func(m *model.Model) string { return money.Ore(c.T, m.YearCost()*int64(m.Life)/12) })
	add(c.T.T("model.field.about"), func(m *model.Model) string { return m.About(i18n.Lang(c.T.Lang())) })
	t.Rows = rows
	return p.show(c, h, ui.Table(t), sheet.Go(paths.Models(), c.T.T("model.back")))
}
