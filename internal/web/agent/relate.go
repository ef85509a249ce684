package agent

import (
	"net/http"

	"lotsen/internal/desk/search"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// relateShown bounds the candidates of a search.
const relateShown = 10

// relateView is the page that links a ticket to another or merges it.
type relateView struct {
	Title   string
	Crumbs  []ui.Crumb
	Search  ui.FormView
	Query   ui.FieldView
	Form    ui.FormView
	Errors  []ui.FieldError
	Other   ui.ChoiceView
	Kind    ui.ChoiceView
	Merge   string // Where the merge button posts to; "" without the right.
	Nothing string
	Heading string
}

func (p *pages) relatePage(c *web.Ctx) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	return p.showRelate(c, n, http.StatusOK, nil)
}

// showRelate offers tickets to link: what the search found, else the requester's other tickets. Whatever is offered
// lies inside what the agent may see.
func (p *pages) showRelate(c *web.Ctx, n ticket.ID, status int, f *web.Form) error {
	row, err := p.Ticket.Show(c.Context(), c.Actor(), n)
	if err != nil {
		return err
	}
	if !may(c.Actor(), ticket.MayWork, &row.Ticket) {
		return errs.Denied(string(ticket.MayWork))
	}
	q, carried := c.Query("q"), c.Query("list")
	if f != nil {
		q, carried = f.Get("q"), f.Get("list")
	}
	found, err := p.candidates(c, &row.Ticket, q)
	if err != nil {
		return err
	}
	v := relateOf(c, &row, found, q, carried, f)
	return p.show(c, status, shell.View{Title: v.Title, Here: paths.Desk()}, relatePage(c.T, v))
}

func (p *pages) candidates(c *web.Ctx, t *ticket.Ticket, q string) ([]ticket.Row, error) {
	if q == "" {
		if t.Requester == 0 {
			return nil, nil
		}
		page, err := p.Ticket.Tickets(c.Context(), c.Actor(), ticket.Filter{AnyState: true, Requester: t.Requester}, "", relateShown)
		return page.Rows, err
	}
	exact, err := p.byNumber(c, q)
	if err != nil {
		return nil, err
	}
	if len(exact) > 0 {
		return p.Ticket.Rows(c.Context(), c.Actor(), exact)
	}
	found, err := p.Search.Tickets(c.Context(), c.Actor(), q, search.Options{Limit: relateShown, Work: true, Words: true})
	rows := make([]ticket.Row, len(found.Hits))
	for i := range found.Hits {
		rows[i] = found.Hits[i].Row
	}
	return rows, err
}

func relateOf(c *web.Ctx, row *ticket.Row, found []ticket.Row, q, carried string, f *web.Form) relateView {
	t, n := c.T, row.ID
	here := paths.With(paths.DeskTicket(n), "list", carried)
	v := relateView{
		Title:  t.T("desk.relate.title", "ref", n.String()),
		Crumbs: []ui.Crumb{{Href: listHref(carried), Text: t.T("desk.queue.back")}, {Href: here, Text: n.String() + " " + row.Title}, {Text: t.T("desk.link.add")}},
		Search: ui.FormView{ID: "lookup", Get: true, Action: paths.DeskTicketDo(n, "relate"), Label: t.T("desk.relate.search"), Inline: true, Hidden: []ui.HiddenView{{Name: "list", Value: carried}}},
		Query:  ui.FieldView{Name: "q", Label: t.T("desk.relate.search"), Description: t.T("desk.relate.hint"), Value: q, Type: "search", Autocomplete: "off"},
		Form: ui.FormView{
			Action: paths.DeskTicketDo(n, "link"), Label: t.T("desk.link.add"), Key: c.FormKey("relate", n, row.Version, q),
			Hidden: []ui.HiddenView{{Name: "list", Value: carried}, {Name: "q", Value: q}},
		},
		Errors: f.Errors(t), Heading: t.T("desk.relate.found"),
		Other: ui.ChoiceView{Name: "other", Label: t.T("desk.relate.which"), Error: f.Error(t, "other"), Required: true},
		Kind:  ui.ChoiceView{Name: "link", Label: t.T("desk.relate.kind"), Width: "m"},
	}
	if q == "" {
		v.Heading = t.T("desk.relate.same_person")
	}
	for i := range found {
		r := &found[i]
		if r.ID == n {
			continue
		}
		v.Other.Options = append(v.Other.Options, ui.Option{
			Value: id(r.ID), Text: r.ID.String() + " " + r.Title, Description: who(t, r) + " · " + t.T("desk.state."+string(r.State)) + " · " + t.Date(r.CreatedAt),
		})
	}
	v.Other.Options = ui.Pick(v.Other.Options, f.Get("other"))
	for _, k := range ticket.LinkKinds() {
		v.Kind.Options = append(v.Kind.Options, ui.Option{Value: k, Text: t.T("desk.link." + k + ".out"), Selected: k == f.Get("link")})
	}
	if may(c.Actor(), ticket.MayMerge, &row.Ticket) && row.State != ticket.StateMerged && row.State != ticket.StateClosed && row.State != ticket.StateWithdrawn {
		v.Merge = paths.DeskTicketDo(n, "merge")
	}
	if len(v.Other.Options) == 0 {
		v.Nothing = t.T("desk.relate.nothing")
	}
	return v
}

// link ties two tickets together.
func (p *pages) link(c *web.Ctx) error {
	return p.relate(c, "desk.act.linked", func(n, other ticket.ID, f *web.Form) (ticket.ID, error) {
		return n, p.Ticket.Link(c.Context(), c.Actor(), n, other, f.Get("link"))
	})
}

// merge lets this ticket go on in the other.
func (p *pages) merge(c *web.Ctx) error {
	return p.relate(c, "desk.act.merged", func(n, other ticket.ID, _ *web.Form) (ticket.ID, error) {
		_, err := p.Ticket.Merge(c.Context(), c.Actor(), n, other)
		return other, err
	})
}

func (p *pages) relate(c *web.Ctx, flash string, use func(n, other ticket.ID, f *web.Form) (ticket.ID, error)) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	other, ok := ticket.ParseID(f.Get("other"))
	if !ok {
		err = wrongField("other", "ticket.error.link")
	}
	to := n
	if err == nil {
		to, err = use(n, other, f)
	}
	if err == nil {
		c.Flash(flash, "ref", n.String(), "into", other.String())
		return back(c, f, to)
	}
	if e := asError(err); e != nil && e.Kind == errs.Conflict && len(e.Fields) == 0 {
		f.Failed(wrongField("other", e.Key, e.Args...))
	}
	if status, again := refused(f, err); again {
		return p.showRelate(c, n, status, f)
	}
	return err
}

// unlink takes a link away again; the form says in which way it was made.
func (p *pages) unlink(c *web.Ctx) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	from, to := ticket.ID(f.Int("from")), ticket.ID(f.Int("other"))
	if from != n && to != n {
		return errs.Missing()
	}
	if err := p.Ticket.Unlink(c.Context(), c.Actor(), from, to, f.Get("link")); err != nil {
		return err
	}
	c.Flash("desk.act.unlinked")
	return back(c, f, n)
}

// unmerge makes a merged ticket a case of its own again.
func (p *pages) unmerge(c *web.Ctx) error {
	return p.do(c, "desk.act.unmerged", func(n ticket.ID, _ *web.Form) (ticket.Ticket, error) {
		return p.Ticket.Unmerge(c.Context(), c.Actor(), n)
	})
}
