package admin

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// entry is a line of a register: a site, a cost centre, an authority.
type entry struct {
	id     int64
	name   string
	cells  []string // After the name.
	active bool
	form   *web.Form // As the form for changing it begins.
}

// register is the pages of a plain list of things that an organisation has: listed, added, changed, taken out of use.
// Its texts are "admin." + name + ".".
type register struct {
	p       *pages
	name    string // In addresses and texts.
	verb    authz.Verb
	columns []string
	list    func(c *web.Ctx, org directory.OrgID, ended bool) ([]entry, error)
	ask     func(a *asker, org directory.OrgID) error
	// beside is a link to more about a thing; nil for none.
	beside func(c *web.Ctx, e entry) templ.Component
	// above is what stands above the list, when something must be seen first; nil for nothing.
	above func(c *web.Ctx, org directory.OrgID, entries []entry) templ.Component
	// offer is what stands below the list; nil for nothing.
	offer func(c *web.Ctx, org directory.OrgID, entries []entry) templ.Component
	// save adds (id 0) or changes, and returns the name.
	save func(c *web.Ctx, org directory.OrgID, id int64, f *web.Form) (string, error)
}

func (r register) mount(rs *web.Routes) {
	may, at := web.May(r.verb), "/admin/"+r.name
	rs.Handle("GET "+at, may, r.show)
	rs.Handle("POST "+at, may, r.add)
	rs.Handle("GET "+at+"/new", may, r.blank)
	rs.Handle("GET "+at+"/{id}", may, r.one)
	rs.Handle("POST "+at+"/{id}", may, r.change)
}

func (r register) text(c *web.Ctx, name string) string { return c.T.T("admin." + r.name + "." + name) }

func (r register) title(c *web.Ctx) string { return c.T.T("admin.section." + r.name) }

func (r register) path(org directory.OrgID, parts ...string) string {
	return paths.With(paths.AdminPage(append([]string{r.name}, parts...)...), "org", text(int64(org)))
}

func (r register) show(c *web.Ctx) error {
	org, tabs, err := r.p.org(c, r.verb)
	if err != nil {
		return err
	}
	ended := c.Query("ended") != ""
	entries, err := r.list(c, org.ID, ended)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "entry", Caption: r.title(c), CaptionHidden: true, Columns: columns(c, append([]string{"name"}, r.columns...)...)}
	for _, e := range entries {
		cells := []ui.Cell{{Text: e.name, Href: r.path(org.ID, text(e.id)), Item: true}}
		for _, s := range e.cells {
			cells = append(cells, ui.Cell{Text: s})
		}
		t.Rows = append(t.Rows, ui.Row{ID: text(e.id), Cells: cells, Muted: !e.active})
	}
	h := head{title: r.title(c), lead: r.text(c, "lead"), tabs: tabs, actions: []templ.Component{
		ui.ButtonLink(r.path(org.ID, "new"), ui.ButtonView{Text: r.text(c, "add"), Icon: "plus"}),
	}}
	var body []templ.Component
	if r.above != nil && !ended {
		if first := r.above(c, org.ID, entries); first != nil {
			body = append(body, first)
		}
	}
	body = append(body, endedTabs(c, ended, r.path(org.ID)))
	body = append(body, list(c, listView{table: t, empty: ui.EmptyView{Icon: "info", Title: c.T.T("admin.list.empty")}})...)
	if r.offer != nil && !ended {
		if more := r.offer(c, org.ID, entries); more != nil {
			body = append(body, more)
		}
	}
	return r.p.show(c, http.StatusOK, h, body...)
}

// endedTabs choose between what is in use and what is not.
func endedTabs(c *web.Ctx, ended bool, path string) templ.Component {
	return ui.Tabs(ui.TabsView{Label: c.T.T("admin.list.which"), Tabs: []ui.TabView{
		{Href: path, Text: c.T.T("admin.list.used"), Current: !ended},
		{Href: paths.With(path, "ended", "1"), Text: c.T.T("admin.ended"), Current: ended},
	}})
}

func (r register) blank(c *web.Ctx) error {
	org, _, err := r.p.org(c, r.verb)
	if err != nil {
		return err
	}
	return r.showForm(c, http.StatusOK, org, entry{active: true, form: web.NewForm()})
}

// showForm asks about a new thing (id 0) or one that is there.
func (r register) showForm(c *web.Ctx, status int, org directory.Organisation, e entry) error {
	a := ask(c, e.form, "admin."+r.name+".")
	if err := r.ask(a, org.ID); err != nil {
		return err
	}
	action, button, title := r.path(org.ID), r.text(c, "add"), r.text(c, "new")
	if e.id != 0 {
		a.yes("active")
		action, button, title = r.path(org.ID, text(e.id)), c.T.T("admin.save"), e.name
	}
	form := a.form(action, button)
	form.cancel = r.path(org.ID)
	h := head{title: title, lead: org.Name, tags: endedTag(c, e.active), above: []ui.Crumb{{Href: form.cancel, Text: r.title(c)}}}
	if r.beside != nil && e.id != 0 {
		h.actions = []templ.Component{r.beside(c, e)}
	}
	return r.p.show(c, status, h, formBody(c.T, form))
}

func (r register) add(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, _, err := r.p.org(c, r.verb)
	if err != nil {
		return err
	}
	name, err := r.save(c, org.ID, 0, f)
	if status, yes := again(f, err); yes {
		return r.showForm(c, status, org, entry{active: true, form: f})
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", name)
	return c.Redirect(r.path(org.ID))
}

// find is the thing in the address, in use or not.
func (r register) find(c *web.Ctx) (directory.Organisation, entry, error) {
	org, _, err := r.p.org(c, r.verb)
	if err != nil {
		return org, entry{}, err
	}
	id, err := number(c, "id")
	if err != nil {
		return org, entry{}, err
	}
	for _, ended := range []bool{false, true} {
		all, err := r.list(c, org.ID, ended)
		if err != nil {
			return org, entry{}, err
		}
		if i := slices.IndexFunc(all, func(e entry) bool { return e.id == id }); i >= 0 {
			return org, all[i], nil
		}
	}
	return org, entry{}, errs.Missing()
}

func (r register) one(c *web.Ctx) error {
	org, e, err := r.find(c)
	if err != nil {
		return err
	}
	if e.active {
		e.form.Set("active", "1")
	}
	return r.showForm(c, http.StatusOK, org, e)
}

func (r register) change(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, e, err := r.find(c)
	if err != nil {
		return err
	}
	name, err := r.save(c, org.ID, e.id, f)
	if status, yes := again(f, err); yes {
		e.form = f
		return r.showForm(c, status, org, e)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", name)
	return c.Redirect(r.path(org.ID))
}
