package portal

import (
	"net/http"

	"lotsen/internal/desk/search"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// found is what a search of the reader's own tickets, current and old, brings.
type found struct {
	rows []ticket.Row
	next string    // Cursor of those that follow.
	is   ticket.ID // What was typed is the number of this one; else 0.
}

func (p *pages) findOwn(c *web.Ctx, query string) (found, error) {
	page, err := p.Search.Tickets(c.Context(), c.Actor(), query, search.Options{Mine: true, Cursor: c.Query("at"), Limit: ticket.PageSize})
	if err != nil {
		return found{}, err
	}
	f := found{next: page.Next}
	if len(page.Exact) == 1 {
		f.is = page.Exact[0]
	}
	for _, h := range page.Hits {
		f.rows = append(f.rows, h.Row)
	}
	return f, nil
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
		f, err := p.findOwn(c, v.query)
		if err != nil {
			return err
		}
		if f.is != 0 {
			return c.Redirect(paths.Ticket(f.is))
		}
		v.items = items(c.T, f.rows)
		if f.next != "" {
			v.pages.Older = paths.With(paths.Search(v.query), "at", f.next)
		}
	}
	v.search = searchBox(c, v.query)
	return p.Shell.Render(c, http.StatusOK, shell.View{Title: c.T.T("portal.search.title")}, searchPage(c.T, v))
}
