package app

import (
	"lotsen/internal/desk/approval"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// waits is what the portal's start page tells a reader who approves and receives: a statement each, and none for those who
// have nothing to do with it.
func (a *App) waits(c *web.Ctx) ([]ui.ItemView, error) {
	var out []ui.ItemView
	if c.Actor().May(approval.MayDecide) {
		n, err := a.Approval.Waiting(c.Context(), c.Actor())
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, ui.ItemView{ID: "wait-approvals", Href: paths.Approvals(), Title: c.T.T("portal.waits.approvals", "count", n)})
		}
	}
	n, err := a.Delivery.Waiting(c.Context(), c.Actor())
	if err == nil && n > 0 {
		out = append(out, ui.ItemView{ID: "wait-deliveries", Href: paths.Receive(), Title: c.T.T("portal.waits.deliveries", "count", n)})
	}
	return out, err
}
