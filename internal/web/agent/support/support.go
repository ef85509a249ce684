package support

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/level"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/agent"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell  *shell.Shell
	Level  *level.Service
	Ticket *ticket.Service
}

type pages struct{ Deps }

const (
	page = "/desk/tickets/{ref}"
	area = "level.field."
)

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	work := web.May(ticket.MayWork)
	rs.Handle("GET "+page+"/support", work, p.support)
	rs.Handle("POST "+page+"/support", work, p.tell)
	rs.Handle("POST "+page+"/escalate", work, p.escalate, web.BackTo(page+"/support"))
	rs.Handle("GET "+page+"/simple", work, p.simple)
	rs.Handle("POST "+page+"/simple", work, p.document)
}

// Part is the way from a case to these pages. Where responsibility does not go by level there is the simple view alone.
func (d Deps) Part(c *web.Ctx, x *ticket.Ticket) (agent.PartView, error) {
	var v agent.PartView
	// What is ordered has no support to choose: its part on the page is the delivery.
	if x.State.Ended() || x.Kind == ticket.Order || !d.Ticket.Can(c.Actor(), ticket.MayWork, x) {
		return v, nil
	}
	uses, err := d.Level.Uses(c.Context(), x.Org)
	if err != nil {
		return v, err
	}
	if uses {
		v.Acts = append(v.Acts, ui.LinkView{Href: paths.DeskTicketDo(x.ID, "support"), Text: c.T.T("level.support.title")})
	}
	v.Acts = append(v.Acts, ui.LinkView{Href: paths.DeskTicketDo(x.ID, "simple"), Text: c.T.T("level.simple.title")})
	return v, nil
}

// one is the case in the address, which the reader meets at work.
func (p *pages) one(c *web.Ctx) (ticket.Ticket, error) {
	id, ok := ticket.ParseID(c.Param("ref"))
	if !ok {
		return ticket.Ticket{}, errs.Missing()
	}
	x, err := p.Ticket.Load(c.Context(), c.Actor(), id)
	if err == nil && !ticket.WorksOn(c.Actor(), &x) {
		err = errs.Missing()
	}
	return x, err
}

func (p *pages) show(c *web.Ctx, status int, x *ticket.Ticket, title string, parts ...templ.Component) error {
	h := sheet.Head{Area: ui.Desk, Here: paths.Desk(), Title: c.T.T(title), Lead: x.Title, Above: []ui.Crumb{{Href: paths.DeskTicket(x.ID), Text: x.ID.String()}}}
	return sheet.Page(c, p.Shell, status, h, parts...)
}

func (p *pages) support(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	return p.showSupport(c, http.StatusOK, &x, nil, nil)
}

// showSupport shows what the matrix says about a case. Tell and on are its forms, when they came back.
func (p *pages) showSupport(c *web.Ctx, status int, x *ticket.Ticket, tell, on *web.Form) error {
	m, err := p.Level.Matrix(c.Context(), c.Actor(), x.Org)
	if err != nil {
		return err
	}
	r, _, err := p.Level.OfTicket(c.Context(), c.Actor(), x)
	if err != nil {
		return err
	}
	if tell == nil {
		tell = web.NewForm("device", r.Tag, "task", key(m, r.Task))
	}
	var tasks []ui.Option
	for _, t := range m.Tasks {
		tasks = append(tasks, ui.Option{Value: t.Key, Text: t.Name(c.T.Lang())})
	}
	ask := sheet.Of(c, tell, area, paths.DeskTicketDo(x.ID, "support"), c.T.T("level.support.route"),
		sheet.Field{Name: "device", Required: true, Width: "s"},
		sheet.Field{Name: "task", Kind: sheet.Choice, Empty: c.T.T("level.support.choose"), Options: tasks},
	).Back(paths.DeskTicket(x.ID))
	pass := sheet.Of(c, on, area, paths.DeskTicketDo(x.ID, "escalate"), c.T.T("level.escalate.do"), sheet.Field{Name: "done", Kind: sheet.Long, Required: true}).Quiet()
	main := []templ.Component{
		sheet.Panel(ui.PanelView{ID: "ruling", Title: c.T.T("level.support.ruling")}, ruling(c, r), ask.Show(c.T)),
		sheet.Panel(ui.PanelView{ID: "escalate", Title: c.T.T("level.escalate.title")}, sheet.Note(c.T.T("level.escalate.help")), pass.Show(c.T)),
	}
	return p.show(c, status, x, "level.support.title", append(main, Table(c, m, r.Level))...)
}

func key(m level.Matrix, id level.TaskID) string {
	for _, t := range m.Tasks {
		if t.ID == id {
			return t.Key
		}
	}
	return ""
}

// ruling is what the matrix says, in words.
func ruling(c *web.Ctx, r level.Ruling) templ.Component {
	if r.Device == 0 {
		return sheet.Note(c.T.T("level.support.none"))
	}
	list := []ui.Definition{{Term: c.T.T(area + "device"), Text: r.Tag + " " + r.Name}}
	if r.Level != 0 {
		list = append(list, ui.Definition{Term: c.T.T(area + "level"), Text: c.T.T("level.number", "number", r.Number) + ", " + r.LevelName(c.T.Lang())})
	}
	if r.Task != 0 {
		list = append(list, ui.Definition{Term: c.T.T(area + "task"), Text: r.TaskName(c.T.Lang())})
	}
	if r.Side != "" {
		list = append(list, ui.Definition{Term: c.T.T("level.support.whose"), Text: c.T.T("level.side." + string(r.Side))})
	}
	if !r.Escalated.IsZero() {
		list = append(list, ui.Definition{Term: c.T.T("level.escalate.at"), Text: c.T.DateTime(r.Escalated)})
	}
	return ui.DefinitionList(list)
}

// Table is the matrix: a line a task, a column a level; the level in hand is marked in words.
func Table(c *web.Ctx, m level.Matrix, now level.ID) templ.Component {
	t := ui.TableView{ID: "matrix", Caption: c.T.T("level.matrix"), Columns: []ui.Column{{Text: c.T.T(area + "task")}}}
	for _, l := range m.Levels {
		name := c.T.T("level.number", "number", l.Number)
		if l.ID == now {
			name += " (" + c.T.T("level.this") + ")"
		}
		t.Columns = append(t.Columns, ui.Column{Text: name})
	}
	for _, task := range m.Tasks {
		row := ui.Row{ID: task.Key, Cells: []ui.Cell{{Text: task.Name(c.T.Lang())}}}
		for _, l := range m.Levels {
			text := c.T.T("level.side.nobody")
			if side := l.Shares[task.ID]; side != "" {
				text = c.T.T("level.side." + string(side))
			}
			row.Cells = append(row.Cells, ui.Cell{Text: text})
		}
		t.Rows = append(t.Rows, row)
	}
	return ui.Table(t)
}

func (p *pages) tell(c *web.Ctx) error {
	return p.post(c, "level.support.done", func(x *ticket.Ticket, f *web.Form) error {
		_, err := p.Level.Tell(c.Context(), c.Actor(), x.ID, f.Get("device"), f.Get("task"))
		return err
	}, func(status int, x *ticket.Ticket, f *web.Form) error { return p.showSupport(c, status, x, f, nil) })
}

func (p *pages) escalate(c *web.Ctx) error {
	return p.post(c, "level.escalate.done", func(x *ticket.Ticket, f *web.Form) error {
		_, err := p.Level.Escalate(c.Context(), c.Actor(), x.ID, f.Words("done"))
		return err
	}, func(status int, x *ticket.Ticket, f *web.Form) error { return p.showSupport(c, status, x, nil, f) })
}

// post runs a use case on the case of the address, and leads back to it, or to the queue when it is out of reach now.
func (p *pages) post(c *web.Ctx, flash string, use func(x *ticket.Ticket, f *web.Form) error, again func(status int, x *ticket.Ticket, f *web.Form) error) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	x, err := p.one(c)
	if err != nil {
		return err
	}
	err = use(&x, f)
	if status, yes := sheet.Again(f, err); yes {
		return again(status, &x, f)
	}
	if err != nil {
		return err
	}
	c.Flash(flash, "ref", x.ID.String())
	if _, err := p.Ticket.Load(c.Context(), c.Actor(), x.ID); errs.Is(err, errs.NotFound) {
		return c.Redirect(paths.Desk())
	}
	return c.Redirect(paths.DeskTicket(x.ID))
}

// Advise tells, while a case is registered, whose task it is by the computer that was named.
func (d Deps) Advise(c *web.Ctx, desk directory.Desk, f *web.Form) (string, error) {
	tag := f.Get("field." + level.FieldDevice)
	if tag == "" {
		return "", nil
	}
	r, found, err := d.Level.Rule(c.Context(), c.Actor(), desk.Org, desk.ID, tag, f.Get("field."+level.FieldTask))
	switch {
	case err != nil || !found || r.Level == 0:
		return "", err
	case r.Side == "":
		return c.T.T("level.support.while_device", "tag", r.Tag, "number", r.Number), nil
	}
	return c.T.T("level.support.while", "tag", r.Tag, "number", r.Number, "task", r.TaskName(c.T.Lang()), "side", c.T.T("level.side."+string(r.Side))), nil
}
