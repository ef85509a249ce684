package suppliers

import (
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/agent"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// Part is the way from a case to what is followed up about it. It asks the database nothing.
func Part(c *web.Ctx, x *ticket.Ticket) (agent.PartView, error) {
	if x.State.Ended() || !supplier.Seems(c.Actor(), supplier.MayContribute, x.Org) {
		return agent.PartView{}, nil
	}
	href := paths.With(paths.Follow(string(supplier.Unclear), "new"), "ticket", x.ID.String())
	return agent.PartView{Acts: []ui.LinkView{{Href: href, Text: c.T.T("supplier.open." + string(supplier.Unclear))}}}, nil
}
