package groups

import (
	"net/http"
	"net/url"
	"slices"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// openShown bounds the common tickets that are offered to put cases under.
const openShown = 20

// fresh is the choice of a common ticket that is made for the cases.
const fresh = "new"

// pick leads from the ticked rows of a list to the page that puts them together.
func (p *pages) pick(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	q := url.Values{}
	for _, s := range f.All("t") {
		if id, ok := ticket.ParseID(s); ok && len(q["t"]) < common.MaxGather {
			q.Add("t", id.String())
		}
	}
	if len(q["t"]) == 0 {
		c.FlashWarning("desk.bulk.none_ticked")
		return c.Redirect(paths.Desk())
	}
	return c.Redirect(paths.Together() + "?" + q.Encode())
}

// choice is what the page that puts cases together is made of.
type choice struct {
	rows    []ticket.Row   // Those that were named, as far as the agent sees them.
	similar []common.Alike // Others that may belong to them.
	open    []common.Group
	cats    []ticket.Category
	desk    directory.Desk
}

func (p *pages) choose(c *web.Ctx) error {
	var ids []ticket.ID
	for _, s := range c.Queries("t") {
		if id, ok := ticket.ParseID(s); ok && len(ids) < common.MaxGather {
			ids = append(ids, id)
		}
	}
	d, err := p.readChoice(c, ids)
	if err != nil {
		return err
	}
	parent := fresh
	pairs := []string{"title", d.rows[0].Title, "category", id(d.rows[0].Category)}
	for i := range d.rows {
		pairs = append(pairs, "t", id(d.rows[i].ID))
	}
	for _, a := range d.similar {
		switch {
		case len(ids) > 1: // Whoever ticked several meant those.
		case a.Group == 0:
			pairs = append(pairs, "t", id(a.ID))
		case parent == fresh:
			parent = id(a.Group)
		}
	}
	return p.showChoice(c, http.StatusOK, web.NewForm(append(pairs, "parent", parent)...), d)
}

// readChoice finds the cases, others like them, and what they could be put under.
func (p *pages) readChoice(c *web.Ctx, ids []ticket.ID) (choice, error) {
	var d choice
	var err error
	ctx, by := c.Context(), c.Actor()
	if d.rows, err = p.Ticket.Rows(ctx, by, ids); err != nil {
		return d, err
	}
	d.rows = slices.DeleteFunc(d.rows, func(r ticket.Row) bool { return !p.Ticket.Can(by, ticket.MayWork, &r.Ticket) })
	if len(d.rows) == 0 {
		return d, errs.Missing()
	}
	first := &d.rows[len(d.rows)-1]
	if d.desk, err = p.Directory.Desk(ctx, by, first.Desk); err != nil {
		return d, err
	}
	like := common.Like{Desk: first.Desk, Title: first.Title, Category: first.Category, Site: first.Site, Service: int64(first.Service), Not: ids}
	if len(ids) < openShown { // Whoever ticks many has looked for them.
		if d.similar, err = p.Common.Similar(ctx, by, like); err != nil {
			return d, err
		}
	}
	if d.open, _, err = p.Common.Groups(ctx, by, first.Desk, common.GroupsFilter{Open: true, Limit: openShown}); err != nil {
		return d, err
	}
	d.cats, err = p.Ticket.Categories(ctx, first.Desk)
	return d, err
}

func (p *pages) showChoice(c *web.Ctx, status int, f *web.Form, d choice) error {
	t := c.T
	var cases []ui.Option
	for i := range d.rows {
		r := &d.rows[i]
		cases = append(cases, ui.Option{Value: id(r.ID), Text: r.ID.String() + " " + r.Title, Description: about(t, r)})
	}
	for _, a := range d.similar {
		if a.Group == 0 {
			cases = append(cases, ui.Option{Value: id(a.ID), Text: a.ID.String() + " " + a.Title, Description: t.T("common.similar.tag") + " · " + alike(t, a)})
		}
	}
	under := []ui.Option{{Value: fresh, Text: t.T("common.parent.new")}}
	for _, g := range d.open {
		if !slices.ContainsFunc(d.rows, func(r ticket.Row) bool { return r.ID == g.ID }) {
			under = append(under, ui.Option{Value: id(g.ID), Text: t.T("common.parent.open", "ref", g.ID.String(), "title", g.Title, "count", g.Cases)})
		}
	}
	for i := range d.rows {
		r := &d.rows[i]
		under = append(under, ui.Option{Value: id(r.ID), Text: t.T("common.parent.one", "ref", r.ID.String(), "title", r.Title)})
	}
	form := sheet.Of(c, f, area, paths.Together(), t.T("common.gather.do"),
		sheet.Field{Name: "t", Kind: sheet.Several, Options: cases, Required: true},
		sheet.Field{Name: "parent", Kind: sheet.Choice, Options: under, Required: true},
		sheet.Field{Name: "other", Width: "s"},
		sheet.Field{Name: "title"},
		sheet.Field{Name: "category", Kind: sheet.Choice, Options: categories(t, d.cats), Empty: t.T("common.category_none"), Width: "m"},
		sheet.Field{Name: "residents", Width: "s"},
	).Back(paths.DeskTicket(d.rows[len(d.rows)-1].ID))
	h := sheet.Head{Title: t.T("common.gather.title"), Lead: t.T("common.gather.lead"), Above: []ui.Crumb{{Href: paths.Desk(), Text: t.T("desk.queue.back")}}}
	return p.show(c, status, h, form.Show(t))
}
