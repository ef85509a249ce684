package admin

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) peopleRoutes(rs *web.Routes) {
	write := web.May(directory.PersonWrite)
	rs.Handle("GET /admin/people", write, p.people)
	rs.Handle("POST /admin/people", write, p.addPerson)
	rs.Handle("GET /admin/people/new", write, p.newPerson)
	rs.Handle("GET /admin/people/{id}", write, p.person)
	rs.Handle("POST /admin/people/{id}", write, p.changePerson)
	back := web.BackTo("/admin/people/{id}")
	rs.Handle("POST /admin/people/{id}/end", write, p.personDeed(p.Directory.EndPerson, "admin.person.ended"), back)
	rs.Handle("POST /admin/people/{id}/return", write, p.personDeed(p.Directory.ReturnPerson, "admin.person.returned"), back)
	rs.Handle("GET /admin/people/{id}/history", write, p.personHistory)
	protected := web.May(directory.PersonProtected)
	rs.Handle("POST /admin/people/{id}/protect", protected, p.personDeed(p.Directory.Protect, "admin.person.hidden"), back)
	rs.Handle("POST /admin/people/{id}/unprotect", protected, p.personDeed(p.Directory.Unprotect, "admin.person.shown"), back)
	rs.Handle("GET /admin/people/{id}/password", web.May(access.PasswordSet), p.password)
	rs.Handle("POST /admin/people/{id}/password", web.May(access.PasswordSet), p.setPassword)
}

// personPath is a page about one person.
func personPath(id directory.PersonID, more ...string) string {
	return paths.AdminPage(append([]string{"people", text(int64(id))}, more...)...)
}

// places are what a person or unit of an organisation can belong to.
type places struct {
	units []directory.Unit
	sites []directory.Site
}

func (p *pages) places(c *web.Ctx, org directory.OrgID) (places, error) {
	units, err := p.Directory.Units(c.Context(), c.Actor(), org)
	if err != nil {
		return places{}, err
	}
	sites, err := p.Directory.Sites(c.Context(), c.Actor(), org)
	return places{units, sites}, err
}

// unitName is the name of a unit; "" for none and for one that is no longer in use.
func (v places) unitName(id directory.UnitID) string {
	for _, u := range v.units {
		if u.ID == id {
			return u.Name
		}
	}
	return ""
}

func (v places) siteName(id directory.SiteID) string {
	for _, s := range v.sites {
		if s.ID == id {
			return s.Name
		}
	}
	return ""
}

func (v places) siteOptions() []ui.Option {
	var out []ui.Option
	for _, s := range v.sites {
		out = append(out, ui.Option{Value: text(int64(s.ID)), Text: s.Name})
	}
	return out
}

func categories(c *web.Ctx) []ui.Option {
	var out []ui.Option
	for _, k := range directory.Categories() {
		out = append(out, ui.Option{Value: string(k), Text: c.T.T("admin.person_category." + string(k))})
	}
	return out
}

// people lists and finds the people of an organisation.
func (p *pages) people(c *web.Ctx) error {
	org, tabs, err := p.org(c, directory.PersonWrite)
	if err != nil {
		return err
	}
	there, err := p.places(c, org.ID)
	if err != nil {
		return err
	}
	filter := directory.PersonFilter{
		Org: org.ID, Typed: c.Query("q"), Unit: directory.UnitID(query(c, "unit")), Category: directory.Category(c.Query("category")),
		Ended: c.Query("ended") != "", At: c.Query("at"),
	}
	page, err := p.Directory.People(c.Context(), c.Actor(), filter)
	if err != nil {
		return err
	}
	f := web.NewForm("q", c.Query("q"), "unit", c.Query("unit"), "category", c.Query("category"), "ended", c.Query("ended"))
	narrow := ask(c, f, "admin.people.").line("q", typed("search")).
		choice("unit", c.T.T("admin.all"), unitOptions(there.units)).choice("category", c.T.T("admin.all"), categories(c)).yes("ended").
		filter(paths.AdminPage("people"), c.T.T("admin.people.find"))
	narrow.form.Hidden = []ui.HiddenView{{Name: "org", Value: text(int64(org.ID))}}
	address := func(at string) string {
		return paths.With(paths.AdminPage("people"), "org", text(int64(org.ID)), "q", c.Query("q"), "unit", c.Query("unit"),
			"category", c.Query("category"), "ended", c.Query("ended"), "at", at)
	}
	h := head{title: c.T.T("admin.section.people"), tabs: tabs, actions: []templ.Component{
		ui.ButtonLink(paths.With(paths.AdminPage("people", "new"), "org", text(int64(org.ID))), ui.ButtonView{Text: c.T.T("admin.people.add"), Icon: "plus"}),
	}}
	body := append([]templ.Component{filterBody(narrow)}, list(c, listView{
		table: peopleTable(c, page.People, there), pages: next(c, filter.At, address, page.Next),
		empty: ui.EmptyView{Icon: "search", Title: c.T.T("admin.people.none"), Text: c.T.T("admin.people.none_text")},
	})...)
	return p.show(c, http.StatusOK, h, body...)
}

func peopleTable(c *web.Ctx, people []directory.Person, there places) ui.TableView {
	t := ui.TableView{ID: "people", Caption: c.T.T("admin.section.people"), CaptionHidden: true, Columns: columns(c, "name", "category", "unit", "login", "email")}
	for _, who := range people {
		name := ui.Cell{Text: who.Given + " " + who.Family, Href: personPath(who.ID), Note: who.Title, Item: true}
		if marks := personTags(c, who); len(marks) > 0 {
			name.Content = tags(marks)
		}
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(who.ID)), Muted: !who.Active, Cells: []ui.Cell{
			name, {Text: c.T.T("admin.person_category." + string(who.Category)), Nowrap: true}, {Text: there.unitName(who.Unit)}, {Text: who.Login}, {Text: who.Email},
		}})
	}
	return t
}

func personTags(c *web.Ctx, who directory.Person) []ui.TagView {
	out := endedTag(c, who.Active)
	if who.Protected {
		out = append(out, ui.TagView{Text: c.T.T("ui.protected"), Color: ui.Warning, Icon: "lock"})
	}
	return out
}
