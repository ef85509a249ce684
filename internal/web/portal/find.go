package portal

import (
	"net/http"
	"slices"

	"lotsen/internal/desk/search"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// findOwn returns the reader's own tickets, current and old, that fit the words or have the number, and the cursor of
// those that follow.
func (p *pages) findOwn(c *web.Ctx, query, cursor string) ([]ticket.Row, string, error) {
	page, err := p.Search.Tickets(c.Context(), c.Actor(), query, search.Options{Mine: true, Cursor: cursor, Limit: ticket.PageSize})
	if err != nil {
		return nil, "", err
	}
	exact, err := p.Ticket.Rows(c.Context(), c.Actor(), page.Exact)
	if err != nil {
		return nil, "", err
	}
	for _, h := range page.Hits {
		if !slices.Contains(page.Exact, h.ID) {
			exact = append(exact, h.Row)
		}
	}
	return exact, page.Next, nil
}

// searchView is what the portal's one search box answers.
type searchView struct {
	query  string
	items  []ui.ItemView
	pages  ui.PaginationView
	search ui.SearchView
}

func (p *pages) search(c *web.Ctx) error {
	v := searchView{query: c.Query("q")}
	if v.query != "" {
		rows, next, err := p.findOwn(c, v.query, c.Query("at"))
		if err != nil {
			return err
		}
		v.items = items(c.T, rows)
		if next != "" {
			v.pages.Older = paths.With(paths.Search(v.query), "at", next)
		}
	}
	v.search = searchBox(c, v.query)
	return p.Shell.Render(c, http.StatusOK, shell.View{Title: c.T.T("portal.search.title")}, searchPage(c.T, v))
}
