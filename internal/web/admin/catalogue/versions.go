package catalogue

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/web"
	portalcatalogue "lotsen/internal/web/portal/catalogue"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// versions lists what an offer has said, and shows what differs between two of them.
func (p *pages) versions(c *web.Ctx) error {
	id, err := sheet.Number[catalogue.ID](c, "id")
	if err != nil {
		return err
	}
	e, err := p.open(c, 0, id)
	if err != nil {
		return err
	}
	list, err := p.Catalogue.History(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	people, err := e.people(list)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "versions", Caption: c.T.T("catalogue.admin.versions"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T("catalogue.admin.number")}, {Text: c.T.T("catalogue.admin.when")}, {Text: c.T.T("catalogue.admin.who")}, {Text: c.T.T(area + "note")},
	}}
	var options []ui.Option
	for _, v := range list {
		number := sheet.Text(v.Number)
		options = append(options, ui.Option{Value: number, Text: c.T.T("catalogue.admin.version", "number", v.Number)})
		t.Rows = append(t.Rows, ui.Row{ID: number, Cells: []ui.Cell{{Text: number}, {Text: c.T.DateTime(v.At)}, {Text: people[v.By]}, {Text: orDash(v.Note)}}})
	}
	parts := []templ.Component{ui.Table(t)}
	if len(list) == 0 {
		parts = []templ.Component{ui.EmptyState(ui.EmptyView{Icon: "book", Title: c.T.T("catalogue.admin.no_versions")})}
	}
	if len(list) > 1 {
		one, two := c.Query("one"), c.Query("two")
		if one == "" || two == "" {
			one, two = sheet.Text(list[1].Number), sheet.Text(list[0].Number)
		}
		parts = append(parts, sheet.Of(c, web.NewForm("one", one, "two", two), "catalogue.admin.", to(&e.item, "versions"), c.T.T("catalogue.admin.compare_do"),
			sheet.Field{Name: "one", Kind: sheet.Choice, Options: options}, sheet.Field{Name: "two", Kind: sheet.Choice, Options: options},
		).Narrow().Show(c.T))
		a, foundA := pick(list, one)
		b, foundB := pick(list, two)
		if foundA && foundB {
			table, err := e.compare(&catalogue.Item{Config: a.Config}, &catalogue.Item{Config: b.Config},
				c.T.T("catalogue.admin.version", "number", a.Number), c.T.T("catalogue.admin.version", "number", b.Number))
			if err != nil {
				return err
			}
			parts = append(parts, table)
		}
	}
	h := sheet.Head{Title: c.T.T("catalogue.admin.versions_of", "name", e.item.Name(c.T.Lang())), Above: e.crumbs()}
	return p.show(c, http.StatusOK, h, parts...)
}

func (e *editing) crumbs() []ui.Crumb {
	return append(above(e.c, e.org), ui.Crumb{Href: to(&e.item), Text: e.item.Name(e.c.T.Lang())})
}

func pick(list []catalogue.Version, number string) (catalogue.Version, bool) {
	at := slices.IndexFunc(list, func(v catalogue.Version) bool { return sheet.Text(v.Number) == number })
	if at < 0 {
		return catalogue.Version{}, false
	}
	return list[at], true
}

// preview shows the draft as those will see it to whom it is shown.
func (p *pages) preview(c *web.Ctx) error {
	id, err := sheet.Number[catalogue.ID](c, "id")
	if err != nil {
		return err
	}
	e, err := p.open(c, 0, id)
	if err != nil {
		return err
	}
	main, beside := portalcatalogue.Preview(c, &e.item, &e.names)
	h := sheet.Head{
		Title: e.item.Name(c.T.Lang()), Lead: portalcatalogue.Cost(c.T, &e.item.Config, c.Now()), Tags: states(c, &e.item), Above: e.crumbs(),
	}
	return p.show(c, http.StatusOK, h, ui.Alert(ui.AlertView{Text: c.T.T("catalogue.admin.preview_lead")}), sheet.Split(main, beside))
}
