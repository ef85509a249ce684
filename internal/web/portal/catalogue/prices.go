package catalogue

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/kit/csvfile"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// mostPrices bounds a page of the price list, mostInFile the file.
const (
	mostPrices = 200
	mostInFile = 5000
)

// prices is the price list of today.
func (p *Pages) prices(c *web.Ctx) error {
	page, err := p.Catalogue.List(c.Context(), c.Actor(), catalogue.ListInput{After: sheet.Asked[catalogue.ID](c, "after"), Limit: mostPrices})
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "prices", Caption: c.T.T("catalogue.price.caption", "day", day(c.T, c.Now())), CaptionHidden: true, Roomy: true, Columns: []ui.Column{
		{Text: c.T.T("catalogue.price.name")}, {Text: c.T.T("catalogue.price.kind")}, {Text: c.T.T("catalogue.price.price"), Number: true}, {Text: c.T.T("catalogue.price.lead")},
	}}
	for i := range page.Items {
		t.Rows = append(t.Rows, priceRows(c, &page.Items[i])...)
	}
	parts := []templ.Component{ui.Table(t)}
	if len(t.Rows) == 0 {
		parts = []templ.Component{ui.EmptyState(ui.EmptyView{Icon: "order", Title: c.T.T("catalogue.price.none")})}
	}
	if page.Next != 0 {
		parts = append(parts, ui.Pagination(c.T, ui.PaginationView{Older: paths.With(paths.Prices(), "after", sheet.Text(page.Next)), OlderText: c.T.T("catalogue.more")}))
	}
	parts = append(parts, sheet.Row(sheet.Go(paths.Models(), c.T.T("catalogue.models")), sheet.Go(paths.Prices()+".csv", c.T.T("catalogue.price.file"))))
	return p.show(c, http.StatusOK, sheet.Head{
		Title: c.T.T("catalogue.prices"), Lead: c.T.T("catalogue.price.lead_text", "day", day(c.T, c.Now())),
		Above: []ui.Crumb{{Href: paths.Catalogue(), Text: c.T.T("catalogue.title")}},
	}, parts...)
}

// priceRows are an offer's prices of today, and those that are known to come. What is free of charge is in no price list.
func priceRows(c *web.Ctx, item *catalogue.Item) []ui.Row {
	var rows []ui.Row
	name := ui.Cell{Text: item.Name(c.T.Lang()), Href: paths.Offer(item.Key), Note: Category(c.T, item.Category)}
	lead := ui.Cell{Text: "–"}
	if item.LeadDays > 0 {
		lead.Text = c.T.T("catalogue.lead", "count", item.LeadDays)
	}
	for _, x := range item.PricesAt(c.Now()) {
		rows = append(rows, ui.Row{Cells: []ui.Cell{name, {Text: c.T.T("money.kind." + x.Kind)}, {Text: money.Per(c.T, x.Ore, x.Per)}, lead}})
	}
	if item.Model != "" && len(rows) == 0 {
		rows = append(rows, ui.Row{Cells: []ui.Cell{name, {Text: c.T.T("catalogue.price.by_model"), Href: paths.Models()}, {Text: "–"}, lead}})
	}
	for _, x := range item.Coming(c.Now()) {
		rows = append(rows, ui.Row{Muted: true, Cells: []ui.Cell{
			name, {Text: c.T.T("money.kind." + x.Kind), Note: c.T.T("catalogue.price.from", "day", day(c.T, x.From))}, {Text: money.Per(c.T, x.Ore, x.Per)}, lead,
		}})
	}
	return rows
}

// priceFile is the price list as a sheet.
func (p *Pages) priceFile(c *web.Ctx) error {
	var w csvfile.Writer
	var head []string
	for _, name := range []string{"key", "name", "category", "kind", "amount", "per", "from", "days"} {
		head = append(head, c.T.T("catalogue.price.column."+name))
	}
	w.Line(head...)
	in := catalogue.ListInput{Limit: mostPrices}
	for range mostInFile / mostPrices {
		page, err := p.Catalogue.List(c.Context(), c.Actor(), in)
		if err != nil {
			return err
		}
		for i := range page.Items {
			item := &page.Items[i]
			for _, x := range append(item.PricesAt(c.Now()), item.Coming(c.Now())...) {
				from := ""
				if !x.From.IsZero() {
					from = day(c.T, x.From)
				}
				w.Line(item.Key, item.Name(c.T.Lang()), Category(c.T, item.Category), c.T.T("money.kind."+x.Kind), money.Plain(x.Ore), c.T.T("money.unit."+x.Per), from, strconv.Itoa(item.LeadDays))
			}
		}
		if in.After = page.Next; in.After == 0 {
			break
		}
	}
	raw := w.Bytes()
	return c.Send(web.Download{Name: "prices.csv", Type: "text/csv; charset=utf-8", Size: int64(len(raw)), Body: bytes.NewReader(raw)})
}
