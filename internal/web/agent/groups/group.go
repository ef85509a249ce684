package groups

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// group shows what is below a common ticket, and the form that does the same to all of it.
func (p *pages) group(c *web.Ctx) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	row, err := p.Ticket.Show(c.Context(), c.Actor(), n)
	if err != nil {
		return err
	}
	f := web.NewForm("deed", deedFor(c, &row))
	if row.State == ticket.StateResolved {
		f.Set("text", row.Solution) // What was said to the common ticket alone is offered to the others.
	}
	return p.showGroup(c, http.StatusOK, row, f)
}

// deedFor is what one most likely comes for.
func deedFor(c *web.Ctx, row *ticket.Row) string {
	if d := c.Query("deed"); d != "" {
		return d
	}
	if row.State == ticket.StateResolved {
		return string(common.Resolve)
	}
	return string(common.Tell)
}

func (p *pages) showGroup(c *web.Ctx, status int, row ticket.Row, f *web.Form) error {
	if !ticket.WorksOn(c.Actor(), &row.Ticket) {
		return c.Redirect(paths.Ticket(row.ID))
	}
	after, _ := ticket.ParseID(c.Query("after")) // What is no number begins at the beginning.
	o, err := p.Common.Of(c.Context(), c.Actor(), &row.Ticket)
	if err != nil {
		return err
	}
	list, more, err := p.Common.Children(c.Context(), c.Actor(), row.ID, after)
	if err != nil {
		return err
	}
	t := c.T
	h := sheet.Head{
		Title: t.T("common.group.title", "ref", row.ID.String()), Lead: row.Title,
		Above: []ui.Crumb{{Href: paths.Desk(), Text: t.T("desk.queue.back")}, {Href: paths.DeskTicket(row.ID), Text: row.ID.String()}},
		Tags:  []ui.TagView{{Text: t.T("common.group.cases", "count", o.Sum())}, {Text: t.T("desk.state." + string(row.State))}},
	}
	main := []templ.Component{ui.DefinitionList(facts(t, &o))}
	if p.Ticket.Can(c.Actor(), ticket.MayWork, &row.Ticket) && !row.State.Ended() && o.Sum() > 0 {
		main = append(main, sheet.Panel(ui.PanelView{ID: "all", Title: t.T("common.deed.title")}, sheet.Note(t.T("common.deed.help")), p.deedForm(c, row.ID, f).Show(t)))
	}
	main = append(main, p.table(c, &row, list))
	pages := ui.PaginationView{}
	if more {
		pages.Older = paths.With(paths.Group(row.ID), "after", list[len(list)-1].ID.String())
	}
	return p.show(c, status, h, append(main, ui.Pagination(t, pages))...)
}

// deedForm asks what to do to all, and leads to what that would be.
func (p *pages) deedForm(c *web.Ctx, n ticket.ID, f *web.Form) sheet.Sheet {
	var deeds []ui.Option
	for _, d := range common.Deeds() {
		deeds = append(deeds, ui.Option{Value: string(d), Text: c.T.T("common.deed." + string(d))})
	}
	return sheet.Of(c, f, area, paths.Group(n, "preview"), c.T.T("common.deed.preview"),
		sheet.Field{Name: "deed", Kind: sheet.Choice, Options: deeds, Required: true, Width: "m"},
		sheet.Field{Name: "text", Kind: sheet.Long},
		sheet.Field{Name: "until", Kind: sheet.Day},
	)
}

// table lists the cases below, each with the button that takes it out.
func (p *pages) table(c *web.Ctx, row *ticket.Row, list []ticket.Row) templ.Component {
	t := c.T
	if len(list) == 0 {
		return ui.EmptyState(ui.EmptyView{Title: t.T("common.group.empty"), Text: t.T("common.group.empty_text"), Icon: "link"})
	}
	v := ui.TableView{ID: "children", Caption: t.T("common.group.list"), Columns: []ui.Column{
		{Text: t.T("desk.col.title")}, {Text: t.T("desk.col.who")}, {Text: t.T("desk.col.state")}, {Text: t.T("desk.col.created")}, {Text: t.T("common.group.remove"), TextHidden: true},
	}}
	works := p.Ticket.Can(c.Actor(), ticket.MayWork, &row.Ticket)
	for i := range list {
		r := &list[i]
		line := ui.Row{ID: id(r.ID), Muted: r.State.Ended(), Cells: []ui.Cell{
			{Text: r.Title, Note: r.ID.String(), Href: paths.DeskTicket(r.ID), Header: true},
			{Text: who(r), Note: r.UnitName},
			{Text: t.T("desk.state." + string(r.State))},
			{Content: ui.Time(r.CreatedAt, t.DateTime(r.CreatedAt)), Nowrap: true},
			{},
		}}
		if works && p.Ticket.Can(c.Actor(), ticket.MayWork, &r.Ticket) {
			line.Cells[4] = ui.Cell{Content: sheet.Do(c, paths.Group(row.ID, "remove"), t.T("common.group.remove"), t.T("common.group.remove_one", "ref", r.ID.String())).
				Hidden("child", id(r.ID)).Show(t)}
		}
		v.Rows = append(v.Rows, line)
	}
	return ui.Table(v)
}

// remove takes a case out of the group; nothing that was said or done to it changes.
func (p *pages) remove(c *web.Ctx) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	child := ticket.ID(f.Int("child"))
	if err := p.Common.Remove(c.Context(), c.Actor(), n, child); err != nil {
		return err
	}
	c.Flash("common.group.removed", "ref", child.String())
	return c.Redirect(paths.Group(n))
}

// priority takes the proposed priority up, or says no to it.
func (p *pages) priority(c *web.Ctx) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	to := int(f.Int("priority"))
	if f.Has("no") {
		if err := p.Common.Decline(c.Context(), c.Actor(), n, to); err != nil {
			return err
		}
		c.Flash("common.priority.declined", "priority", to)
		return c.Redirect(paths.DeskTicket(n))
	}
	if err := p.Common.Accept(c.Context(), c.Actor(), n, to); err != nil {
		return err
	}
	c.Flash("common.priority.accepted", "priority", to)
	return c.Redirect(paths.DeskTicket(n))
}
