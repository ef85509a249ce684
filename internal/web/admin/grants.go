package admin

import (
	"net/http"
	"slices"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// grants reviews who had which role on a day: now, in the past, and what is planned.
func (p *pages) grants(c *web.Ctx) error {
	verb := access.RoleGrant
	if !c.Actor().May(verb) {
		verb = access.RoleGiveCentral
	}
	org, tabs, err := p.org(c, verb)
	if err != nil {
		return err
	}
	f := web.NewForm("day", c.Query("day"), "role", c.Query("role"), "of", c.Query("of"))
	at := c.Now()
	if day, derr := dayOf(c, "day", c.Query("day")); derr != nil {
		f.Failed(derr)
	} else if !day.IsZero() {
		at = day.AddDate(0, 0, 1).Add(-1) // The end of that day.
	}
	rights, err := p.Access.WhoCould(c.Context(), c.Actor(), at)
	if err != nil {
		return err
	}
	rights = slices.DeleteFunc(rights, func(r access.Right) bool { return r.Org != org.ID })
	names, err := p.tell(c, rights)
	if err != nil {
		return err
	}
	roles, places := choicesOf(c, rights, names)
	shown := slices.DeleteFunc(slices.Clone(rights), func(r access.Right) bool {
		return c.Query("role") != "" && r.Role != c.Query("role") || c.Query("of") != "" && placeKey(r) != c.Query("of")
	})
	narrow := ask(c, f, "admin.grants.").day("day").choice("role", c.T.T("admin.all"), roles).choice("of", c.T.T("admin.all"), places).
		filter(paths.AdminPage("grants"), c.T.T("admin.grants.filter"))
	narrow.form.Hidden = []ui.HiddenView{{Name: "org", Value: text(int64(org.ID))}}
	t := ui.TableView{ID: "grant", Caption: c.T.T("admin.section.grants"), CaptionHidden: true, Columns: columns(c, "name", "role", "where", "from", "to", "granted_by")}
	for _, r := range shown {
		role := ui.Cell{Text: orValue(names.roles[r.Role], r.Role)}
		if r.For != 0 {
			role.Note = c.T.T("admin.rights.for", "name", names.by(c, r.For))
		}
		cells := append([]ui.Cell{{Text: names.by(c, r.Person), Href: personPath(r.Person, "rights"), Item: true}, role, {Text: names.place(c, r)}}, period(c, r)...)
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(r.ID)), Cells: append(cells, ui.Cell{Text: names.by(c, r.GrantedBy), Note: c.T.DateTime(r.GrantedAt)})})
	}
	h := head{title: c.T.T("admin.section.grants"), lead: c.T.T("admin.grants.lead"), tabs: tabs}
	waiting, err := p.unconfirmed(c, org)
	if err != nil {
		return err
	}
	body := append(append(waiting, filterBody(narrow)), list(c, listView{table: t, empty: ui.EmptyView{Icon: "key", Title: c.T.T("admin.grants.none")}})...)
	return p.show(c, http.StatusOK, h, body...)
}

func placeKey(r access.Right) string { return string(r.Reach) + ":" + text(r.Of) }

// choicesOf are the roles and places that some right names, each once.
func choicesOf(c *web.Ctx, rights []access.Right, names told) (roles, places []ui.Option) {
	add := func(list *[]ui.Option, value, words string) {
		if !slices.ContainsFunc(*list, func(o ui.Option) bool { return o.Value == value }) {
			*list = append(*list, ui.Option{Value: value, Text: words})
		}
	}
	for _, r := range rights {
		add(&roles, r.Role, orValue(names.roles[r.Role], r.Role))
		add(&places, placeKey(r), names.place(c, r))
	}
	byText := func(a, b ui.Option) int { return slices.Compare(directory.SortKey(a.Text), directory.SortKey(b.Text)) }
	slices.SortFunc(roles, byText)
	slices.SortFunc(places, byText)
	return roles, places
}
