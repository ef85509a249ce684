package my

import (
	"strings"

	"lotsen/internal/desk/order"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// pieces asks for the person's orders once a page.
func (d *sight) pieces(c *web.Ctx, of Whom) ([]order.Piece, error) {
	var err error
	if !d.askedOrders && d.Order != nil {
		d.ordered, err = d.Order.Of(c.Context(), c.Actor(), of.Person)
		d.askedOrders = err == nil
	}
	return d.ordered, err
}

// receive are the deliveries of which the reader is to say whether they came as they should.
func (d *sight) receive(c *web.Ctx, of Whom) (Block, error) {
	list, err := d.pieces(c, of)
	b := Block{Key: "receive", Title: c.T.T("my.receive"), Waits: true}
	n := 0
	for i := range list {
		if x := &list[i]; x.Receives && x.State == order.Delivered {
			n++
			if len(b.Items) < mostOrders {
				b.Items = append(b.Items, ui.ItemView{ID: "receive-" + x.Order.String() + "-" + text(n), Href: paths.Receive(), Title: x.Name(c.T.Lang()), Note: x.Order.String()})
			}
		}
	}
	if n > 0 {
		b.More = &ui.ActionLink{Href: paths.Receive(), Text: c.T.T("my.receive_all", "count", n)}
	}
	return b, err
}

// mostOrders is how many orders the page shows; their own page has all.
const mostOrders = 8

// orders are what is on its way to somebody, and what they have ordered: an order once, however many lines it has.
func (d *sight) orders(c *web.Ctx, of Whom) (Block, error) {
	list, err := d.pieces(c, of)
	b := Block{Key: "orders", Title: c.T.T("my.orders")}
	seen := map[order.ID]bool{}
	for i := range list {
		x := &list[i]
		if x.OrderState.Over() || seen[x.Order] || !x.Placed && (!x.Gets || x.State.Over()) {
			continue
		}
		seen[x.Order] = true
		v := ui.ItemView{ID: "order-" + x.Order.String(), Href: paths.DeliveryOrder(x.Order), Title: x.Title(c.T.Lang()), Note: note(c, x), Tags: []ui.TagView{orderTag(c, x.OrderState)}}
		if !x.Placed {
			v.Title, v.Tags = x.Name(c.T.Lang()), []ui.TagView{orderTag(c, x.State)}
		}
		if len(b.Items) < mostOrders {
			b.Items = append(b.Items, v)
		}
	}
	if len(b.Items) > 0 && !of.Desk {
		b.More = &ui.ActionLink{Href: paths.Orders(), Text: c.T.T("my.orders_all")}
	}
	return b, err
}

func note(c *web.Ctx, x *order.Piece) string {
	words := []string{x.Order.String()}
	if x.Lines > 1 && x.Placed {
		words = append(words, c.T.T("my.order.lines", "count", x.Lines))
	}
	if x.Planned != "" {
		words = append(words, c.T.T("my.order.planned", "day", x.Planned))
	}
	return strings.Join(words, ", ")
}

func orderTag(c *web.Ctx, s order.State) ui.TagView {
	colours := map[order.State]ui.Color{order.Approval: ui.Warning, order.Specify: ui.Warning, order.Fault: ui.Danger, order.Delivered: ui.Info, order.Accepted: ui.Success}
	return ui.TagView{Text: c.T.T("my.order." + string(s)), Color: colours[s]}
}

// given are the services, accounts and the like that have been delivered to somebody: things stand in the inventory.
func (d *sight) given(c *web.Ctx, of Whom) (Block, error) {
	list, err := d.pieces(c, of)
	b := Block{Key: "given", Title: c.T.T("my.given"), Beside: true}
	seen := map[string]bool{}
	for i := range list {
		x := &list[i]
		if name := x.Name(c.T.Lang()); x.Gets && !x.Device && x.State == order.Accepted && !seen[name] {
			seen[name] = true
			b.Items = append(b.Items, ui.ItemView{ID: "given-" + x.Order.String() + "-" + text(i), Href: paths.DeliveryOrder(x.Order), Title: name, Note: x.Order.String()})
		}
	}
	return b, err
}
