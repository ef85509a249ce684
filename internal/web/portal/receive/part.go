package receive

import (
	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/parcel"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/portal"
	"lotsen/internal/web/ui"
)

// Part tells whoever ordered, on the page of the case in which it is carried out, who delivers it and when. What is no
// order, and an order without deliveries, is told by otherwise: a page has room for one of them.
func Part(s *delivery.Service, otherwise portal.Part) portal.Part {
	return func(c *web.Ctx, x *ticket.Ticket) (portal.PartView, error) {
		if x.Kind != ticket.Order || int64(x.Requester) != c.Actor().Person {
			return otherwise(c, x)
		}
		list, err := s.OfOwnCase(c.Context(), c.Actor(), x)
		if err != nil {
			return portal.PartView{}, err
		}
		if len(list) == 0 {
			return otherwise(c, x)
		}
		last := list[0]
		for _, t := range list {
			if t.State != delivery.Cancelled && t.Planned > last.Planned {
				last = t
			}
		}
		return portal.PartView{Facts: []ui.Definition{
			{Term: c.T.T("delivery.column.order"), Text: last.Order.String(), Href: paths.DeliveryOrder(last.Order)},
			{Term: c.T.T("delivery.column.executor"), Text: last.Executor},
			{Term: c.T.T("delivery.column.planned"), Text: parcel.Day(c.T, last.Planned)},
		}}, nil
	}
}
