package agent

import (
	"net/http"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
)

// ticketData is all that a ticket's page is made of.
type ticketData struct {
	row     ticket.Row
	around  ticket.Around
	said    []ticket.Message
	history []ticket.Entry
	choices ticket.Choices
	caller  *directory.PersonHit // Nil when no register knows the requester, or the agent may not read them.
	list    string               // The list that the ticket was opened from, as its address carries it.
	form    *web.Form            // A form that came back.
	kept    []ticket.Attachment  // Files that came with it.
	parts   PartView
	mark    int64
}

func (p *pages) ticket(c *web.Ctx) error {
	id, err := ref(c)
	if err != nil {
		return err
	}
	return p.showTicket(c, id, http.StatusOK, nil, nil)
}

// showTicket answers with a ticket's page; form is one of its forms that came back, with the files that came along.
func (p *pages) showTicket(c *web.Ctx, n ticket.ID, status int, form *web.Form, kept []ticket.Attachment) error {
	d := ticketData{form: form, kept: kept, list: c.Query("list")}
	if form != nil {
		d.list = form.Get("list")
	}
	var err error
	if d.row, err = p.Ticket.Show(c.Context(), c.Actor(), n); err != nil {
		return err
	}
	d.mark = d.row.Mark
	frame := shell.View{Topics: []string{"ticket:" + id(n)}, Mark: d.mark}
	if !ticket.WorksOn(c.Actor(), &d.row.Ticket) {
		// An own case: the agent is its user here, like anybody.
		return c.Redirect(paths.Ticket(n))
	}
	if err := p.readTicket(c, &d); err != nil {
		return err
	}
	v := ticketOf(c, d)
	if c.Request().Method != http.MethodGet {
		frame.Topics = nil // The address belongs to the form; a look at it would show another page.
	}
	frame.Title, frame.Here, frame.Keys = v.Ref+" "+v.Title, paths.Desk(), ticketKeys(c.T)
	return p.show(c, status, frame, ticketPage(c.T, v))
}

// readTicket asks for all that stands around a ticket: five statements, whatever is stored.
func (p *pages) readTicket(c *web.Ctx, d *ticketData) error {
	ctx, by, t := c.Context(), c.Actor(), &d.row.Ticket
	doing := "reading"
	if d.form != nil {
		doing = "writing"
	}
	var err error
	if d.around, err = p.Ticket.Around(ctx, by, t, doing); err != nil {
		return err
	}
	if d.said, err = p.Ticket.Talk(ctx, by, t, d.around.Files); err != nil {
		return err
	}
	if d.history, err = p.Ticket.History(ctx, by, t); err != nil {
		return err
	}
	if d.choices, err = p.Ticket.Choices(ctx, by, t.Org, t.Desk, t); err != nil {
		return err
	}
	if d.parts, err = p.readParts(c, t, d.around.Links, d.history); err != nil {
		return err
	}
	if t.Requester == 0 {
		return nil
	}
	caller, err := p.Directory.Caller(ctx, by, t.Requester)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	d.caller = &caller
	return err
}

// again shows a ticket with the form that was refused: fields that are wrong, or a state that has moved on.
func (p *pages) again(c *web.Ctx, n ticket.ID, f *web.Form, err error, kept []ticket.Attachment) error {
	if e := asError(err); e != nil && e.Kind == errs.Conflict && len(e.Fields) == 0 {
		f.Failed(wrongField("", e.Key, e.Args...))
	}
	status, shown := refused(f, err)
	if !shown {
		return err
	}
	return p.showTicket(c, n, status, f, kept)
}
