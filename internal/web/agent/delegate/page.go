package delegate

import (
	"net/http"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// data is all that the page is made of.
type data struct {
	row      ticket.Row
	targets  []delegation.Target
	past     []delegation.Delegation
	chased   bool
	contacts []delegation.Contact
	errands  []delegation.Errand
	ways     []delegation.Way
	next     []delegation.NextGroup
	form     *web.Form // A form that came back.
	desk     bool      // The reader delegates; else they only decide.
}

// now is who has the case; nil while it is at the desk.
func (d *data) now() *delegation.Delegation {
	if n := len(d.past); n > 0 && d.past[n-1].Status.Open() {
		return &d.past[n-1]
	}
	return nil
}

// came returns the form that came back, when it is this one.
func (d *data) came(which string) *web.Form {
	if d.form != nil && d.form.Get("form") == which {
		return d.form
	}
	return nil
}

func (p *pages) show(c *web.Ctx) error {
	id, err := ref(c)
	if err != nil {
		return err
	}
	return p.page(c, id, http.StatusOK, nil)
}

func (p *pages) page(c *web.Ctx, id ticket.ID, status int, f *web.Form) error {
	d, err := p.read(c, id)
	if err != nil {
		return err
	}
	d.form = f
	v := viewOf(c, &d)
	return p.render(c, status, v.Title, paths.Desk(), page(c.T, v))
}

func (p *pages) read(c *web.Ctx, id ticket.ID) (data, error) {
	ctx, by := c.Context(), c.Actor()
	var d data
	var err error
	if d.row, err = p.Ticket.Show(ctx, by, id); err != nil {
		return d, err
	}
	t := &d.row.Ticket
	if !ticket.SeesInternal(by, t) {
		return d, errs.Missing()
	}
	if d.past, err = p.Delegation.OfTicket(ctx, by, t); err != nil {
		return d, err
	}
	if d.errands, err = p.Delegation.Errands(ctx, by, t); err != nil {
		return d, err
	}
	if d.desk = p.Delegation.CanDelegate(by, t) && !t.State.Ended() && t.State != ticket.StateResolved; !d.desk {
		return d, nil
	}
	if d.targets, err = p.Delegation.Targets(ctx, by, t); err != nil {
		return d, err
	}
	if d.ways, err = p.Delegation.Ways(ctx, t.Org); err != nil {
		return d, err
	}
	if d.next, err = p.Delegation.NextLines(ctx, by, t); err != nil {
		return d, err
	}
	s, _, err := p.Delegation.Summary(ctx, t)
	if d.chased = s.Chased; err != nil || !d.chased {
		return d, err
	}
	d.contacts, err = p.Delegation.Contacts(ctx, by, s.Last.Supplier)
	return d, err
}

// view is the page, ready to show.
type view struct {
	Title   string
	Crumbs  []ui.Crumb
	Tags    []ui.TagView
	Errors  []ui.FieldError
	Now     *nowView
	Chase   *formView
	Reach   []ui.Definition
	Give    *giveView
	Remote  *remoteView
	Errands []errandView
	Cost    *formView
	AskTo   *formView // Asks for a visit.
	Visit   *formView
	Line    *lineView
	Past    ui.TableView
}

// formView is a form of plain fields.
type formView struct {
	Form   ui.FormView
	Errors []ui.FieldError
	Fields []ui.FieldView
	Open   bool
}

func viewOf(c *web.Ctx, d *data) view {
	t, x := c.T, &d.row.Ticket
	v := view{
		Title: t.T("delegation.page.title", "ref", x.ID.String()),
		Crumbs: []ui.Crumb{
			{Href: paths.Desk(), Text: t.T("desk.queue.back")}, {Href: paths.DeskTicket(x.ID), Text: x.ID.String() + " " + x.Title}, {Text: t.T("delegation.page.crumb")},
		},
		Past: pastOf(t, d), Errands: errandsOf(c, d),
	}
	if !d.desk {
		return v
	}
	v.Now, v.Give, v.Line = nowOf(c, d), giveOf(c, d), lineOf(c, d)
	if d.chased {
		v.Chase, v.Reach = chaseOf(c, d), reachOf(t, d)
	}
	v.Remote, v.Cost, v.AskTo, v.Visit = remoteOf(c, d), costOf(c, d), askVisitOf(c, d), visitOf(c, d)
	if d.form != nil && d.came("recall") != nil {
		v.Errors = d.form.Errors(t)
	}
	return v
}

// plainForm is a form of the page.
func plainForm(c *web.Ctx, d *data, which, verb string, fields func(f *web.Form) []ui.FieldView) *formView {
	f := d.came(which)
	return &formView{
		Form: ui.FormView{
			Action: paths.DeskTicketDo(d.row.ID, "delegate") + verb, Label: c.T.T("delegation.form." + which), Key: c.FormKey(which, d.row.ID, d.row.Version),
			Hidden: []ui.HiddenView{{Name: "version", Value: number(d.row.Version)}},
		},
		Errors: f.Errors(c.T), Fields: fields(f), Open: f != nil,
	}
}

// field is a field of a form, with what was typed and what is wrong with it.
func field(t *i18n.Printer, f *web.Form, name string) ui.FieldView {
	return ui.FieldView{Name: name, Label: t.T("delegation.field." + name), Value: f.Get(name), Error: f.Error(t, name)}
}

// words is a field for several lines.
func words(t *i18n.Printer, f *web.Form, name string) ui.FieldView {
	v := field(t, f, name)
	v.Value, v.Rows = f.Words(name), 3
	if key := "delegation.help." + name; t.Has(key) {
		v.Description = t.T(key)
	}
	return v
}
