package catalogue

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// list is the catalogue, shelf by shelf.
func (p *Pages) list(c *web.Ctx) error {
	to, err := p.recipient(c, sheet.Asked[directory.PersonID](c, "for"))
	if err != nil {
		return err
	}
	in := catalogue.ListInput{For: to.ID, Q: c.Query("q"), Category: c.Query("category"), After: sheet.Asked[catalogue.ID](c, "after")}
	page, err := p.Catalogue.List(c.Context(), c.Actor(), in)
	if err != nil {
		return err
	}
	whom, err := p.whom(c, &to, paths.Catalogue())
	if err != nil {
		return err
	}
	parts := []templ.Component{whom, p.narrow(c, &to, page.Counts)}
	if p.Packages != nil && in.Q == "" && in.Category == "" && in.After == 0 {
		cards, err := p.Packages(c)
		if err != nil {
			return err
		}
		if len(cards) > 0 {
			parts = append(parts, shelfOf(c.T.T("catalogue.packages"), cards))
		}
	}
	parts = append(parts, shelves(c, &to, page.Items)...)
	if len(page.Items) == 0 {
		parts = append(parts, nothing(c, in.Q))
	}
	if page.Next != 0 {
		parts = append(parts, ui.Pagination(c.T, ui.PaginationView{
			Older:     paths.With(paths.Catalogue(), "q", in.Q, "category", in.Category, "for", keep(c, &to), "after", sheet.Text(page.Next)),
			OlderText: c.T.T("catalogue.more"),
		}))
	}
	parts = append(parts, sheet.Row(
		sheet.Go(paths.Prices(), c.T.T("catalogue.prices")),
		sheet.Go(paths.With(paths.Order(), "title", in.Q), c.T.T("catalogue.describe")),
	))
	return p.show(c, http.StatusOK, sheet.Head{Title: c.T.T("catalogue.title"), Lead: lead(c, page.Items)}, parts...)
}

// lead says what the reader can do here.
func lead(c *web.Ctx, items []catalogue.Item) string {
	if len(items) > 0 && !slices.ContainsFunc(items, func(i catalogue.Item) bool { return catalogue.Offers(c.Actor(), &i.Config) }) {
		return c.T.T("catalogue.lead_see")
	}
	return c.T.T("catalogue.lead_order")
}

// narrow is the search and the choice of a shelf.
func (p *Pages) narrow(c *web.Ctx, to *catalogue.Recipient, counts map[string]int) templ.Component {
	f := web.NewForm("q", c.Query("q"), "category", c.Query("category"))
	var options []ui.Option
	shelf := func(k string) {
		o := ui.Option{Value: k, Text: Category(c.T, k)}
		if n := counts[k]; n > 0 {
			o.Text = c.T.T("catalogue.shelf", "name", o.Text, "count", n)
		}
		if counts == nil || counts[k] > 0 || k == c.Query("category") {
			options = append(options, o)
		}
	}
	for _, k := range catalogue.Categories() {
		shelf(k)
	}
	own := make([]string, 0, len(counts))
	for k := range counts {
		if !slices.Contains(catalogue.Categories(), k) {
			own = append(own, k)
		}
	}
	slices.Sort(own)
	for _, k := range own {
		shelf(k)
	}
	return sheet.Of(c, f, "catalogue.find.", paths.Catalogue(), c.T.T("catalogue.find"),
		sheet.Field{Name: "q", Type: "search"},
		sheet.Field{Name: "category", Kind: sheet.Choice, Options: options, Empty: c.T.T("catalogue.every")},
	).Narrow().Hidden("for", keep(c, to)).Show(c.T)
}

// shelves are the offers under the names of their shelves.
func shelves(c *web.Ctx, to *catalogue.Recipient, items []catalogue.Item) []templ.Component {
	var parts []templ.Component
	for len(items) > 0 {
		end := slices.IndexFunc(items, func(i catalogue.Item) bool { return i.Category != items[0].Category })
		if end < 0 {
			end = len(items)
		}
		cards := make([]ui.CardView, 0, end)
		for i := range items[:end] {
			cards = append(cards, card(c, to, &items[i]))
		}
		parts = append(parts, shelfOf(Category(c.T, items[0].Category), cards))
		items = items[end:]
	}
	return parts
}

func card(c *web.Ctx, to *catalogue.Recipient, item *catalogue.Item) ui.CardView {
	v := ui.CardView{
		Href: paths.With(paths.Offer(item.Key), "for", keep(c, to)), Title: item.Name(c.T.Lang()), Text: first(item.About(c.T.Lang())),
		Note: Cost(c.T, &item.Config, c.Now()),
	}
	if item.LeadDays > 0 {
		v.Note += " · " + c.T.T("catalogue.lead", "count", item.LeadDays)
	}
	if !catalogue.Offers(c.Actor(), &item.Config) {
		v.Content = ui.Tag(ui.TagView{Text: c.T.T("catalogue.see_only"), Icon: "lock"})
	}
	return v
}

// nothing says that nothing was found, and what else there is.
func nothing(c *web.Ctx, q string) templ.Component {
	v := ui.EmptyView{Icon: "search", Title: c.T.T("catalogue.none"), Text: c.T.T("catalogue.none_text")}
	if q != "" {
		v.Title = c.T.T("catalogue.none_for", "q", q)
	}
	v.Content = ui.ButtonLink(paths.With(paths.Order(), "title", q), ui.ButtonView{Text: c.T.T("catalogue.describe"), Variant: ui.Secondary})
	return ui.EmptyState(v)
}
