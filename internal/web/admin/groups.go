package admin

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) groupRoutes(rs *web.Routes) {
	write := web.May(directory.GroupWrite)
	rs.Handle("GET /admin/groups", write, p.groups)
	rs.Handle("POST /admin/groups", write, p.addGroup)
	rs.Handle("GET /admin/groups/new", write, p.newGroup)
	rs.Handle("GET /admin/groups/{id}", write, p.group)
	rs.Handle("POST /admin/groups/{id}", write, p.changeGroup)
	rs.Handle("POST /admin/groups/{id}/join", write, p.joinGroup, web.BackTo("/admin/groups/{id}"))
	rs.Handle("POST /admin/groups/{id}/leave", write, p.leaveGroup, web.BackTo("/admin/groups/{id}"))
}

func groupPath(id directory.GroupID, more ...string) string {
	return paths.AdminPage(append([]string{"groups", text(int64(id))}, more...)...)
}

// groups lists a desk's groups.
func (p *pages) groups(c *web.Ctx) error {
	desk, tabs, err := p.desk(c, directory.GroupWrite)
	if err != nil {
		return err
	}
	groups, err := p.Directory.Groups(c.Context(), c.Actor(), desk.ID)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "groups", Caption: c.T.T("admin.section.groups"), CaptionHidden: true, Columns: columns(c, "name", "line")}
	for _, g := range groups {
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(g.ID)), Cells: []ui.Cell{
			{Text: g.Name, Href: groupPath(g.ID), Item: true}, {Text: c.T.T("admin.line." + text(int64(g.Line)))},
		}})
	}
	h := head{title: c.T.T("admin.section.groups"), lead: c.T.T("admin.groups.lead"), tabs: tabs, actions: []templ.Component{
		ui.ButtonLink(paths.With(paths.AdminPage("groups", "new"), "desk", text(int64(desk.ID))), ui.ButtonView{Text: c.T.T("admin.groups.add"), Icon: "plus"}),
	}}
	return p.show(c, http.StatusOK, h, list(c, listView{table: t, empty: ui.EmptyView{Icon: "group", Title: c.T.T("admin.groups.none"), Text: c.T.T("admin.groups.none_text")}})...)
}

func (p *pages) newGroup(c *web.Ctx) error {
	desk, _, err := p.desk(c, directory.GroupWrite)
	if err != nil {
		return err
	}
	return p.showNewGroup(c, http.StatusOK, desk, web.NewForm("line", "1"))
}

func groupFields(c *web.Ctx, f *web.Form) *asker {
	var lines []ui.Option
	for _, n := range []string{"1", "2", "3"} {
		lines = append(lines, ui.Option{Value: n, Text: c.T.T("admin.line." + n)})
	}
	return ask(c, f, "admin.group.").line("name", medium, required).choice("line", "", lines, medium)
}

func (p *pages) showNewGroup(c *web.Ctx, status int, desk directory.Desk, f *web.Form) error {
	form := groupFields(c, f).form(paths.AdminPage("groups"), c.T.T("admin.groups.add"), ui.HiddenView{Name: "desk", Value: text(int64(desk.ID))})
	form.cancel = paths.With(paths.AdminPage("groups"), "desk", text(int64(desk.ID)))
	h := head{title: c.T.T("admin.groups.new"), lead: desk.Name, above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.groups")}}}
	return p.show(c, status, h, formBody(c.T, form))
}

func (p *pages) addGroup(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	desk, err := p.deskOf(c, directory.GroupWrite, f.Int("desk"))
	if err != nil {
		return err
	}
	g, err := p.Directory.AddGroup(c.Context(), c.Actor(), desk.ID, f.Words("name"), int(f.Int("line")))
	if status, yes := again(f, err); yes {
		return p.showNewGroup(c, status, desk, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.group.added", "name", g.Name)
	return c.Redirect(groupPath(g.ID))
}
