package admin

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// person shows what is known about a person, to change it, and what else can be done.
func (p *pages) person(c *web.Ctx) error {
	who, err := p.whom(c)
	if err != nil {
		return err
	}
	return p.showPerson(c, http.StatusOK, who, personForm(who))
}

// whom is the person in the address.
func (p *pages) whom(c *web.Ctx) (directory.Person, error) {
	id, err := number(c, "id")
	if err != nil {
		return directory.Person{}, err
	}
	return p.Directory.Person(c.Context(), c.Actor(), directory.PersonID(id))
}

func (p *pages) showPerson(c *web.Ctx, status int, who directory.Person, f *web.Form) error {
	there, err := p.places(c, who.Org)
	if err != nil {
		return err
	}
	form := personFields(c, f, there).form(personPath(who.ID), c.T.T("admin.save"))
	form.form.Version = text(who.Version)
	beside := []templ.Component{doorPanel(c, who), lifePanel(c, who)}
	if c.Actor().May(directory.PersonProtected) {
		beside = append(beside, protectPanel(c, who))
	}
	h := head{title: who.Name(), lead: who.Title, tags: personTags(c, who), above: []ui.Crumb{peopleCrumb(c, who)}, actions: []templ.Component{
		ui.ButtonLink(personPath(who.ID, "history"), ui.ButtonView{Text: c.T.T("admin.history.show"), Icon: "clock", Variant: ui.Secondary}),
	}}
	return p.show(c, status, h, split([]templ.Component{formBody(c.T, form)}, beside))
}

func peopleCrumb(c *web.Ctx, who directory.Person) ui.Crumb {
	return ui.Crumb{Href: paths.With(paths.AdminPage("people"), "org", text(int64(who.Org))), Text: c.T.T("admin.section.people")}
}

// personCrumbs lead to a page below a person's.
func personCrumbs(c *web.Ctx, who directory.Person) []ui.Crumb {
	return []ui.Crumb{peopleCrumb(c, who), {Href: personPath(who.ID), Text: who.Name()}}
}

func (p *pages) changePerson(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	who, err := p.whom(c)
	if err != nil {
		return err
	}
	after, err := p.Directory.ChangePerson(c.Context(), c.Actor(), who.ID, f.Int("version"), personInput(f))
	if errs.Is(err, errs.Conflict) {
		there, perr := p.places(c, who.Org)
		if perr != nil {
			return perr
		}
		err = spelled(err, func(field, value string) string { return personValue(c, there, field, value) })
	}
	if status, yes := again(f, err); yes {
		return p.showPerson(c, status, who, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.person.saved", "name", after.Name())
	return c.Redirect(personPath(after.ID))
}

// personDeed does one thing about a person.
func (p *pages) personDeed(deed func(context.Context, authz.Actor, directory.PersonID) (directory.Person, error), done string) web.Handler {
	return func(c *web.Ctx) error {
		id, err := number(c, "id")
		if err != nil {
			return err
		}
		who, err := deed(c.Context(), c.Actor(), directory.PersonID(id))
		if err != nil {
			return err
		}
		c.Flash(done, "name", who.Name())
		// Whoever may protect somebody need not be able to see them afterwards.
		if _, err := p.Directory.Person(c.Context(), c.Actor(), who.ID); errs.Is(err, errs.NotFound) {
			return c.Redirect(paths.AdminPage("people"))
		}
		return c.Redirect(personPath(who.ID))
	}
}

// doorPanel is how the person gets in, and to what.
func doorPanel(c *web.Ctx, who directory.Person) templ.Component {
	by, login := c.Actor(), who.Login
	if login == "" {
		login = c.T.T("admin.person.no_login")
	}
	var password, sessions, rights string
	if by.May(access.PasswordSet) && who.Active && who.Login != "" {
		password = personPath(who.ID, "password")
	}
	if by.May(access.SessionEnd) {
		sessions = personPath(who.ID, "sessions")
	}
	if by.May(access.RoleGrant) {
		rights = personPath(who.ID, "rights")
	}
	facts := ui.DefinitionList([]ui.Definition{{Term: c.T.T("admin.field.login"), Text: login}})
	return panel(ui.PanelView{ID: "door", Title: c.T.T("admin.person.door")}, append([]templ.Component{facts}, doorLinks(c, password, sessions, rights)...)...)
}

// lifePanel ends a person or takes them back.
func lifePanel(c *web.Ctx, who directory.Person) templ.Component {
	if who.Active {
		end := do(c, personPath(who.ID, "end"), c.T.T("admin.person.end")).dangerous()
		return panel(ui.PanelView{ID: "life", Title: c.T.T("admin.person.leaves")}, note(c.T.T("admin.person.end_help")), doBody(end))
	}
	back := do(c, personPath(who.ID, "return"), c.T.T("admin.person.return"))
	return panel(ui.PanelView{ID: "life", Title: c.T.T("admin.person.left")}, note(c.T.T("admin.person.return_help")), doBody(back))
}

func protectPanel(c *web.Ctx, who directory.Person) templ.Component {
	v := ui.PanelView{ID: "protected", Title: c.T.T("ui.protected")}
	if who.Protected {
		return panel(v, note(c.T.T("admin.person.unprotect_help")), doBody(do(c, personPath(who.ID, "unprotect"), c.T.T("admin.person.unprotect")).dangerous()))
	}
	return panel(v, note(c.T.T("admin.person.protect_help")), doBody(do(c, personPath(who.ID, "protect"), c.T.T("admin.person.protect"))))
}
