package agent

import (
	"net/http"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/unitpick"
)

// queueData is all that the queue's page is made of.
type queueData struct {
	desks   []directory.Desk
	desk    directory.Desk
	list    list
	views   []ticket.View
	view    ticket.View
	counts  []int
	choices ticket.Choices
	unit    unitpick.Pick
	page    ticket.Page
	// form holds a form that came back: the view's name, or the bulk change.
	form   *web.Form
	status int
}

func (p *pages) queue(c *web.Ctx) error {
	l, err := fromList(c)
	if err != nil {
		return err
	}
	return p.showQueue(c, l, http.StatusOK, nil)
}

// showQueue answers with a list; form is one of its forms that came back.
func (p *pages) showQueue(c *web.Ctx, l list, status int, form *web.Form) error {
	d := queueData{list: l, status: status, form: form}
	var err error
	if d.desks, d.desk, err = p.desks(c, int64(l.Desk)); err != nil {
		return err
	}
	if d.desk.ID == 0 {
		return p.show(c, http.StatusOK, shell.View{Title: c.T.T("desk.queue.title")}, noDesk(c.T))
	}
	d.list.Desk = 0
	if len(d.desks) > 1 {
		d.list.Desk = d.desk.ID
	}
	frame, err := p.live(c, "desk", int64(d.desk.ID))
	if err != nil {
		return err
	}
	if err := p.readQueue(c, &d); err != nil {
		return err
	}
	v := queueOf(c, d)
	frame.Title, frame.Here, frame.Keys = v.Title, paths.Desk(), queueKeys(c.T)
	return p.show(c, status, frame, queuePage(c.T, v))
}

// readQueue asks for views, counts, choices, units and rows: five statements, whatever is stored.
func (p *pages) readQueue(c *web.Ctx, d *queueData) error {
	ctx, by := c.Context(), c.Actor()
	var err error
	if d.views, err = p.Ticket.Views(ctx, by, d.desk.ID); err != nil {
		return err
	}
	if d.view, err = d.list.settle(d.views); err != nil {
		return err
	}
	filters := make([]ticket.Filter, len(d.views))
	for i, v := range d.views {
		filters[i] = v.Filter
	}
	if d.counts, err = p.Ticket.Counts(ctx, by, d.desk.Org, d.desk.ID, filters); err != nil {
		return err
	}
	if d.choices, err = p.Ticket.Choices(ctx, by, d.desk.Org, d.desk.ID, nil); err != nil {
		return err
	}
	q := c.Request().URL.Query()
	if d.unit, err = unitpick.Read(ctx, p.Directory, by, d.desk.Org, d.list.Filter.Unit, c.Query("unit_name"), q.Has("unit_name")); err != nil {
		return err
	}
	d.list.Filter.Unit = d.unit.Unit.ID
	d.page, err = p.Ticket.Queue(ctx, by, d.desk.Org, d.desk.ID, d.list.Filter, d.list.At, ticket.PageSize)
	return err
}
