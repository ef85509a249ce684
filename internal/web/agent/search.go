package agent

import (
	"net/http"
	"strings"

	"lotsen/internal/desk/search"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/textindex"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// searchView is what the desk's search box answers.
type searchView struct {
	Title string
	Query string
	Hits  []hitView
	Next  string
	Empty bool
}

type hitView struct {
	Href, Note string
	Title      []piece
	Snippet    []piece
	State      ui.TagView
	Internal   bool
}

// piece is a stretch of text, marked when it is what was looked for.
type piece struct {
	Text   string
	Marked bool
}

// search finds tickets by words. Who types a number is led to the ticket at once.
func (p *pages) search(c *web.Ctx) error {
	q := c.Query("q")
	v := searchView{Title: c.T.T("desk.search.title"), Query: q}
	if q != "" {
		exact, err := p.byNumber(c, q)
		if err != nil {
			return err
		}
		if len(exact) == 1 {
			return c.Redirect(paths.DeskTicket(exact[0]))
		}
		found, err := p.Search.Tickets(c.Context(), c.Actor(), q, search.Options{Cursor: c.Query("at"), Work: true, Words: true})
		if err != nil {
			return err
		}
		for i := range found.Hits {
			v.Hits = append(v.Hits, hitOf(c, &found.Hits[i]))
		}
		v.Title = c.T.T("desk.search.for", "q", q)
		v.Empty = len(v.Hits) == 0
		if found.Next != "" {
			v.Next = paths.With(paths.DeskSearch(q), "at", found.Next)
		}
	}
	return p.show(c, http.StatusOK, shell.View{Title: v.Title, Here: paths.Desk()}, searchPage(c.T, v))
}

// byNumber finds tickets whose number, here or elsewhere, is what was typed.
func (p *pages) byNumber(c *web.Ctx, q string) ([]ticket.ID, error) {
	if !strings.ContainsAny(q, "0123456789") {
		return nil, nil
	}
	return p.Ticket.Find(c.Context(), c.Actor(), q)
}

func hitOf(c *web.Ctx, h *search.Hit) hitView {
	t := c.T
	return hitView{
		Href: paths.DeskTicket(h.ID), Title: pieces(h.Title, h.TitleMarks), Snippet: pieces(h.Snippet, h.SnippetMarks), Internal: h.Internal,
		Note:  h.ID.String() + " · " + who(t, &h.Row) + " · " + t.Date(h.CreatedAt),
		State: ui.TagView{Text: t.T("desk.state." + string(h.State)), Color: stateColors[h.State]},
	}
}

// pieces cuts a text at its marks.
func pieces(text string, marks []textindex.Span) []piece {
	var out []piece
	at := 0
	for _, m := range marks {
		if m.Start < at || m.End > len(text) || m.Start >= m.End {
			continue
		}
		if m.Start > at {
			out = append(out, piece{Text: text[at:m.Start]})
		}
		out = append(out, piece{Text: text[m.Start:m.End], Marked: true})
		at = m.End
	}
	if at < len(text) {
		out = append(out, piece{Text: text[at:]})
	}
	return out
}
