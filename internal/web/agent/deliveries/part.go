package deliveries

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/agent"
	"lotsen/internal/web/parcel"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// named reports whether a case's title names the order that it carries out.
func named(title string) bool { return strings.Contains(title, "(B-") }

// Part shows what is to be delivered in a case, on the desk's page of it. A case that is no order and carries one out, a
// question about software for example, leads to the page of its deliveries and costs nothing.
func Part(s *delivery.Service) agent.Part {
	return func(c *web.Ctx, x *ticket.Ticket) (agent.PartView, error) {
		if !delivery.Works(c.Actor()) || x.Kind != ticket.Order && !named(x.Title) || x.Kind == ticket.Incident {
			return agent.PartView{}, nil
		}
		if x.Kind != ticket.Order {
			link := sheet.Go(paths.TicketDeliveries(x.ID), c.T.T("delivery.report_link"))
			return agent.PartView{Work: []templ.Component{sheet.Panel(ui.PanelView{ID: "deliveries", Title: c.T.T("delivery.title")}, link)}}, nil
		}
		list, err := s.OfTicket(c.Context(), c.Actor(), x.ID)
		if err != nil || len(list) == 0 {
			return agent.PartView{}, err
		}
		return agent.PartView{Work: []templ.Component{panel(c, s, list, paths.TicketDeliveries(x.ID))}}, nil
	}
}

// InHand shows it on the page of whoever has the case in hand.
func InHand(s *delivery.Service) func(c *web.Ctx, v *delegation.View) ([]templ.Component, error) {
	return func(c *web.Ctx, v *delegation.View) ([]templ.Component, error) {
		if v.Kind != ticket.Order && !named(v.Title) {
			return nil, nil
		}
		list, err := s.OfTicket(c.Context(), c.Actor(), v.Ticket)
		if err != nil || len(list) == 0 {
			return nil, err
		}
		return []templ.Component{panel(c, s, list, paths.AssignedDeliveries(v.Ticket))}, nil
	}
}

// mostShown is how many tasks a case's own page names.
const mostShown = 6

func panel(c *web.Ctx, s *delivery.Service, list []delivery.Task, page string) templ.Component {
	open := 0
	for i := range list {
		if list[i].State.Open() {
			open++
		}
	}
	parts := []templ.Component{sheet.Say(c.T.T("delivery.on_case", "order", list[0].Order.String(), "count", len(list), "open", open))}
	for i := range list[:min(len(list), mostShown)] {
		t := &list[i]
		text := parcel.What(c.T, t)
		if to := parcel.For(t); to != "" {
			text += " – " + to
		}
		parts = append(parts, sheet.Say(text), sheet.Row(ui.Tag(parcel.StateTag(c.T, t, s.Today())), ui.Tag(ui.TagView{Text: parcel.Day(c.T, t.Planned), Hint: c.T.T("delivery.column.planned")})))
	}
	if more := len(list) - mostShown; more > 0 {
		parts = append(parts, sheet.Note(c.T.T("delivery.more", "count", strconv.Itoa(more))))
	}
	words := "delivery.open"
	if open > 0 {
		words = "delivery.report_link"
	}
	parts = append(parts, sheet.Go(page, c.T.T(words)))
	return sheet.Panel(ui.PanelView{ID: "deliveries", Title: c.T.T("delivery.title")}, parts...)
}
