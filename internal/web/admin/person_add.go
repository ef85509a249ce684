package admin

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// newPerson asks for a person to take up.
func (p *pages) newPerson(c *web.Ctx) error {
	org, _, err := p.org(c, directory.PersonWrite)
	if err != nil {
		return err
	}
	return p.showNewPerson(c, http.StatusOK, org, web.NewForm("category", string(directory.Employee), "lang", string(org.Lang)))
}

func (p *pages) showNewPerson(c *web.Ctx, status int, org directory.Organisation, f *web.Form) error {
	there, err := p.places(c, org.ID)
	if err != nil {
		return err
	}
	form := personFields(c, f, there).form(paths.AdminPage("people"), c.T.T("admin.people.add"), ui.HiddenView{Name: "org", Value: text(int64(org.ID))})
	form.cancel = paths.With(paths.AdminPage("people"), "org", text(int64(org.ID)))
	h := head{title: c.T.T("admin.people.new"), lead: org.Name, above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.people")}}}
	return p.show(c, status, h, formBody(c.T, form))
}

func (p *pages) addPerson(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, err := p.orgOf(c, directory.PersonWrite, f.Int("org"))
	if err != nil {
		return err
	}
	who, err := p.Directory.AddPerson(c.Context(), c.Actor(), org.ID, personInput(f))
	if status, yes := again(f, err); yes {
		return p.showNewPerson(c, status, org, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.person.added", "name", who.Name())
	return c.Redirect(personPath(who.ID))
}

// personFields are what is asked about a person, new or known.
func personFields(c *web.Ctx, f *web.Form, there places) *asker {
	languages := []ui.Option{}
	for _, l := range i18n.Langs() {
		languages = append(languages, ui.Option{Value: string(l), Text: c.T.T("shell.lang." + string(l))})
	}
	none := c.T.T("admin.none")
	who := ask(c, f, "admin.person.").line("given", medium).line("family", medium).line("title", medium)
	reach := ask(c, f, "admin.person.").line("email", medium, typed("email")).line("phone", short, typed("tel")).line("mobile", short, typed("tel"))
	at := ask(c, f, "admin.person.").choice("category", "", categories(c), medium).choice("unit", none, unitOptions(there.units), medium).
		choice("site", none, there.siteOptions(), medium)
	more := ask(c, f, "admin.person.").line("login", medium).choice("lang", "", languages, short).long("needs", lines(3)).line("external_id", medium)
	a := ask(c, f, "admin.person.")
	for _, g := range []struct {
		name  string
		parts []templ.Component
	}{{"who", who.parts}, {"reach", reach.parts}, {"belongs", at.parts}, {"more", more.parts}} {
		a.add(fieldset(c.T.T("admin.person.group."+g.name), g.parts))
	}
	return a
}

// personInput is what the form says.
func personInput(f *web.Form) directory.PersonInput {
	return directory.PersonInput{
		ExternalID: f.Get("external_id"), Given: f.Words("given"), Family: f.Words("family"), Category: directory.Category(f.Get("category")),
		Title: f.Words("title"), Email: f.Get("email"), Phone: f.Get("phone"), Mobile: f.Get("mobile"),
		Unit: directory.UnitID(f.Int("unit")), Site: directory.SiteID(f.Int("site")), Lang: i18n.Lang(f.Get("lang")),
		Needs: f.Words("needs"), Login: f.Get("login"),
	}
}

// personForm is a known person as the form begins.
func personForm(who directory.Person) *web.Form {
	return web.NewForm(
		"external_id", who.ExternalID, "given", who.Given, "family", who.Family, "category", string(who.Category), "title", who.Title,
		"email", who.Email, "phone", who.Phone, "mobile", who.Mobile, "unit", text(int64(who.Unit)), "site", text(int64(who.Site)),
		"lang", string(who.Lang), "needs", who.Needs, "login", who.Login,
	)
}
