package portal

import (
	"net/http"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// findPages bounds how far back an own ticket is looked for by its title.
const findPages = 10

// findOwn returns the reader's own tickets, current and old, whose title or number has every word.
func (p *pages) findOwn(c *web.Ctx, query string) ([]ticket.Row, error) {
	words := strings.Fields(strings.ToLower(query))
	var out []ticket.Row
	at := ""
	for range findPages {
		page, err := p.Ticket.Mine(c.Context(), c.Actor(), ticket.Filter{AnyState: true, Sort: ticket.Newest}, at)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Rows {
			if hasAll(strings.ToLower(r.Title+" "+r.ID.String()), words) {
				out = append(out, r)
			}
		}
		if at = page.Next; at == "" {
			break
		}
	}
	return out, nil
}

func hasAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// searchView is what the portal's one search box answers.
type searchView struct {
	query  string
	items  []ui.ItemView
	search ui.SearchView
}

func (p *pages) search(c *web.Ctx) error {
	v := searchView{query: c.Query("q")}
	if v.query != "" {
		rows, err := p.findOwn(c, v.query)
		if err != nil {
			return err
		}
		v.items = items(c.T, rows)
	}
	v.search = searchBox(c, v.query)
	return p.Shell.Render(c, http.StatusOK, shell.View{Title: c.T.T("portal.search.title")}, searchPage(c.T, v))
}
