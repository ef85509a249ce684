package agent

import (
	"strconv"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// saveView is the form that keeps a list as a view, and the one that deletes it.
type saveView struct {
	Form     ui.FormView
	Errors   []ui.FieldError
	Name     ui.FieldView
	MayShare bool
	Shared   bool
	Open     bool
	Drop     *ui.FormView
	DropText string
}

func saveOf(c *web.Ctx, d queueData) saveView {
	t, f := c.T, d.form
	if f.Get("form") != "view" {
		f = nil
	}
	v := saveView{
		Form: ui.FormView{
			Action: paths.DeskViews(), Label: t.T("desk.view.save"), Inline: true, Key: c.FormKey("view", d.list.query(), len(d.views)),
			Hidden: []ui.HiddenView{{Name: "form", Value: "view"}, {Name: "list", Value: d.list.query()}},
		},
		Errors: f.Errors(t), Open: f != nil, MayShare: mayShare(c.Actor(), d), Shared: f.Has("shared"),
		Name: ui.FieldView{Name: "name", Label: t.T("desk.view.name"), Value: f.Get("name"), Error: f.Error(t, "name"), MaxLength: 80},
	}
	if d.view.ID > 0 && (d.view.Owner != 0 || v.MayShare) {
		v.Drop = &ui.FormView{
			Action: paths.DeskViewDrop(paths.Word(id(d.view.ID))), Label: t.T("desk.view.drop", "name", d.view.Name),
			Hidden: []ui.HiddenView{{Name: "desk", Value: id(d.list.Desk)}},
		}
		v.DropText = t.T("desk.view.drop", "name", d.view.Name)
	}
	return v
}

// openView leads from a view's own address to the list.
func (p *pages) openView(c *web.Ctx) error {
	n, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return errs.Missing()
	}
	return c.Redirect(list{View: ticket.ViewID(n)}.href())
}

// saveView keeps the list that is shown, with its filter and order.
func (p *pages) saveView(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	f.Set("form", "view")
	l, err := readList(parseQuery(f.Get("list")))
	if err != nil {
		return err
	}
	_, desk, err := p.desks(c, int64(l.Desk))
	if err != nil {
		return err
	}
	views, err := p.Ticket.Views(c.Context(), c.Actor(), desk.ID)
	if err != nil {
		return err
	}
	if _, err := l.settle(views); err != nil {
		return err
	}
	saved, err := p.Ticket.SaveView(c.Context(), c.Actor(), ticket.View{
		Org: desk.Org, Desk: desk.ID, Name: f.Get("name"), Filter: l.Filter,
	}, f.Has("shared"))
	if err != nil {
		if status, again := refused(f, err); again {
			return p.showQueue(c, l, status, f)
		}
		return err
	}
	c.Flash("desk.view.saved", "name", saved.Name)
	return c.Redirect(list{Desk: l.Desk, View: saved.ID}.href())
}

func (p *pages) dropView(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return errs.Missing()
	}
	if err := p.Ticket.DropView(c.Context(), c.Actor(), ticket.ViewID(n)); err != nil {
		return err
	}
	c.Flash("desk.view.dropped")
	return c.Redirect(paths.With(paths.Desk(), "desk", f.Get("desk")))
}
