package admin

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) textRoutes(rs *web.Routes) {
	may := web.May(ticket.MayConfigure)
	rs.Handle("GET /admin/texts", may, p.texts)
	rs.Handle("POST /admin/texts", may, p.addText)
	rs.Handle("GET /admin/texts/new", may, p.newText)
	rs.Handle("GET /admin/texts/{id}", may, p.text)
	rs.Handle("POST /admin/texts/{id}", may, p.changeText)
}

func textsPath(org directory.OrgID, parts ...string) string {
	return paths.With(paths.AdminPage(append([]string{"texts"}, parts...)...), "org", text(int64(org)))
}

// texts lists an organisation's own words for what its users are told, and the product's that they can begin with.
func (p *pages) texts(c *web.Ctx) error {
	org, tabs, err := p.org(c, ticket.MayConfigure)
	if err != nil {
		return err
	}
	all, err := p.Notify.Texts(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "text", Caption: c.T.T("admin.section.texts"), CaptionHidden: true, Columns: columns(c, "reason", "category", "lang", "plain", "text", "active")}
	for _, m := range all {
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(m.ID)), Muted: !m.Active, Cells: []ui.Cell{
			{Text: c.T.T("contact.sent." + m.Reason), Href: textsPath(org.ID, text(int64(m.ID))), Item: true},
			{Text: categoryName(c, m.Category)},
			{Text: c.T.T("shell.lang." + m.Lang)},
			{Text: c.T.T(yesNo(m.Plain))},
			{Text: excerpt(m.Body)},
			{Content: tags(endedTag(c, m.Active))},
		}})
	}
	h := head{title: c.T.T("admin.section.texts"), lead: c.T.T("admin.texts.lead"), tabs: tabs, actions: []templ.Component{
		ui.ButtonLink(textsPath(org.ID, "new"), ui.ButtonView{Text: c.T.T("admin.texts.add"), Icon: "plus"}),
	}}
	return p.show(c, http.StatusOK, h, list(c, listView{table: t, empty: ui.EmptyView{Icon: "mail", Title: c.T.T("admin.texts.empty")}})...)
}

func categoryName(c *web.Ctx, k directory.Category) string {
	if k == "" {
		return c.T.T("admin.texts.everybody")
	}
	return c.T.T("desk.person." + string(k))
}

// newText begins with the product's own words for what the address names.
func (p *pages) newText(c *web.Ctx) error {
	org, _, err := p.org(c, ticket.MayConfigure)
	if err != nil {
		return err
	}
	w := notify.Which{Reason: notify.Resolved, Lang: string(i18n.Swedish)}
	if slices.Contains(notify.Reasons(), c.Query("reason")) {
		w.Reason = c.Query("reason")
	}
	subject, body := p.Notify.BuiltinSource(w)
	f := web.NewForm("reason", w.Reason, "lang", w.Lang, "subject", subject, "body", body)
	return p.showText(c, http.StatusOK, org, notify.OwnText{Active: true}, f, nil)
}

// textIn is the text in the address.
func (p *pages) textIn(c *web.Ctx) (directory.Organisation, notify.OwnText, error) {
	org, _, err := p.org(c, ticket.MayConfigure)
	if err != nil {
		return org, notify.OwnText{}, err
	}
	id, err := number(c, "id")
	if err != nil {
		return org, notify.OwnText{}, err
	}
	all, err := p.Notify.Texts(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return org, notify.OwnText{}, err
	}
	i := slices.IndexFunc(all, func(m notify.OwnText) bool { return int64(m.ID) == id })
	if i < 0 {
		return org, notify.OwnText{}, errs.Missing()
	}
	return org, all[i], nil
}

func (p *pages) text(c *web.Ctx) error {
	org, m, err := p.textIn(c)
	if err != nil {
		return err
	}
	f := web.NewForm("subject", m.Subject, "body", m.Body)
	if m.Active {
		f.Set("active", "1")
	}
	return p.showText(c, http.StatusOK, org, m, f, nil)
}

// showText asks for a text, with its fields and what it looks like beside it.
func (p *pages) showText(c *web.Ctx, status int, org directory.Organisation, m notify.OwnText, f *web.Form, look *notify.Preview) error {
	lang := m.Lang
	if m.ID == 0 {
		lang = f.Get("lang")
	}
	a := ask(c, f, "admin.text.")
	if m.ID == 0 {
		whichText(c, a)
	}
	a.line("subject", required, inLang(lang)).long("body", required, lines(14), inLang(lang)).line("ticket", short)
	action, button, title := textsPath(org.ID), c.T.T("admin.texts.add"), c.T.T("admin.texts.new")
	reason := f.Get("reason")
	var marks []ui.TagView
	if m.ID != 0 {
		a.yes("active")
		action, button, title, reason = textsPath(org.ID, text(int64(m.ID))), c.T.T("admin.save"), c.T.T("contact.sent."+m.Reason)+", "+categoryName(c, m.Category), m.Reason
		marks = []ui.TagView{{Text: c.T.T("shell.lang." + m.Lang)}}
		if m.Plain {
			marks = append(marks, ui.TagView{Text: c.T.T("admin.field.plain")})
		}
	}
	form := a.form(action, button)
	form.form.Version, form.cancel = text(m.Version), textsPath(org.ID)
	form.more = []ui.ButtonView{{Text: c.T.T("admin.template.preview"), Name: "preview", Value: "1", Variant: ui.Secondary}}
	var fields []ui.Definition
	for _, name := range notify.Fields(reason) {
		fields = append(fields, ui.Definition{Term: "{" + name + "}", Text: c.T.T("admin.text.field." + name)})
	}
	fields = append(fields, ui.Definition{Term: "[[if " + c.T.T("admin.text.some_field") + "]] … [[else]] … [[end]]", Text: c.T.T("admin.text.condition")})
	beside := []templ.Component{panel(ui.PanelView{ID: "fields", Title: c.T.T("admin.template.fields")}, ui.DefinitionList(fields))}
	if look != nil {
		beside = append([]templ.Component{panel(ui.PanelView{ID: "preview", Title: look.Subject}, written(lang, look.Text))}, beside...)
	}
	h := head{title: title, lead: org.Name, tags: append(marks, endedTag(c, m.Active)...), above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.texts")}}}
	return p.show(c, status, h, split([]templ.Component{formBody(c.T, form)}, beside))
}

// whichText asks what a new text is for.
func whichText(c *web.Ctx, a *asker) {
	var reasons, languages []ui.Option
	for _, r := range notify.Reasons() {
		reasons = append(reasons, ui.Option{Value: r, Text: c.T.T("contact.sent." + r)})
	}
	for _, l := range i18n.Langs() {
		languages = append(languages, ui.Option{Value: string(l), Text: c.T.T("shell.lang." + string(l))})
	}
	a.choice("reason", "", reasons, medium).choice("category", c.T.T("admin.texts.everybody"), categories(c), medium).choice("lang", "", languages, short).yes("plain")
}

func (p *pages) addText(c *web.Ctx) error {
	org, _, err := p.org(c, ticket.MayConfigure)
	if err != nil {
		return err
	}
	return p.saveText(c, org, notify.OwnText{Org: org.ID, Active: true})
}

func (p *pages) changeText(c *web.Ctx) error {
	org, m, err := p.textIn(c)
	if err != nil {
		return err
	}
	return p.saveText(c, org, m)
}

// saveText adds or changes; or shows the same form again with what it looks like, filled from a case where one is named.
func (p *pages) saveText(c *web.Ctx, org directory.Organisation, old notify.OwnText) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	m := old
	m.Subject, m.Body = f.Words("subject"), f.Words("body")
	if m.ID == 0 {
		m.Which = notify.Which{Reason: f.Get("reason"), Category: directory.Category(f.Get("category")), Lang: f.Get("lang"), Plain: f.Has("plain")}
	} else {
		m.Active, m.Version = f.Has("active"), f.Int("version")
	}
	if f.Has("preview") {
		return p.lookAtText(c, org, old, m, f)
	}
	_, err = p.Notify.SaveText(c.Context(), c.Actor(), m)
	if errs.Is(err, errs.Conflict) {
		err = differing(c, []difference{{"subject", m.Subject, old.Subject}, {"body", m.Body, old.Body}, {"active", c.T.T(yesNo(m.Active)), c.T.T(yesNo(old.Active))}})
	}
	if status, yes := again(f, err); yes {
		return p.showText(c, status, org, old, f, nil)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", c.T.T("contact.sent."+m.Reason))
	return c.Redirect(textsPath(org.ID))
}

func (p *pages) lookAtText(c *web.Ctx, org directory.Organisation, old, m notify.OwnText, f *web.Form) error {
	var id ticket.ID
	if f.Get("ticket") != "" {
		var ok bool
		if id, ok = ticket.ParseID(f.Get("ticket")); !ok {
			f.Failed(wrong("ticket", "admin.text.no_ticket"))
		}
	}
	look, err := p.Notify.Look(c.Context(), c.Actor(), m, id)
	if errs.Is(err, errs.NotFound) {
		err = wrong("ticket", "admin.text.no_ticket")
	}
	if f.Failed(err) || len(f.Wrong()) > 0 {
		return p.showText(c, http.StatusUnprocessableEntity, org, old, f, nil)
	}
	if err != nil {
		return err
	}
	return p.showText(c, http.StatusOK, org, old, f, &look)
}
