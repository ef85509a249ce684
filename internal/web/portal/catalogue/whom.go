package catalogue

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// whom says for whom the page is, and lets those who order for others choose. The choice is an address, so that the
// offers, the form's first answers and the models are the chosen person's.
func (p *Pages) whom(c *web.Ctx, to *catalogue.Recipient, path string) (templ.Component, error) {
	if !catalogue.OffersFor(c.Actor()) {
		return templ.NopComponent, nil
	}
	f := web.NewForm("whom", c.Query("whom"))
	form := sheet.Of(c, f, "catalogue.whom.", path, c.T.T("catalogue.whom.find"), sheet.Field{Name: "whom", Type: "search"}).Narrow()
	for _, name := range []string{"q", "category"} {
		if v := c.Query(name); v != "" {
			form = form.Hidden(name, v)
		}
	}
	parts := []templ.Component{form.Show(c.T)}
	if q := c.Query("whom"); q != "" {
		list, more, err := p.Catalogue.Recipients(c.Context(), c.Actor(), q)
		if err != nil {
			return nil, err
		}
		items := make([]ui.ItemView, 0, len(list))
		for _, r := range list {
			items = append(items, ui.ItemView{
				Href:  paths.With(path, "for", sheet.Text(r.ID), "q", c.Query("q"), "category", c.Query("category")),
				Title: r.Name, Note: join(r.Title, r.UnitName, r.SiteName),
			})
		}
		switch {
		case len(list) == 0:
			parts = append(parts, sheet.Note(c.T.T("catalogue.whom.none")))
		default:
			parts = append(parts, ui.Items(c.T.T("catalogue.whom.found"), items))
		}
		if more {
			parts = append(parts, sheet.Note(c.T.T("catalogue.whom.more")))
		}
	}
	summary := c.T.T("catalogue.whom.me")
	if keep(c, to) != "" {
		summary = c.T.T("catalogue.whom.other", "name", to.Name)
		parts = append(parts, sheet.Go(path, c.T.T("catalogue.whom.back")))
	}
	return sheet.Fold(ui.DetailsView{ID: "whom", Summary: summary, Open: c.Query("whom") != ""}, parts...), nil
}

// join sets what there is side by side.
func join(words ...string) string {
	out := ""
	for _, w := range words {
		if w == "" {
			continue
		}
		if out != "" {
			out += ", "
		}
		out += w
	}
	return out
}
