package portal

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// latest is how many of the own tickets the start page shows.
const latest = 5

// startView is the start page.
type startView struct {
	notices templ.Component // What is told to everybody just now.
	name    string
	search  ui.SearchView
	cards   []ui.CardView
	waits   []ui.ItemView
	recent  []ui.ItemView
	news    []guide
}

func (p *pages) start(c *web.Ctx) error {
	mark, err := p.Mark(c.Context())
	if err != nil {
		return err
	}
	mine, err := p.Ticket.Mine(c.Context(), c.Actor(), ticket.Filter{States: []ticket.State{ticket.StateResolved, ticket.StateOnHold}, Sort: ticket.Updated}, "")
	if err != nil {
		return err
	}
	recent, err := p.Ticket.Mine(c.Context(), c.Actor(), ticket.Filter{AnyState: true, Sort: ticket.Updated}, "")
	if err != nil {
		return err
	}
	news, err := p.SelfHelp.Announced(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	v := startView{news: guidesOf(c.T, news), name: c.Identity().Person.Given, search: searchBox(c, ""), waits: waiting(c.T, mine.Rows)}
	others := slices.DeleteFunc(recent.Rows, func(r ticket.Row) bool { return waits(&r.Ticket) })
	v.recent = items(c.T, others[:min(latest, len(others))])
	tickets := len(v.waits)
	v.cards = cards(c, tickets)
	asked, err := p.waitingFor(c)
	if err != nil {
		return err
	}
	v.waits = append(asked, v.waits...)
	view := shell.View{
		Title: c.T.T("portal.start.title"), Topics: append(own(c), notice.Topic(directory.OrgID(c.Actor().Org))), Mark: mark,
		Counts: map[string]shell.Count{paths.Tickets(): {N: tickets, Text: c.T.T("portal.start.waits_count")}},
	}
	if v.notices, err = p.noticed(c); err != nil {
		return err
	}
	return p.Shell.Render(c, http.StatusOK, view, startPage(c.T, v))
}

// waitingFor is what else waits for the reader, beside their cases: approvals, deliveries.
func (p *pages) waitingFor(c *web.Ctx) ([]ui.ItemView, error) {
	if p.Waits == nil {
		return nil, nil
	}
	return p.Waits(c)
}

// cards are the four things that people come for.
func cards(c *web.Ctx, waits int) []ui.CardView {
	p, order := c.T, paths.Order()
	if c.Actor().May(catalogue.MayRead) {
		order = paths.Catalogue()
	}
	mine := ui.CardView{Href: paths.Tickets(), Icon: "tickets", Title: p.T("portal.tickets.title"), Text: p.T("portal.card.tickets")}
	if waits > 0 {
		mine.Text = p.T("portal.card.waits", "count", waits)
	}
	return []ui.CardView{
		{Href: paths.Report(), Icon: "fault", Title: p.T("portal.report.incident.title"), Text: p.T("portal.card.report")},
		{Href: order, Icon: "order", Title: p.T("portal.report.request.title"), Text: p.T("portal.card.order")},
		{Href: paths.Ask(), Icon: "ask", Title: p.T("portal.report.question.title"), Text: p.T("portal.card.ask")},
		mine,
	}
}

// waiting are the tickets whose next step is the reader's, as a question to them.
func waiting(p *i18n.Printer, rows []ticket.Row) []ui.ItemView {
	var out []ui.ItemView
	for i := range rows {
		t := &rows[i].Ticket
		if !waits(t) {
			continue
		}
		item := ui.ItemView{
			ID: "wait-" + t.ID.String(), Href: paths.Ticket(t.ID), Title: p.T("portal.waits."+string(t.State), "title", t.Title),
			Note: t.ID.String(), Tags: []ui.TagView{statusTag(p, t)},
		}
		if t.State == ticket.StateResolved && !t.CloseDue.IsZero() {
			item.Note += ", " + p.T("portal.waits.closes")
			item.At, item.AtText = t.CloseDue, p.DateTime(t.CloseDue)
		}
		out = append(out, item)
	}
	return out
}

func searchBox(c *web.Ctx, q string) ui.SearchView {
	return ui.SearchView{Action: paths.Search(""), Value: q, Large: true, Label: c.T.T("portal.search.label"), Hint: c.T.T("portal.search.hint")}
}
