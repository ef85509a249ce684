package receive

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/order"
	"lotsen/internal/web"
	"lotsen/internal/web/parcel"
)

// OrderPart is what an order's page tells of the deliveries of the lines that it shows: who delivers, when it was
// promised and is planned, what has happened, and how long it took. It costs two statements, and none without lines.
func OrderPart(s *delivery.Service) func(c *web.Ctx, of order.ID, lines []order.LineID) ([]templ.Component, error) {
	return func(c *web.Ctx, of order.ID, lines []order.LineID) ([]templ.Component, error) {
		if len(lines) == 0 {
			return nil, nil
		}
		list, err := s.OfLines(c.Context(), c.Actor(), of, lines)
		if err != nil || len(list) == 0 {
			return nil, err
		}
		steps, err := s.StepsOf(c.Context(), c.Actor(), list)
		if err != nil {
			return nil, err
		}
		return []templ.Component{parcel.Course(c.T, s.Today(), list, steps)}, nil
	}
}
