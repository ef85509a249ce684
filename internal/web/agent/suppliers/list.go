package suppliers

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// list shows the register, by kind. Whoever works for one supplier alone is led to its card.
func (p *pages) list(c *web.Ctx) error {
	f := supplier.Filter{Org: sheet.Asked[directory.OrgID](c, "org"), Sort: supplier.Sort(c.Query("kind")), Ended: c.Query("ended") != ""}
	all, err := p.Supplier.List(c.Context(), c.Actor(), f)
	if err != nil {
		return err
	}
	if supplier.WorksFor(c.Actor()) && len(all) == 1 && c.Request().URL.RawQuery == "" {
		return c.Redirect(paths.Supplier(ref(all[0].ID)))
	}
	h := sheet.Head{Title: c.T.T("supplier.menu"), Lead: c.T.T("supplier.list.lead"), Tabs: sortTabs(c, f)}
	if !supplier.WorksFor(c.Actor()) {
		h.Actions = append(h.Actions, ui.ButtonLink(paths.DelegationContacts(), ui.ButtonView{Text: c.T.T("supplier.contacts.title"), Variant: ui.Secondary, Icon: "phone"}),
			ui.ButtonLink(paths.SupplierLevels(), ui.ButtonView{Text: c.T.T("supplier.levels.title"), Variant: ui.Secondary, Icon: "chart"}))
	}
	if c.Actor().May(supplier.MayWrite) {
		h.Actions = append([]templ.Component{ui.ButtonLink(paths.SupplierNew(), ui.ButtonView{Text: c.T.T("supplier.list.add"), Icon: "plus"})}, h.Actions...)
	}
	return p.show(c, http.StatusOK, h, register(c, all), sheet.Panel(ui.PanelView{ID: "follow", Title: c.T.T("supplier.follow.title")}, kindLinks(c)))
}

// sortTabs choose between the kinds of supplier.
func sortTabs(c *web.Ctx, f supplier.Filter) *ui.TabsView {
	tabs := &ui.TabsView{Label: c.T.T("supplier.list.by_kind"), Tabs: []ui.TabView{
		{Href: paths.Suppliers() + "?kind=", Text: c.T.T("supplier.list.all"), Current: f.Sort == "" && !f.Ended},
	}}
	for _, s := range supplier.Sorts() {
		tabs.Tabs = append(tabs.Tabs, ui.TabView{Href: paths.With(paths.Suppliers(), "kind", string(s)), Text: c.T.T("supplier.sort." + string(s)), Current: f.Sort == s && !f.Ended})
	}
	return &ui.TabsView{Label: tabs.Label, Tabs: append(tabs.Tabs, ui.TabView{
		Href: paths.With(paths.Suppliers(), "ended", "1"), Text: c.T.T("supplier.list.ended"), Current: f.Ended,
	})}
}

func register(c *web.Ctx, all []supplier.Supplier) templ.Component {
	if len(all) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "info", Title: c.T.T("supplier.list.empty")})
	}
	t := ui.TableView{ID: "suppliers", Caption: c.T.T("supplier.menu"), CaptionHidden: true, Columns: columns(c, "name", "sort", "reach", "way", "minutes", "owner")}
	for _, s := range all {
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(s.ID), Muted: !s.Active, Cells: []ui.Cell{
			{Text: s.Name, Href: paths.Supplier(ref(s.ID)), Item: true},
			{Text: c.T.T("supplier.sort." + string(s.Sort))},
			{Text: s.Phone, Note: s.Email},
			{Text: c.T.T("supplier.way." + string(s.Agreement.Way))},
			{Text: minutes(c, s.Agreement.Minutes), Nowrap: true},
			{Text: s.OwnerName},
		}})
	}
	return ui.Table(t)
}

// columns are headings by the texts of the fields.
func columns(c *web.Ctx, names ...string) []ui.Column {
	out := make([]ui.Column, len(names))
	for i, n := range names {
		out[i] = ui.Column{Text: c.T.T(area + n)}
	}
	return out
}

// minutes is a report-back time in words.
func minutes(c *web.Ctx, n int) string {
	switch {
	case n == 0:
		return c.T.T("supplier.agreement.usual")
	case n%60 == 0:
		return c.T.T("supplier.agreement.hours", "count", n/60)
	}
	return c.T.T("supplier.agreement.minutes", "count", n)
}

// kindLinks lead to the lists of what is followed up.
func kindLinks(c *web.Ctx) templ.Component {
	var items []ui.ItemView
	for _, k := range supplier.Kinds() {
		items = append(items, ui.ItemView{ID: "kind-" + string(k), Href: paths.Follow(string(k)), Title: c.T.T("supplier.kind." + string(k)), Note: c.T.T("supplier.about." + string(k))})
	}
	return ui.Items(c.T.T("supplier.follow.title"), items)
}
