package portal

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// Part is what another capability shows its user on the page of an own case. It asks the database at most once, and not
// at all when the ticket itself tells that there is nothing to show.
type Part func(c *web.Ctx, x *ticket.Ticket) (PartView, error)

// PartView is a part, ready to show. All of it may be empty.
type PartView struct {
	Notices []ui.AlertView
	Facts   []ui.Definition
	Side    []templ.Component
}

func (p *pages) readParts(c *web.Ctx, x *ticket.Ticket) (PartView, error) {
	var all PartView
	for _, part := range p.Parts {
		v, err := part(c, x)
		if err != nil {
			return PartView{}, err
		}
		all.Notices, all.Facts, all.Side = append(all.Notices, v.Notices...), append(all.Facts, v.Facts...), append(all.Side, v.Side...)
	}
	return all, nil
}
