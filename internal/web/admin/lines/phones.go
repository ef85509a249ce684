package lines

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// phones lists the telephone systems, when they were heard of last, and what is wrong with them.
func (p *pages) phones(c *web.Ctx) error {
	list, err := p.Line.Sources(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("line.admin.phones"), Lead: c.T.T("line.admin.phones_lead"), Actions: []templ.Component{
		ui.ButtonLink(paths.AdminPhones("new"), ui.ButtonView{Text: c.T.T("line.admin.phones_new"), Icon: "plus"}),
		ui.ButtonLink(paths.AdminPhones("short"), ui.ButtonView{Text: c.T.T("line.admin.extensions"), Variant: ui.Secondary}),
	}}
	if len(list) == 0 {
		return p.show(c, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Icon: "phone", Title: c.T.T("line.admin.phones_none")}))
	}
	t := ui.TableView{ID: "phone", Caption: c.T.T("line.admin.phones"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T(area + "name")}, {Text: c.T.T(area + "kind")}, {Text: c.T.T("line.admin.heard")}, {Text: c.T.T("line.admin.fault")},
	}}
	for i := range list {
		s := &list[i]
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(s.ID), Muted: !s.Active, Cells: []ui.Cell{
			{Text: s.Name, Href: paths.AdminPhones(sheet.Text(s.ID))}, {Text: c.T.T("line.kind." + s.Kind)}, {Text: heard(c, s), Nowrap: true}, {Text: fault(c, s)},
		}})
	}
	return p.show(c, http.StatusOK, h, ui.Table(t))
}

func heard(c *web.Ctx, s *line.Source) string {
	if s.Heard.IsZero() {
		return c.T.T("line.admin.never")
	}
	return c.T.DateTime(s.Heard)
}

func fault(c *web.Ctx, s *line.Source) string {
	if s.Fault == "" {
		return ""
	}
	return c.T.T(s.Fault)
}

func (p *pages) blankPhone(c *web.Ctx) error {
	return p.phoneForm(c, http.StatusOK, web.NewForm("active", "1", "kind", line.Webhook), line.Source{}, "")
}

func (p *pages) phone(c *web.Ctx) error {
	s, err := p.onePhone(c)
	if err != nil {
		return err
	}
	return p.phoneForm(c, http.StatusOK, phoneValues(&s), s, "")
}

func phoneValues(s *line.Source) *web.Form {
	f := web.NewForm("name", s.Name, "address", s.Address, "login", s.Login, "prefix", line.National(s.Prefix))
	if s.Active {
		f.Set("active", "1")
	}
	return f
}

func (p *pages) onePhone(c *web.Ctx) (line.Source, error) {
	id, err := sheet.Number[line.SourceID](c, "id")
	if err != nil {
		return line.Source{}, err
	}
	return p.Line.Source(c.Context(), c.Actor(), id)
}

// orgs are the organisations whose telephone systems the actor decides about.
func (p *pages) orgs(c *web.Ctx) ([]directory.Organisation, error) {
	all, err := p.Directory.Organisations(c.Context(), c.Actor())
	var out []directory.Organisation
	for _, o := range all {
		if c.Actor().MayIn(line.MayConfigure, authz.Organisation, int64(o.ID)) {
			out = append(out, o)
		}
	}
	if err == nil && len(out) == 0 {
		err = errs.Missing()
	}
	return out, err
}

// phoneForm shows a telephone system; secret is shown when it has just been made.
func (p *pages) phoneForm(c *web.Ctx, status int, f *web.Form, s line.Source, secret string) error {
	fields := []sheet.Field{{Name: "name", Required: true, Width: "m"}}
	title, action := c.T.T("line.admin.phones_new"), paths.AdminPhones()
	var parts []templ.Component
	if s.ID == 0 {
		orgs, err := p.orgs(c)
		if err != nil {
			return err
		}
		var owners, kinds []ui.Option
		for _, o := range orgs {
			owners = append(owners, ui.Option{Value: sheet.Text(o.ID), Text: o.Name})
		}
		for _, k := range []string{line.Webhook, line.AMI} {
			kinds = append(kinds, ui.Option{Value: k, Text: c.T.T("line.kind." + k)})
		}
		if len(owners) > 1 {
			fields = append(fields, sheet.Field{Name: "org", Kind: sheet.Choice, Required: true, Label: c.T.T("level.org"), Options: owners})
		}
		fields = append(fields, sheet.Field{Name: "kind", Kind: sheet.Choice, Required: true, Options: kinds})
	} else {
		title, action = s.Name, paths.AdminPhones(sheet.Text(s.ID))
		parts = append(parts, p.phoneFacts(c, &s, secret))
	}
	if s.ID == 0 || s.Kind == line.AMI {
		fields = append(fields, sheet.Field{Name: "address", Width: "m"}, sheet.Field{Name: "login", Width: "m"}, sheet.Field{Name: "password", Width: "m", Type: "password"})
	}
	fields = append(fields, sheet.Field{Name: "prefix", Width: "m"}, sheet.Field{Name: "active", Kind: sheet.Yes})
	form := sheet.Of(c, f, area, action, c.T.T("line.admin.save"), fields...).Versioned(sheet.Text(s.Version)).Back(paths.AdminPhones())
	parts = append(parts, form.Show(c.T))
	if s.ID != 0 && s.Kind == line.Webhook {
		parts = append(parts, sheet.Do(c, paths.AdminPhones(sheet.Text(s.ID), "secret"), c.T.T("line.admin.new_secret"), "").Show(c.T))
	}
	return p.show(c, status, sheet.Head{Title: title, Above: []ui.Crumb{{Href: paths.AdminPhones(), Text: c.T.T("line.admin.phones")}}}, parts...)
}

func (p *pages) phoneFacts(c *web.Ctx, s *line.Source, secret string) templ.Component {
	base := strings.TrimSuffix(p.BaseURL, "/")
	facts := []ui.Definition{{Term: c.T.T("line.admin.heard"), Text: heard(c, s)}}
	if s.Fault != "" {
		facts = append(facts, ui.Definition{Term: c.T.T("line.admin.fault"), Text: fault(c, s)})
	}
	if s.Kind == line.Webhook {
		facts = append(facts, ui.Definition{Term: c.T.T("line.admin.address"), Text: base + "/hook/calls/" + s.Key})
	}
	facts = append(facts, ui.Definition{Term: c.T.T("line.admin.pop"), Text: base + "/desk/pop?ani={ani}&dnis={dnis}&callid={callid}&queue={queue}"})
	list := ui.DefinitionList(facts)
	if secret == "" {
		return list
	}
	return sheet.Stack(ui.Alert(ui.AlertView{Color: ui.Warning, Title: c.T.T("line.admin.secret"), Text: secret}), list)
}

// savePhone adds a telephone system, or changes the one in the address.
func (p *pages) savePhone(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	var s line.Source
	if c.Param("id") != "" {
		if s, err = p.onePhone(c); err != nil {
			return err
		}
		s.Version = f.Int("version")
	} else {
		orgs, err := p.orgs(c)
		if err != nil {
			return err
		}
		s.Kind, s.Org = f.Get("kind"), orgs[0].ID
		if asked := directory.OrgID(f.Int("org")); asked != 0 {
			s.Org = asked
		}
	}
	old := s
	s.Name, s.Address, s.Login, s.Prefix, s.Active = f.Words("name"), f.Get("address"), f.Get("login"), f.Get("prefix"), f.Has("active")
	saved, secret, err := p.Line.SaveSource(c.Context(), c.Actor(), s, f.Get("password"))
	if status, again := sheet.Again(f, err); again {
		return p.phoneForm(c, status, f, old, "")
	}
	if err != nil {
		return err
	}
	if secret != "" {
		return p.phoneForm(c, http.StatusOK, phoneValues(&saved), saved, secret)
	}
	c.Flash("line.admin.saved")
	return c.Redirect(paths.AdminPhones())
}

func (p *pages) newSecret(c *web.Ctx) error {
	s, err := p.onePhone(c)
	if err != nil {
		return err
	}
	s, secret, err := p.Line.NewSecret(c.Context(), c.Actor(), s.ID)
	if err != nil {
		return err
	}
	return p.phoneForm(c, http.StatusOK, phoneValues(&s), s, secret)
}

// short shows whose telephone each short number is.
func (p *pages) short(c *web.Ctx) error {
	orgs, err := p.orgs(c)
	if err != nil {
		return err
	}
	text, err := p.Line.Extensions(c.Context(), c.Actor(), orgs[0].ID)
	if err != nil {
		return err
	}
	return p.shortForm(c, http.StatusOK, web.NewForm("people", text))
}

func (p *pages) shortForm(c *web.Ctx, status int, f *web.Form) error {
	form := sheet.Of(c, f, area, paths.AdminPhones("short"), c.T.T("line.admin.save"), sheet.Field{Name: "people", Kind: sheet.Long}).Back(paths.AdminPhones())
	h := sheet.Head{Title: c.T.T("line.admin.extensions"), Lead: c.T.T("line.admin.extensions_lead"), Above: []ui.Crumb{{Href: paths.AdminPhones(), Text: c.T.T("line.admin.phones")}}}
	return p.show(c, status, h, form.Show(c.T))
}

func (p *pages) setShort(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	orgs, err := p.orgs(c)
	if err != nil {
		return err
	}
	err = p.Line.SetExtensions(c.Context(), c.Actor(), orgs[0].ID, f.Words("people"))
	if status, again := sheet.Again(f, err); again {
		return p.shortForm(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("line.admin.saved")
	return c.Redirect(paths.AdminPhones())
}
