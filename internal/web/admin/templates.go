package admin

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) templateRoutes(rs *web.Routes) {
	may := web.May(ticket.MayConfigure)
	rs.Handle("GET /admin/templates", may, p.templates)
	rs.Handle("POST /admin/templates", may, p.addTemplate)
	rs.Handle("GET /admin/templates/new", may, p.newTemplate)
	rs.Handle("GET /admin/templates/{id}", may, p.template)
	rs.Handle("POST /admin/templates/{id}", may, p.changeTemplate)
}

func templatesPath(desk directory.DeskID, parts ...string) string {
	return paths.With(paths.AdminPage(append([]string{"templates"}, parts...)...), "desk", text(int64(desk)))
}

// templates lists a desk's reply templates.
func (p *pages) templates(c *web.Ctx) error {
	desk, tabs, err := p.desk(c, ticket.MayConfigure)
	if err != nil {
		return err
	}
	all, err := p.Ticket.Templates(c.Context(), c.Actor(), desk.Org, desk.ID)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "template", Caption: c.T.T("admin.section.templates"), CaptionHidden: true, Columns: columns(c, "name", "lang", "text", "active")}
	for _, m := range all {
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(m.ID)), Muted: !m.Active, Cells: []ui.Cell{
			{Text: m.Name, Href: templatesPath(desk.ID, text(int64(m.ID))), Item: true}, {Text: c.T.T("shell.lang." + m.Lang)}, {Text: excerpt(m.Text)}, {Content: tags(endedTag(c, m.Active))},
		}})
	}
	h := head{title: c.T.T("admin.section.templates"), lead: c.T.T("admin.templates.lead"), tabs: tabs, actions: []templ.Component{
		ui.ButtonLink(templatesPath(desk.ID, "new"), ui.ButtonView{Text: c.T.T("admin.templates.add"), Icon: "plus"}),
	}}
	return p.show(c, http.StatusOK, h, list(c, listView{table: t, empty: ui.EmptyView{Icon: "reply", Title: c.T.T("admin.list.empty")}})...)
}

// excerpt is the beginning of a text.
func excerpt(s string) string {
	const most = 90
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) <= most {
		return string(r)
	}
	return string(r[:most]) + " …"
}

func (p *pages) newTemplate(c *web.Ctx) error {
	desk, _, err := p.desk(c, ticket.MayConfigure)
	if err != nil {
		return err
	}
	return p.showTemplate(c, http.StatusOK, desk, ticket.Template{Active: true}, web.NewForm("lang", string(i18n.Swedish)))
}

// templateIn is the template in the address, of the desk that the address names.
func (p *pages) templateIn(c *web.Ctx) (directory.Desk, ticket.Template, error) {
	desk, _, err := p.desk(c, ticket.MayConfigure)
	if err != nil {
		return desk, ticket.Template{}, err
	}
	id, err := number(c, "id")
	if err != nil {
		return desk, ticket.Template{}, err
	}
	all, err := p.Ticket.Templates(c.Context(), c.Actor(), desk.Org, desk.ID)
	if err != nil {
		return desk, ticket.Template{}, err
	}
	i := slices.IndexFunc(all, func(m ticket.Template) bool { return int64(m.ID) == id })
	if i < 0 {
		return desk, ticket.Template{}, errs.Missing()
	}
	return desk, all[i], nil
}

func (p *pages) template(c *web.Ctx) error {
	desk, m, err := p.templateIn(c)
	if err != nil {
		return err
	}
	f := web.NewForm("name", m.Name, "lang", m.Lang, "text", m.Text)
	if m.Active {
		f.Set("active", "1")
	}
	return p.showTemplate(c, http.StatusOK, desk, m, f)
}

// showTemplate asks for a template, with what it looks like filled in beside it.
func (p *pages) showTemplate(c *web.Ctx, status int, desk directory.Desk, m ticket.Template, f *web.Form) error {
	var languages []ui.Option
	for _, l := range i18n.Langs() {
		languages = append(languages, ui.Option{Value: string(l), Text: c.T.T("shell.lang." + string(l))})
	}
	a := ask(c, f, "admin.template.").line("name", medium, required).choice("lang", "", languages, short).long("text", lines(10), inLang(f.Get("lang")))
	action, button, title := templatesPath(desk.ID), c.T.T("admin.templates.add"), c.T.T("admin.templates.new")
	if m.ID != 0 {
		a.yes("active")
		action, button, title = templatesPath(desk.ID, text(int64(m.ID))), c.T.T("admin.save"), m.Name
	}
	form := a.form(action, button)
	form.form.Version, form.cancel = text(m.Version), templatesPath(desk.ID)
	form.more = []ui.ButtonView{{Text: c.T.T("admin.template.preview"), Name: "preview", Value: "1", Variant: ui.Secondary}}
	var fields []ui.Definition
	for _, name := range ticket.TemplateFields() {
		fields = append(fields, ui.Definition{Term: "{" + name + "}", Text: c.T.T("admin.template.field." + name)})
	}
	beside := []templ.Component{panel(ui.PanelView{ID: "fields", Title: c.T.T("admin.template.fields")}, ui.DefinitionList(fields))}
	if f.Get("text") != "" {
		filled := ticket.Template{Text: f.Words("text")}.Fill(sample(c, desk))
		beside = append([]templ.Component{panel(ui.PanelView{ID: "preview", Title: c.T.T("admin.template.looks")}, written(f.Get("lang"), filled))}, beside...)
	}
	h := head{title: title, lead: desk.Name, tags: endedTag(c, m.Active), above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.templates")}}}
	return p.show(c, status, h, split([]templ.Component{formBody(c.T, form)}, beside))
}

// sample fills the fields of a template with what they could be.
func sample(c *web.Ctx, desk directory.Desk) map[string]string {
	return map[string]string{
		"name": c.T.T("admin.template.sample.name"), "number": ticket.ID(100042).String(), "title": c.T.T("admin.template.sample.title"),
		"agent": c.Actor().Name, "desk": desk.Name,
	}
}

func (p *pages) addTemplate(c *web.Ctx) error {
	desk, _, err := p.desk(c, ticket.MayConfigure)
	if err != nil {
		return err
	}
	return p.saveTemplate(c, desk, ticket.Template{Active: true})
}

func (p *pages) changeTemplate(c *web.Ctx) error {
	desk, m, err := p.templateIn(c)
	if err != nil {
		return err
	}
	return p.saveTemplate(c, desk, m)
}

// saveTemplate adds or changes; or shows the same form again with what it would look like.
func (p *pages) saveTemplate(c *web.Ctx, desk directory.Desk, old ticket.Template) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	if f.Has("preview") {
		return p.showTemplate(c, http.StatusOK, desk, old, f)
	}
	m := old
	m.Org, m.Desk, m.Name, m.Lang, m.Text = desk.Org, desk.ID, f.Words("name"), f.Get("lang"), f.Words("text")
	if m.ID != 0 {
		m.Active, m.Version = f.Has("active"), f.Int("version")
	}
	m, err = p.Ticket.SaveTemplate(c.Context(), c.Actor(), m)
	if errs.Is(err, errs.Conflict) {
		err = differing(c, []difference{
			{"name", m.Name, old.Name},
			{"lang", c.T.T("shell.lang." + m.Lang), c.T.T("shell.lang." + old.Lang)},
			{"text", m.Text, old.Text},
			{"active", c.T.T(yesNo(m.Active)), c.T.T(yesNo(old.Active))},
		})
	}
	if status, yes := again(f, err); yes {
		return p.showTemplate(c, status, desk, old, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", m.Name)
	return c.Redirect(templatesPath(desk.ID))
}
