package callers

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/verify"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/agent/caller"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Verify    *verify.Service
	Directory *directory.Service
}

type pages struct{ Deps }

const area = "verify.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(verify.MayArrange)
	rs.Handle("GET "+paths.AdminCallers(), may, p.list)
	rs.Handle("GET "+paths.AdminCallers("new"), may, p.edit)
	rs.Handle("POST "+paths.AdminCallers("new"), may, p.save)
	rs.Handle("GET /admin/callers/{code}", may, p.edit)
	rs.Handle("POST /admin/callers/{code}", may, p.save)
}

// org is the organisation in the address, else the reader's own or the first for which they decide.
func (p *pages) org(c *web.Ctx) (directory.Organisation, *ui.TabsView, error) {
	by := c.Actor()
	list, err := p.Directory.Organisations(c.Context(), by)
	if err != nil {
		return directory.Organisation{}, nil, err
	}
	list = slices.DeleteFunc(list, func(o directory.Organisation) bool {
		return !by.MayIn(verify.MayArrange, authz.Organisation, int64(o.ID))
	})
	asked := sheet.Asked[directory.OrgID](c, "org")
	at := slices.IndexFunc(list, func(o directory.Organisation) bool { return o.ID == asked })
	if asked == 0 {
		at = max(0, slices.IndexFunc(list, func(o directory.Organisation) bool { return int64(o.ID) == by.Org }))
	}
	if at < 0 || len(list) == 0 {
		return directory.Organisation{}, nil, errs.Missing()
	}
	tabs := &ui.TabsView{Label: c.T.T("level.org")}
	for _, o := range list {
		tabs.Tabs = append(tabs.Tabs, ui.TabView{Href: in(o, paths.AdminCallers()), Text: o.Name, Current: o.ID == list[at].ID})
	}
	return list[at], tabs, nil
}

func in(org directory.Organisation, path string) string {
	return paths.With(path, "org", sheet.Text(org.ID))
}

func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Admin, paths.Admin()
	h.Above = append([]ui.Crumb{{Href: paths.Admin(), Text: c.T.T("admin.title")}}, h.Above...)
	return sheet.Page(c, p.Shell, status, h, parts...)
}

func (p *pages) list(c *web.Ctx) error {
	org, tabs, err := p.org(c)
	if err != nil {
		return err
	}
	list, err := p.Verify.Methods(c.Context(), org.ID)
	if err != nil {
		return err
	}
	table := ui.TableView{ID: "methods", Caption: c.T.T("verify.admin.title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T("verify.admin.name")}, {Text: c.T.T("verify.admin.strength")}, {Text: c.T.T("verify.admin.used")},
	}}
	for _, m := range list {
		used := c.T.T("verify.admin.yes")
		if !m.Active {
			used = c.T.T("verify.admin.no")
		}
		table.Rows = append(table.Rows, ui.Row{ID: m.Code, Muted: !m.Active, Cells: []ui.Cell{
			{Text: caller.MethodName(c.T, m), Href: in(org, paths.AdminCallers(m.Code)), Header: true}, {Text: c.T.T("verify.strength." + sheet.Text(m.Strength))}, {Text: used},
		}})
	}
	return p.show(c, http.StatusOK, sheet.Head{
		Title: c.T.T("verify.admin.title"), Lead: c.T.T("verify.admin.lead"), Tabs: tabs,
		Actions: []templ.Component{ui.ButtonLink(in(org, paths.AdminCallers("new")), ui.ButtonView{Text: c.T.T("verify.admin.add"), Icon: "plus"})},
	}, ui.Table(table))
}

// one is the method in the address; a new one without.
func (p *pages) one(c *web.Ctx, org directory.OrgID) (verify.Method, error) {
	code := c.Param("code")
	if code == "" {
		return verify.Method{Strength: verify.Medium, Active: true}, nil
	}
	list, err := p.Verify.Methods(c.Context(), org)
	if err != nil {
		return verify.Method{}, err
	}
	at := slices.IndexFunc(list, func(m verify.Method) bool { return m.Code == code })
	if at < 0 {
		return verify.Method{}, errs.Missing()
	}
	return list[at], nil
}

func (p *pages) edit(c *web.Ctx) error {
	org, _, err := p.org(c)
	if err != nil {
		return err
	}
	m, err := p.one(c, org.ID)
	if err != nil {
		return err
	}
	f := web.NewForm("name_sv", m.Sv, "name_en", m.En, "strength", sheet.Text(m.Strength))
	if m.Active {
		f.Set("active", "1")
	}
	return p.ask(c, http.StatusOK, org, m, f)
}

func (p *pages) ask(c *web.Ctx, status int, org directory.Organisation, m verify.Method, f *web.Form) error {
	title, action := c.T.T("verify.admin.add"), in(org, paths.AdminCallers("new"))
	var fields []sheet.Field
	if m.Code != "" {
		title, action = c.T.T("verify.admin.edit", "name", caller.MethodName(c.T, m)), in(org, paths.AdminCallers(m.Code))
	}
	if m.Code == "" || m.Sv != "" {
		fields = append(fields, sheet.Field{Name: "name_sv", Required: true, Width: "m"}, sheet.Field{Name: "name_en", Width: "m"})
	}
	var strengths []ui.Option
	for s := verify.Weak; s <= verify.Strong; s++ {
		strengths = append(strengths, ui.Option{Value: sheet.Text(s), Text: c.T.T("verify.strength." + sheet.Text(s))})
	}
	fields = append(fields, sheet.Field{Name: "strength", Kind: sheet.Choice, Required: true, Options: strengths, Width: "s"}, sheet.Field{Name: "active", Kind: sheet.Yes})
	form := sheet.Of(c, f, area, action, c.T.T("verify.admin.save"), fields...).Back(in(org, paths.AdminCallers()))
	return p.show(c, status, sheet.Head{Title: title, Above: []ui.Crumb{{Href: in(org, paths.AdminCallers()), Text: c.T.T("verify.admin.title")}}}, form.Show(c.T))
}

func (p *pages) save(c *web.Ctx) error {
	org, _, err := p.org(c)
	if err != nil {
		return err
	}
	m, err := p.one(c, org.ID)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = p.Verify.SaveMethod(c.Context(), c.Actor(), org.ID, verify.Method{
		Code: m.Code, Sv: f.Words("name_sv"), En: f.Words("name_en"), Strength: int(f.Int("strength")), Active: f.Has("active"),
	})
	if status, yes := sheet.Again(f, err); yes {
		return p.ask(c, status, org, m, f)
	}
	if err != nil {
		return err
	}
	c.Flash("verify.admin.saved")
	return c.Redirect(in(org, paths.AdminCallers()))
}
