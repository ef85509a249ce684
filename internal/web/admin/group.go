package admin

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// group shows a group with its members, and finds people to join it.
func (p *pages) group(c *web.Ctx) error {
	g, err := p.groupIn(c)
	if err != nil {
		return err
	}
	f := web.NewForm("name", g.Name, "line", text(int64(g.Line)))
	if g.Active {
		f.Set("active", "1")
	}
	return p.showGroup(c, http.StatusOK, g, f)
}

// groupIn is the group in the address, if the reader may change it.
func (p *pages) groupIn(c *web.Ctx) (directory.Group, error) {
	id, err := number(c, "id")
	if err != nil {
		return directory.Group{}, err
	}
	g, err := p.Directory.Group(c.Context(), c.Actor(), directory.GroupID(id))
	if err != nil {
		return g, err
	}
	_, err = p.deskOf(c, directory.GroupWrite, int64(g.Desk))
	return g, err
}

func (p *pages) showGroup(c *web.Ctx, status int, g directory.Group, f *web.Form) error {
	form := groupFields(c, f).yes("active").form(groupPath(g.ID), c.T.T("admin.save"))
	members, err := p.membersPanel(c, g)
	if err != nil {
		return err
	}
	find, err := p.joinPanel(c, g)
	if err != nil {
		return err
	}
	above := ui.Crumb{Href: paths.With(paths.AdminPage("groups"), "desk", text(int64(g.Desk))), Text: c.T.T("admin.section.groups")}
	h := head{title: g.Name, tags: endedTag(c, g.Active), above: []ui.Crumb{above}}
	return p.show(c, status, h, split([]templ.Component{members, find}, []templ.Component{
		panel(ui.PanelView{ID: "about", Title: c.T.T("admin.group.about")}, formBody(c.T, form)),
	}))
}

func (p *pages) membersPanel(c *web.Ctx, g directory.Group) (templ.Component, error) {
	members, err := p.Directory.Members(c.Context(), c.Actor(), g.ID)
	if err != nil {
		return nil, err
	}
	v := ui.PanelView{ID: "members", Title: c.T.T("admin.group.members")}
	if len(members) == 0 {
		return panel(v, ui.EmptyState(ui.EmptyView{Icon: "group", Title: c.T.T("admin.group.nobody")})), nil
	}
	t := ui.TableView{ID: "member", Caption: v.Title, CaptionHidden: true, Columns: columns(c, "name", "title", "deed")}
	for _, m := range members {
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(m.ID)), Cells: []ui.Cell{
			{Text: m.Name(), Note: m.Email}, {Text: m.Title}, {Content: person(c, groupPath(g.ID, "leave"), c.T.T("admin.group.leave"), m)},
		}})
	}
	return panel(v, ui.Table(t)), nil
}

// person is a small button that does something about one person of a list.
func person(c *web.Ctx, action, button string, who directory.Person) templ.Component {
	v := do(c, action, button, ui.HiddenView{Name: "person", Value: text(int64(who.ID))})
	v.form.Label = button + " " + who.Name()
	v.button.Small, v.button.Label = true, button+" "+who.Name()
	return doBody(v)
}

// joinPanel finds people by what is typed and offers each.
func (p *pages) joinPanel(c *web.Ctx, g directory.Group) (templ.Component, error) {
	parts := []templ.Component{ui.Search(c.T, ui.SearchView{Action: groupPath(g.ID), Value: c.Query("q"), Label: c.T.T("admin.person.search"), ID: "join-search"})}
	if c.Query("q") != "" {
		hits, err := p.Directory.LookUp(c.Context(), c.Actor(), c.Query("q"), 20)
		if err != nil {
			return nil, err
		}
		parts = append(parts, hitsTable(c, hits, func(who directory.Person) templ.Component {
			return person(c, groupPath(g.ID, "join"), c.T.T("admin.group.join"), who)
		}))
	}
	return panel(ui.PanelView{ID: "join", Title: c.T.T("admin.group.add_member")}, parts...), nil
}

// hitsTable lists people found, each with what can be done about them.
func hitsTable(c *web.Ctx, hits []directory.PersonHit, deed func(directory.Person) templ.Component) templ.Component {
	if len(hits) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "search", Title: c.T.T("admin.people.none"), Text: c.T.T("admin.people.none_text")})
	}
	t := ui.TableView{ID: "hit", Caption: c.T.T("admin.people.found"), CaptionHidden: true, Columns: columns(c, "name", "unit", "deed")}
	for _, h := range hits {
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(h.ID)), Cells: []ui.Cell{
			{Text: h.Name(), Note: h.Email}, {Text: h.UnitName}, {Content: deed(h.Person)},
		}})
	}
	return ui.Table(t)
}

func (p *pages) changeGroup(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	g, err := p.groupIn(c)
	if err != nil {
		return err
	}
	after, err := p.Directory.ChangeGroup(c.Context(), c.Actor(), g.ID, f.Words("name"), int(f.Int("line")), f.Has("active"))
	if status, yes := again(f, err); yes {
		return p.showGroup(c, status, g, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", after.Name)
	return c.Redirect(groupPath(g.ID))
}

func (p *pages) joinGroup(c *web.Ctx) error  { return p.membership(c, true) }
func (p *pages) leaveGroup(c *web.Ctx) error { return p.membership(c, false) }

// membership lets the person that the form names join or leave.
func (p *pages) membership(c *web.Ctx, join bool) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	group, who, done := directory.GroupID(id), directory.PersonID(f.Int("person")), "admin.group.joined"
	if join {
		err = p.Directory.Join(c.Context(), c.Actor(), group, who)
	} else {
		done, err = "admin.group.left", p.Directory.Leave(c.Context(), c.Actor(), group, who)
	}
	if errs.Is(err, errs.Invalid) {
		return errs.Missing() // A button names a person; whoever is not there is not found.
	}
	if err != nil {
		return err
	}
	c.Flash(done)
	return c.Redirect(groupPath(group))
}
