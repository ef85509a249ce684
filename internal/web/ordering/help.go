package ordering

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	offers "lotsen/internal/web/portal/catalogue"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// askHelp asks what somebody needs who does not know how to answer an offer's questions.
func (p *pages) askHelp(c *web.Ctx) error {
	return p.showHelp(c, http.StatusOK, c.Query("item"), web.NewForm())
}

func (p *pages) showHelp(c *web.Ctx, status int, key string, f *web.Form) error {
	item, err := p.Catalogue.Get(c.Context(), c.Actor(), key)
	if err != nil {
		return err
	}
	s := side{}
	form := sheet.Of(c, f, "order.help.", "/cart/help", c.T.T("order.help.send"), sheet.Field{Name: "words", Kind: sheet.Long, Required: true}).
		Hidden("item", key).Back(paths.Offer(key))
	return p.show(c, &s, status, sheet.Head{
		Title: c.T.T("order.help.title", "name", item.Name(c.T.Lang())), Lead: c.T.T("order.help.lead"), Above: []ui.Crumb{{Href: paths.Offer(key), Text: item.Name(c.T.Lang())}},
	}, form.Show(c.T))
}

func (p *pages) help(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	item, err := p.Catalogue.Get(c.Context(), c.Actor(), f.Get("item"))
	if err != nil {
		return err
	}
	_, err = p.Order.Add(c.Context(), c.Actor(), order.AddInput{
		Item: item.ID, People: []directory.PersonID{directory.PersonID(c.Actor().Person)}, Help: true, Words: f.Words("words"),
	})
	if status, yes := sheet.Again(f, err); yes {
		return p.showHelp(c, status, item.Key, f)
	}
	if err != nil {
		return err
	}
	c.Flash("order.cart.added", "name", item.Name(c.T.Lang()))
	return c.Redirect(paths.Cart())
}

// confirming shows what the desk has proposed and asks for a yes.
func (p *pages) confirming(c *web.Ctx, l *order.Line, at string) []templ.Component {
	parts := []templ.Component{}
	if l.Ticket != 0 {
		parts = append(parts, sheet.Go(paths.Ticket(l.Ticket), c.T.T("order.help.case", "ref", l.Ticket.String())))
	}
	if !l.Proposed {
		return append([]templ.Component{ui.Alert(ui.AlertView{Text: c.T.T("order.help.waits")})}, parts...)
	}
	confirm := sheet.Of(c, nil, "order.help.", at+"/confirm", c.T.T("order.help.confirm")).Show(c.T)
	return append([]templ.Component{sheet.Panel(ui.PanelView{ID: "confirm", Title: c.T.T("order.help.proposed")},
		sheet.Say(c.T.T("order.help.proposed_text", "cost", cost(c, l.OnceOre, l.MonthOre))), confirm)}, parts...)
}

func (p *pages) confirm(c *web.Ctx) error {
	id, line, err := lineOf(c)
	if err != nil {
		return err
	}
	if err := p.Order.Confirm(c.Context(), c.Actor(), id, line, 0); err != nil {
		return err
	}
	c.Flash("order.help.confirmed")
	return c.Redirect(paths.OrderPage(id))
}

// specify is the desk's page for what an orderer needs help with: the offer's questions.
func (p *pages) specify(c *web.Ctx) error { return p.showSpecify(c, http.StatusOK, nil) }

func (p *pages) showSpecify(c *web.Ctx, status int, f *web.Form) error {
	id, line, err := lineOf(c)
	if err != nil {
		return err
	}
	o, l, err := p.Order.LineOf(c.Context(), c.Actor(), id, line)
	if err != nil {
		return err
	}
	item, err := p.Order.ItemOf(c.Context(), &l)
	if err != nil {
		return err
	}
	to, err := catalogue.RecipientIn(c.Context(), p.DB, c.Actor(), l.Person)
	if err != nil {
		return err
	}
	if f == nil {
		f = web.NewForm("quantity", sheet.Text(l.Quantity), "model", sheet.Text(l.Model))
		offers.Put(f, &item, &to, l.Answers)
	}
	form, err := p.questions(c, &item, &to, f, paths.OrderPageAtDesk(o.ID, sheet.Text(l.ID)), c.T.T("order.specify.send"))
	if err != nil {
		return err
	}
	return sheet.Page(c, p.Shell, status, sheet.Head{
		Area: ui.Desk, Here: "/desk/orders", Title: c.T.T("order.specify.title", "name", l.Name(c.T.Lang())), Lead: c.T.T("order.specify.lead", "name", named(c, l.PersonName)),
		Tags: []ui.TagView{stateTag(c, l.State)}, Above: []ui.Crumb{{Href: "/desk/orders", Text: c.T.T("order.desk.title")}, {Href: paths.OrderPage(o.ID), Text: o.ID.String()}},
	}, form.Show(c.T))
}

func (p *pages) propose(c *web.Ctx) error {
	id, line, err := lineOf(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	_, l, err := p.Order.LineOf(c.Context(), c.Actor(), id, line)
	if err != nil {
		return err
	}
	item, err := p.Order.ItemOf(c.Context(), &l)
	if err != nil {
		return err
	}
	to, err := catalogue.RecipientIn(c.Context(), p.DB, c.Actor(), l.Person)
	if err != nil {
		return err
	}
	in, err := p.answered(c, &item, &to, f)
	if err == nil {
		err = p.Order.Propose(c.Context(), c.Actor(), id, line, in)
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.showSpecify(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("order.specify.done")
	return c.Redirect(paths.OrderPage(id))
}
