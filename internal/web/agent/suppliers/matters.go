package suppliers

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// kindOf is the kind in the address.
func kindOf(c *web.Ctx) (supplier.Kind, error) {
	k := supplier.Kind(c.Param("kind"))
	if !k.Valid() {
		return "", errs.Missing()
	}
	return k, nil
}

// matters lists what is followed up of a kind: what is due first on top.
func (p *pages) matters(c *web.Ctx) error {
	k, err := kindOf(c)
	if err != nil {
		return err
	}
	f := supplier.MatterFilter{Kind: k, Org: sheet.Asked[directory.OrgID](c, "org"), Supplier: sheet.Asked[supplier.ID](c, "supplier"), All: c.Query("all") != ""}
	list, err := p.Supplier.Matters(c.Context(), c.Actor(), f)
	if err != nil {
		return err
	}
	here := paths.With(paths.Follow(string(k)), "supplier", c.Query("supplier"))
	h := sheet.Head{Title: c.T.T("supplier.kind." + string(k)), Lead: c.T.T("supplier.about." + string(k)), Tabs: &ui.TabsView{
		Label: c.T.T("supplier.follow.which"), Tabs: []ui.TabView{
			{Href: here, Text: c.T.T("supplier.follow.open"), Current: !f.All},
			{Href: paths.With(here, "all", "1"), Text: c.T.T("supplier.follow.all"), Current: f.All},
		},
	}}
	if mayOpen(c, k) {
		h.Actions = append(h.Actions, ui.ButtonLink(paths.With(paths.Follow(string(k), "new"), "supplier", c.Query("supplier")), ui.ButtonView{Text: c.T.T("supplier.open." + string(k)), Icon: "plus"}))
	}
	return p.show(c, http.StatusOK, h, matterTable(c, "matters", h.Title, k, list))
}

// mayOpen reports whether the reader is offered to open one.
func mayOpen(c *web.Ctx, k supplier.Kind) bool {
	return c.Actor().May(supplier.MayContribute) && (!supplier.WorksFor(c.Actor()) || k.Spec().Opens)
}

// matterTable shows the columns that the kind has.
func matterTable(c *web.Ctx, id, caption string, k supplier.Kind, list []supplier.Matter) templ.Component {
	if len(list) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "check", Title: c.T.T("supplier.follow.empty")})
	}
	t := ui.TableView{ID: id, Caption: caption, CaptionHidden: true}
	for _, col := range matterColumns(k) {
		t.Columns = append(t.Columns, ui.Column{Text: label(c, k, col), Number: col == supplier.FieldAmount})
	}
	for _, m := range list {
		row := ui.Row{ID: sheet.Text(m.ID), Muted: k.Spec().Over(m.State)}
		for _, col := range matterColumns(k) {
			row.Cells = append(row.Cells, matterCell(c, m, col))
		}
		t.Rows = append(t.Rows, row)
	}
	return ui.Table(t)
}

func matterColumns(k supplier.Kind) []string {
	out := []string{"title"}
	for _, name := range []string{supplier.FieldSupplier, supplier.FieldService, supplier.FieldAccess, supplier.FieldMonth, supplier.FieldReference, supplier.FieldAmount, supplier.FieldDue, "state", supplier.FieldOwner} {
		if name == "state" || k.Spec().Has(name) {
			out = append(out, name)
		}
	}
	return out
}

func matterCell(c *web.Ctx, m supplier.Matter, column string) ui.Cell {
	switch column {
	case "title":
		return ui.Cell{Text: m.Title, Href: paths.Follow(string(m.Kind), sheet.Text(m.ID)), Item: true}
	case supplier.FieldSupplier:
		return ui.Cell{Text: m.SupplierName}
	case supplier.FieldService:
		return ui.Cell{Text: inLang(c, m.ServiceSv, m.ServiceEn)}
	case supplier.FieldAccess:
		return ui.Cell{Text: m.Access}
	case supplier.FieldMonth:
		return ui.Cell{Text: m.Month, Nowrap: true}
	case supplier.FieldReference:
		return ui.Cell{Text: m.Reference}
	case supplier.FieldAmount:
		return ui.Cell{Text: kronor(c, m.Amount), Nowrap: true}
	case supplier.FieldDue:
		return ui.Cell{Text: m.Due, Nowrap: true, Content: sheet.Tags(dueTags(c, m))}
	case "state":
		return ui.Cell{Text: c.T.T("supplier.state." + m.State)}
	}
	return ui.Cell{Text: m.OwnerName}
}

// dueTags warn of a day that has passed or is near.
func dueTags(c *web.Ctx, m supplier.Matter) []ui.TagView {
	switch {
	case m.Late(c.Now()):
		return []ui.TagView{{Text: c.T.T("supplier.follow.late"), Color: ui.Danger, Icon: "warning"}}
	case m.Soon(c.Now()):
		return []ui.TagView{{Text: c.T.T("supplier.follow.soon"), Color: ui.Warning, Icon: "clock"}}
	}
	return nil
}

// label is what a kind calls a field: its own word where it has one.
func label(c *web.Ctx, k supplier.Kind, name string) string {
	if own := "supplier.label." + string(k) + "." + name; c.T.Has(own) {
		return c.T.T(own)
	}
	return c.T.T(area + name)
}
