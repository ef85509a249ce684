package portal

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// children is a guardian's page: each child by the given name, the way to report for it, and what the guardian reported.
// What the child or another guardian reported is not here: it is theirs.
func (p *pages) children(c *web.Ctx) error {
	list, err := p.Guardian.Children(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	h := sheet.Head{Area: ui.Portal, Here: paths.Children(), Title: c.T.T("proxy.children.title"), Lead: c.T.T("proxy.children.lead")}
	if len(list) == 0 {
		return sheet.Page(c, p.Shell, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Title: c.T.T("proxy.children.none")}))
	}
	mine, err := p.Ticket.Mine(c.Context(), c.Actor(), ticket.Filter{AnyState: true, Sort: ticket.Updated}, "")
	if err != nil {
		return err
	}
	var parts []templ.Component
	for _, child := range list {
		var rows []ticket.Row
		for _, r := range mine.Rows {
			if r.Requester == child.ID && int64(r.Reporter) == c.Actor().Person {
				rows = append(rows, r)
			}
		}
		button := ui.ButtonLink(paths.With(paths.Report(), "for", text(child.ID)), ui.ButtonView{Text: c.T.T("proxy.children.report", "name", child.Given), Icon: "fault"})
		body := []templ.Component{button}
		if len(rows) > 0 {
			body = append(body, ui.Items(c.T.T("proxy.children.cases", "name", child.Given), items(c.T, rows)))
		}
		parts = append(parts, sheet.Panel(ui.PanelView{ID: "child-" + text(child.ID), Title: child.Given}, body...))
	}
	return sheet.Page(c, p.Shell, http.StatusOK, h, parts...)
}
