package admin

import (
	"bytes"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) categoryRoutes(rs *web.Routes) {
	may := web.May(ticket.MayConfigure)
	rs.Handle("GET /admin/categories", may, p.categories)
	rs.Handle("POST /admin/categories", may, p.addCategory)
	rs.Handle("GET /admin/categories/new", may, p.newCategory)
	rs.Handle("GET /admin/categories/{id}", may, p.category)
	rs.Handle("POST /admin/categories/{id}", may, p.changeCategory)
}

// categories shows a desk's tree.
func (p *pages) categories(c *web.Ctx) error {
	desk, tabs, err := p.desk(c, ticket.MayConfigure)
	if err != nil {
		return err
	}
	tree, err := p.tree(c, desk.ID)
	if err != nil {
		return err
	}
	groups, err := p.Directory.Groups(c.Context(), c.Actor(), desk.ID)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "categories", Caption: c.T.T("admin.section.categories"), CaptionHidden: true, Columns: columns(c, "name", "english", "group", "active")}
	for _, k := range tree {
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(k.ID)), Muted: !k.Active, Cells: []ui.Cell{
			{Text: indent(depth(k.Path)) + k.Sv, Href: paths.AdminPage("categories", text(int64(k.ID))), Item: true},
			{Text: k.En},
			{Text: groupName(groups, k.Group)},
			{Content: tags(endedTag(c, k.Active))},
		}})
	}
	h := head{title: c.T.T("admin.section.categories"), lead: c.T.T("admin.categories.lead"), tabs: tabs, actions: []templ.Component{
		ui.ButtonLink(paths.With(paths.AdminPage("categories", "new"), "desk", text(int64(desk.ID))), ui.ButtonView{Text: c.T.T("admin.categories.add"), Icon: "plus"}),
	}}
	return p.show(c, http.StatusOK, h, list(c, listView{table: t, empty: ui.EmptyView{Icon: "tickets", Title: c.T.T("admin.categories.none"), Text: c.T.T("admin.categories.none_text")}})...)
}

// tree is a desk's categories, each after the one that it belongs to, brothers and sisters by name.
func (p *pages) tree(c *web.Ctx, desk directory.DeskID) ([]ticket.Category, error) {
	list, err := p.Ticket.Categories(c.Context(), desk)
	below := map[ticket.CategoryID][]ticket.Category{}
	for _, k := range list {
		below[k.Parent] = append(below[k.Parent], k)
	}
	out := make([]ticket.Category, 0, len(list))
	var add func(ticket.CategoryID)
	add = func(parent ticket.CategoryID) {
		children := below[parent]
		slices.SortStableFunc(children, func(a, b ticket.Category) int {
			return bytes.Compare(directory.SortKey(a.Sv), directory.SortKey(b.Sv))
		})
		for _, k := range children {
			out = append(out, k)
			add(k.ID)
		}
	}
	add(0)
	return out, err
}

func groupName(groups []directory.Group, id directory.GroupID) string {
	for _, g := range groups {
		if g.ID == id {
			return g.Name
		}
	}
	return ""
}

func groupOptions(groups []directory.Group) []ui.Option {
	var out []ui.Option
	for _, g := range groups {
		out = append(out, ui.Option{Value: text(int64(g.ID)), Text: g.Name})
	}
	return out
}

func (p *pages) newCategory(c *web.Ctx) error {
	desk, _, err := p.desk(c, ticket.MayConfigure)
	if err != nil {
		return err
	}
	return p.showNewCategory(c, http.StatusOK, desk, web.NewForm("parent", c.Query("parent")))
}

func (p *pages) showNewCategory(c *web.Ctx, status int, desk directory.Desk, f *web.Form) error {
	tree, err := p.tree(c, desk.ID)
	if err != nil {
		return err
	}
	var parents []ui.Option
	for _, k := range tree {
		if k.Active {
			parents = append(parents, ui.Option{Value: text(int64(k.ID)), Text: indent(depth(k.Path)) + k.Sv})
		}
	}
	groups, err := p.Directory.Groups(c.Context(), c.Actor(), desk.ID)
	if err != nil {
		return err
	}
	form := ask(c, f, "admin.category.").line("sv", medium, required, inLang("sv")).line("en", medium, inLang("en")).
		choice("parent", c.T.T("admin.category.top"), parents, medium).choice("group", c.T.T("admin.none"), groupOptions(groups), medium).
		form(paths.AdminPage("categories"), c.T.T("admin.categories.add"), ui.HiddenView{Name: "desk", Value: text(int64(desk.ID))})
	form.cancel = paths.With(paths.AdminPage("categories"), "desk", text(int64(desk.ID)))
	h := head{title: c.T.T("admin.categories.new"), lead: desk.Name, above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.categories")}}}
	return p.show(c, status, h, formBody(c.T, form))
}

func (p *pages) addCategory(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	desk, err := p.deskOf(c, ticket.MayConfigure, f.Int("desk"))
	if err != nil {
		return err
	}
	k, err := p.Ticket.SaveCategory(c.Context(), c.Actor(), ticket.Category{
		Org: desk.Org, Desk: desk.ID, Parent: ticket.CategoryID(f.Int("parent")), Sv: f.Words("sv"), En: f.Words("en"), Group: directory.GroupID(f.Int("group")),
	})
	if status, yes := again(f, err); yes {
		return p.showNewCategory(c, status, desk, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", k.Sv)
	return c.Redirect(paths.With(paths.AdminPage("categories"), "desk", text(int64(desk.ID))))
}
