package portal

import (
	"net/http"
	"strconv"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// ticketsView is the list of the reader's own tickets.
type ticketsView struct {
	old    bool
	query  string
	items  []ui.ItemView
	pages  ui.PaginationView
	tabs   ui.TabsView
	search ui.SearchView
}

// current are the states of cases that are not over for the person: solved ones wait for their yes.
var current = []ticket.State{ticket.StateNew, ticket.StateOpen, ticket.StateOnHold, ticket.StateResolved}

var ended = []ticket.State{ticket.StateClosed, ticket.StateWithdrawn, ticket.StateMerged}

func (p *pages) tickets(c *web.Ctx) error {
	mark, err := p.Mark(c.Context())
	if err != nil {
		return err
	}
	v := ticketsView{old: c.Query("show") == "old", query: c.Query("q")}
	page, is, err := p.listed(c, v)
	if err != nil {
		return err
	}
	if is != 0 {
		return c.Redirect(paths.Ticket(is))
	}
	v.items = items(c.T, page.Rows)
	v.pages = ui.PaginationView{Newer: v.at(page.Prev), Older: v.at(page.Next)}
	v.tabs = ui.TabsView{Label: c.T.T("portal.tickets.tabs"), Tabs: []ui.TabView{
		{Href: paths.Tickets(), Text: c.T.T("portal.tickets.current"), Current: !v.old && v.query == ""},
		{Href: paths.With(paths.Tickets(), "show", "old"), Text: c.T.T("portal.tickets.old"), Current: v.old && v.query == ""},
	}}
	v.search = ui.SearchView{Action: paths.Tickets(), Value: v.query, Label: c.T.T("portal.tickets.search"), ID: "own"}
	view := shell.View{Title: c.T.T("portal.tickets.title"), Topics: own(c), Mark: mark}
	return p.Shell.Render(c, http.StatusOK, view, ticketsPage(c.T, v))
}

// listed is the page that was asked for, or the one ticket whose number was typed.
func (p *pages) listed(c *web.Ctx, v ticketsView) (ticket.Page, ticket.ID, error) {
	if v.query != "" {
		f, err := p.findOwn(c, v.query)
		return ticket.Page{Rows: f.rows, Next: f.next}, f.is, err
	}
	filter := ticket.Filter{States: current, Sort: ticket.Updated}
	if v.old {
		filter.States = ended
	}
	page, err := p.Ticket.Mine(c.Context(), c.Actor(), filter, c.Query("at"))
	return page, 0, err
}

// at is the address of the same list from a cursor on.
func (v ticketsView) at(cursor string) string {
	if cursor == "" {
		return ""
	}
	show := ""
	if v.old {
		show = "old"
	}
	return paths.With(paths.Tickets(), "show", show, "q", v.query, "at", cursor)
}

// own is the topic of everything that concerns the reader.
func own(c *web.Ctx) []string { return []string{"person:" + strconv.FormatInt(c.Actor().Person, 10)} }

// items are tickets as lines of a list.
func items(p *i18n.Printer, rows []ticket.Row) []ui.ItemView {
	var out []ui.ItemView
	for i := range rows {
		t := &rows[i].Ticket
		out = append(out, ui.ItemView{
			ID: "ticket-" + t.ID.String(), Href: paths.Ticket(t.ID), Title: t.Title,
			Note: t.ID.String() + ", " + p.T("portal.tickets.updated"), At: t.UpdatedAt, AtText: p.DateTime(t.UpdatedAt),
			Tags: []ui.TagView{statusTag(p, t)},
		})
	}
	return out
}
