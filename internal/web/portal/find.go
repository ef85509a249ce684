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
	page, err := p.Search.Tickets(c.Context(), c.Actor(), query, search.Options{Mine: true, Bare: true, Cursor: c.Query("at"), Limit: ticket.PageSize})
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

// Finder is one kind of thing that the portal's one search box finds, beside the reader's own cases. What it returns is what
// the reader may see; Most bounds it.
type Finder struct {
	Kind string // Names its heading: "portal.search.kind.KIND".
	Find func(c *web.Ctx, query string) ([]ui.ItemView, error)
	More func(query string) string // Where all of them are; nil where the hits are all there is.
}

// Most is how many hits of a kind the search page shows.
const Most = 5

// searchGroup is the hits of one kind.
type searchGroup struct {
	id, title, more string
	items           []ui.ItemView
	pages           ui.PaginationView
}

// searchView is what the portal's one search box answers.
type searchView struct {
	query  string
	groups []searchGroup
	search ui.SearchView
}

func (p *pages) search(c *web.Ctx) error {
	v := searchView{query: c.Query("q"), search: searchBox(c, c.Query("q"))}
	if v.query != "" {
		own, err := p.findOwn(c, v.query)
		if err != nil {
			return err
		}
		if own.is != 0 {
			return c.Redirect(paths.Ticket(own.is))
		}
		if c.Query("at") == "" { // Whoever turns the leaves of their own cases looks for those.
			if v.groups, err = p.findOthers(c, v.query); err != nil {
				return err
			}
		}
		if len(own.rows) > 0 {
			g := searchGroup{id: "own", title: c.T.T("portal.search.own"), items: items(c.T, own.rows)}
			if own.next != "" {
				g.pages.Older = paths.With(paths.Search(v.query), "at", own.next)
			}
			v.groups = append(v.groups, g)
		}
	}
	return p.Shell.Render(c, http.StatusOK, shell.View{Title: c.T.T("portal.search.title")}, searchPage(c.T, v))
}

// findOthers asks each finder; kinds without hits are not shown.
func (p *pages) findOthers(c *web.Ctx, query string) ([]searchGroup, error) {
	var out []searchGroup
	for _, f := range p.Finders {
		list, err := f.Find(c, query)
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			continue
		}
		g := searchGroup{id: f.Kind, title: c.T.T("portal.search.kind." + f.Kind), items: list}
		if f.More != nil && len(list) >= Most {
			g.more = f.More(query)
		}
		out = append(out, g)
	}
	return out, nil
}
