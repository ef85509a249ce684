package admin

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) organisationRoutes(rs *web.Routes) {
	may := web.May(directory.OrgWrite)
	rs.Handle("GET /admin/organisations", may, p.organisations)
	rs.Handle("POST /admin/organisations", may, p.addOrganisation)
	rs.Handle("GET /admin/organisations/new", may, p.newOrganisation)
	rs.Handle("GET /admin/organisations/{id}", may, p.organisation)
	rs.Handle("POST /admin/organisations/{id}", may, p.changeOrganisation)
}

func organisationPath(id directory.OrgID) string {
	return paths.AdminPage("organisations", text(int64(id)))
}

// organisations lists those that the reader looks after. Only who looks after all of them adds one.
func (p *pages) organisations(c *web.Ctx) error {
	orgs, err := p.orgs(c, directory.OrgWrite)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "org", Caption: c.T.T("admin.section.organisations"), CaptionHidden: true, Columns: columns(c, "name", "key", "lang", "preset")}
	for _, o := range orgs {
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(o.ID)), Cells: []ui.Cell{
			{Text: o.Name, Href: organisationPath(o.ID), Item: true}, {Text: o.Key}, {Text: c.T.T("shell.lang." + string(o.Lang))}, {Text: presetName(c, o.Preset)},
		}})
	}
	h := head{title: c.T.T("admin.section.organisations"), lead: c.T.T("admin.organisations.lead")}
	if c.Actor().MayIn(directory.OrgWrite, authz.Everywhere, 0) {
		h.actions = []templ.Component{ui.ButtonLink(paths.AdminPage("organisations", "new"), ui.ButtonView{Text: c.T.T("admin.organisations.add"), Icon: "plus"})}
	}
	return p.show(c, http.StatusOK, h, ui.Table(t))
}

func presetName(c *web.Ctx, preset string) string {
	if preset == "" {
		return c.T.T("admin.preset.none")
	}
	return c.T.T("admin.preset." + preset)
}

func organisationFields(a *asker) *asker {
	var languages, presets []ui.Option
	for _, l := range i18n.Langs() {
		languages = append(languages, ui.Option{Value: string(l), Text: a.c.T.T("shell.lang." + string(l))})
	}
	for _, s := range setting.Presets() {
		presets = append(presets, ui.Option{Value: s, Text: presetName(a.c, s)})
	}
	return a.choice("lang", "", languages, short).choice("preset", presetName(a.c, ""), presets, medium)
}

func (p *pages) newOrganisation(c *web.Ctx) error {
	return p.showNewOrganisation(c, http.StatusOK, web.NewForm("lang", string(i18n.Swedish)))
}

func (p *pages) showNewOrganisation(c *web.Ctx, status int, f *web.Form) error {
	form := organisationFields(ask(c, f, "admin.organisation.").line("name", medium, required).line("key", short, required)).
		form(paths.AdminPage("organisations"), c.T.T("admin.organisations.add"))
	form.cancel = paths.AdminPage("organisations")
	h := head{title: c.T.T("admin.organisations.new"), above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.organisations")}}}
	return p.show(c, status, h, formBody(c.T, form))
}

func organisationInput(f *web.Form) directory.OrganisationInput {
	return directory.OrganisationInput{Key: f.Get("key"), Name: f.Words("name"), Lang: i18n.Lang(f.Get("lang")), Preset: f.Get("preset")}
}

func (p *pages) addOrganisation(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	o, err := p.Directory.AddOrganisation(c.Context(), c.Actor(), organisationInput(f))
	if status, yes := again(f, err); yes {
		return p.showNewOrganisation(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", o.Name)
	return c.Redirect(organisationPath(o.ID))
}

// organisation shows one, to change it.
func (p *pages) organisation(c *web.Ctx) error {
	o, err := p.organisationIn(c)
	if err != nil {
		return err
	}
	return p.showOrganisation(c, http.StatusOK, o, web.NewForm("name", o.Name, "lang", string(o.Lang), "preset", o.Preset))
}

func (p *pages) organisationIn(c *web.Ctx) (directory.Organisation, error) {
	id, err := number(c, "id")
	if err != nil {
		return directory.Organisation{}, err
	}
	return p.orgOf(c, directory.OrgWrite, id)
}

func (p *pages) showOrganisation(c *web.Ctx, status int, o directory.Organisation, f *web.Form) error {
	form := organisationFields(ask(c, f, "admin.organisation.").line("name", medium, required)).form(organisationPath(o.ID), c.T.T("admin.save"))
	form.form.Version, form.cancel = text(o.Version), paths.AdminPage("organisations")
	h := head{title: o.Name, lead: o.Key, above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.organisations")}}}
	return p.show(c, status, h, formBody(c.T, form))
}

func (p *pages) changeOrganisation(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	o, err := p.organisationIn(c)
	if err != nil {
		return err
	}
	after, err := p.Directory.ChangeOrganisation(c.Context(), c.Actor(), o.ID, f.Int("version"), organisationInput(f))
	if status, yes := again(f, err); yes {
		return p.showOrganisation(c, status, o, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", after.Name)
	return c.Redirect(organisationPath(o.ID))
}
