package deliveries

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/parcel"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// side is from where somebody carries out the tasks of a case: the desk, or the supplier who has it in hand.
type side struct {
	area       ui.Area
	here, page string
	above      []ui.Crumb
}

func ref(c *web.Ctx) (ticket.ID, error) {
	id, ok := ticket.ParseID(c.Param("ref"))
	if !ok {
		return 0, errs.Missing()
	}
	return id, nil
}

func (p *pages) atDesk(c *web.Ctx) error {
	return p.of(c, desk, func(id ticket.ID, s side) error { return p.work(c, id, s, http.StatusOK, nil) })
}

func (p *pages) doAtDesk(c *web.Ctx) error {
	return p.of(c, desk, func(id ticket.ID, s side) error { return p.do(c, id, s) })
}

func (p *pages) inHand(c *web.Ctx) error {
	return p.of(c, hand, func(id ticket.ID, s side) error { return p.work(c, id, s, http.StatusOK, nil) })
}

func (p *pages) doInHand(c *web.Ctx) error {
	return p.of(c, hand, func(id ticket.ID, s side) error { return p.do(c, id, s) })
}

func (p *pages) of(c *web.Ctx, from func(*web.Ctx, ticket.ID) side, then func(ticket.ID, side) error) error {
	id, err := ref(c)
	if err != nil {
		return err
	}
	return then(id, from(c, id))
}

func desk(c *web.Ctx, id ticket.ID) side {
	return side{area: ui.Desk, here: paths.Deliveries(), page: paths.TicketDeliveries(id), above: []ui.Crumb{
		{Href: paths.Deliveries(), Text: c.T.T("delivery.title")}, {Href: paths.DeskTicket(id), Text: id.String()},
	}}
}

func hand(c *web.Ctx, id ticket.ID) side {
	return side{area: ui.Portal, here: paths.Assignments(), page: paths.AssignedDeliveries(id), above: []ui.Crumb{
		{Href: paths.Assignments(), Text: c.T.T("delegation.assigned.title")}, {Href: paths.Assignment(id), Text: id.String()},
	}}
}

// work is the page of a case's tasks.
func (p *pages) work(c *web.Ctx, id ticket.ID, s side, status int, f *web.Form) error {
	list, err := p.Delivery.OfTicket(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return errs.Missing()
	}
	steps, err := p.Delivery.StepsOf(c.Context(), c.Actor(), list)
	if err != nil {
		return err
	}
	columns := []parcel.Column{parcel.Item, parcel.Person, parcel.Promised, parcel.Planned, parcel.State}
	parts := []templ.Component{parcel.Table(c.T, "tasks", c.T.T("delivery.tasks"), p.Delivery.Today(), list, nil, columns...)}
	if form, any := p.form(c, s, list, f); any {
		parts = append([]templ.Component{form}, parts...)
	}
	parts = append(parts, parcel.History(c.T, list, steps))
	h := sheet.Head{Area: s.area, Here: s.here, Above: s.above, Title: c.T.T("delivery.of_case", "order", list[0].Order.String()), Lead: c.T.T("delivery.of_case_lead")}
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// mostBoxes is how many tasks have a box of their own; more of them are chosen all at once, or by those.
const mostBoxes = 200

func (p *pages) form(c *web.Ctx, s side, list []delivery.Task, f *web.Form) (templ.Component, bool) {
	var boxes []ui.Option
	open := 0
	for i := range list {
		t := &list[i]
		if !t.State.Open() {
			continue
		}
		if open++; open > mostBoxes {
			continue
		}
		text := parcel.What(c.T, t)
		if to := parcel.For(t); to != "" {
			text += " – " + to
		}
		boxes = append(boxes, ui.Option{Value: t.ID.String(), Text: text})
	}
	if open == 0 {
		return nil, false
	}
	if f == nil {
		f = web.NewForm("do", "deliver")
		if open == 1 {
			f.Set("tasks", boxes[0].Value)
		}
	}
	fields := []sheet.Field{{Name: "tasks", Kind: sheet.Several, Options: boxes}}
	if open > 1 {
		fields = append([]sheet.Field{{Name: "all", Kind: sheet.Yes, Label: c.T.T("delivery.field.all", "count", open)}}, fields...)
	}
	fields = append(fields,
		sheet.Field{Name: "do", Kind: sheet.Choice, Required: true, Options: []ui.Option{
			{Value: "deliver", Text: c.T.T("delivery.do.deliver")}, {Value: "start", Text: c.T.T("delivery.do.start")}, {Value: "plan", Text: c.T.T("delivery.do.plan")},
		}},
		sheet.Field{Name: "day", Kind: sheet.Day}, sheet.Field{Name: "reason", Kind: sheet.Long})
	form := sheet.Of(c, f, "delivery.field.", s.page, c.T.T("delivery.save"), fields...)
	return sheet.Panel(ui.PanelView{ID: "deliver", Title: c.T.T("delivery.report")}, form.Show(c.T)), true
}

// do carries out what the form says of the tasks that it names.
func (p *pages) do(c *web.Ctx, id ticket.ID, s side) error {
	list, err := p.Delivery.OfTicket(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return errs.Missing()
	}
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	if len(f.Wrong()) > 0 {
		return p.work(c, id, s, http.StatusUnprocessableEntity, f)
	}
	err = p.deed(c, f, Chosen(f, list, func(t *delivery.Task) bool { return t.State.Open() }))
	if status, again := sheet.Again(f, err); again {
		return p.work(c, id, s, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("delivery.done." + f.Get("do"))
	// Whoever has the case in hand for a supplier may have it no more.
	left, err := p.Delivery.OfTicket(c.Context(), c.Actor(), id)
	if err == nil && len(left) == 0 {
		return c.Redirect(s.here)
	}
	return c.Redirect(s.page)
}

func (p *pages) deed(c *web.Ctx, f *web.Form, ids []delivery.ID) error {
	ctx, by := c.Context(), c.Actor()
	switch f.Get("do") {
	case "start":
		return p.Delivery.Start(ctx, by, ids)
	case "deliver":
		return p.Delivery.Deliver(ctx, by, ids, f.Words("reason"))
	case "plan":
		return p.Delivery.Plan(ctx, by, delivery.PlanInput{Tasks: ids, Day: f.Get("day"), Reason: f.Words("reason")})
	}
	var wrong errs.Fields
	wrong.Add("do", "error.choose")
	return wrong.Err()
}

// Chosen is the tasks that a form names: those that are ticked, or all of those that may be, when it says so. What is
// none of the list's is dropped: the page had no box for it.
func Chosen(f *web.Form, list []delivery.Task, may func(*delivery.Task) bool) []delivery.ID {
	all, ticked := f.Get("all") != "", map[string]bool{}
	for _, v := range f.All("tasks") {
		ticked[v] = true
	}
	var out []delivery.ID
	for i := range list {
		t := &list[i]
		if all && may(t) || ticked[strconv.FormatInt(int64(t.ID), 10)] {
			out = append(out, t.ID)
		}
	}
	return out
}
