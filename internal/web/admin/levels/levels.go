package levels

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/level"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/agent/support"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Level     *level.Service
	Directory *directory.Service
}

type pages struct{ Deps }

const area = "level.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(level.MayWrite)
	rs.Handle("GET /admin/levels", may, p.levels)
	rs.Handle("POST /admin/levels/install", may, p.install, web.BackTo("/admin/levels"))
	rs.Handle("GET /admin/levels/{id}", may, p.level)
	rs.Handle("POST /admin/levels/{id}", may, p.change)
	rs.Handle("GET /admin/levels/routes", may, p.routes)
	rs.Handle("POST /admin/levels/routes", may, p.setRoute)
}

// org is the organisation that the address or the form names, else the reader's own or the first that they may keep.
func (p *pages) org(c *web.Ctx, f *web.Form) (directory.Organisation, *ui.TabsView, error) {
	by := c.Actor()
	list, err := p.Directory.Organisations(c.Context(), by)
	if err != nil {
		return directory.Organisation{}, nil, err
	}
	list = slices.DeleteFunc(list, func(o directory.Organisation) bool { return !by.MayIn(level.MayWrite, authz.Organisation, int64(o.ID)) })
	asked := sheet.Asked[directory.OrgID](c, "org")
	if f.Int("org") != 0 {
		asked = directory.OrgID(f.Int("org"))
	}
	at := slices.IndexFunc(list, func(o directory.Organisation) bool { return o.ID == asked })
	if asked == 0 {
		at = max(0, slices.IndexFunc(list, func(o directory.Organisation) bool { return int64(o.ID) == by.Org }))
	}
	if at < 0 || len(list) == 0 {
		return directory.Organisation{}, nil, errs.Missing()
	}
	tabs := &ui.TabsView{Label: c.T.T("level.org")}
	for _, o := range list {
		tabs.Tabs = append(tabs.Tabs, ui.TabView{Href: paths.With(c.Request().URL.Path, "org", sheet.Text(o.ID)), Text: o.Name, Current: o.ID == list[at].ID})
	}
	return list[at], tabs, nil
}

func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Admin, paths.Admin()
	h.Above = append([]ui.Crumb{{Href: paths.Admin(), Text: c.T.T("admin.title")}}, h.Above...)
	return sheet.Page(c, p.Shell, status, h, parts...)
}

func in(org directory.Organisation, path string) string {
	return paths.With(path, "org", sheet.Text(org.ID))
}

// levels shows the matrix.
func (p *pages) levels(c *web.Ctx) error {
	org, tabs, err := p.org(c, nil)
	if err != nil {
		return err
	}
	m, err := p.Level.Matrix(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("level.title"), Lead: c.T.T("level.lead"), Tabs: tabs}
	if len(m.Levels) == 0 {
		put := sheet.Of(c, nil, area, paths.AdminLevels("install"), c.T.T("level.install")).Hidden("org", sheet.Text(org.ID))
		return p.show(c, http.StatusOK, h, sheet.Say(c.T.T("level.none")), put.Show(c.T))
	}
	h.Actions = []templ.Component{
		ui.ButtonLink(in(org, paths.AdminLevels("routes")), ui.ButtonView{Text: c.T.T("level.routes"), Variant: ui.Secondary}),
		ui.ButtonLink(paths.With(paths.Assets(), "org", sheet.Text(org.ID)), ui.ButtonView{Text: c.T.T("level.devices"), Variant: ui.Secondary, Icon: "device"}),
	}
	var items []ui.ItemView
	for _, l := range m.Levels {
		items = append(items, ui.ItemView{ID: "level-" + sheet.Text(l.Number), Href: in(org, paths.AdminLevels(sheet.Text(l.ID))), Title: c.T.T("level.number", "number", l.Number) + ", " + l.Name(c.T.Lang())})
	}
	return p.show(c, http.StatusOK, h, ui.Items(c.T.T("level.title"), items), support.Table(c, m, 0))
}

func (p *pages) install(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	org, _, err := p.org(c, f)
	if err != nil {
		return err
	}
	if err := p.Level.Install(c.Context(), c.Actor(), org.ID); err != nil {
		return err
	}
	c.Flash("level.installed")
	return c.Redirect(in(org, paths.AdminLevels()))
}

// found is the level in the address.
func (p *pages) found(c *web.Ctx, org directory.OrgID) (level.Matrix, level.Level, error) {
	id, err := sheet.Number[level.ID](c, "id")
	if err != nil {
		return level.Matrix{}, level.Level{}, err
	}
	m, err := p.Level.Matrix(c.Context(), c.Actor(), org)
	if err != nil {
		return m, level.Level{}, err
	}
	for _, l := range m.Levels {
		if l.ID == id {
			return m, l, nil
		}
	}
	return m, level.Level{}, errs.Missing()
}

func (p *pages) level(c *web.Ctx) error {
	org, _, err := p.org(c, nil)
	if err != nil {
		return err
	}
	m, l, err := p.found(c, org.ID)
	if err != nil {
		return err
	}
	pairs := []string{"sv", l.Sv, "en", l.En}
	for id, side := range l.Shares {
		pairs = append(pairs, string(side), sheet.Text(id))
	}
	return p.showLevel(c, http.StatusOK, web.NewForm(pairs...), org, m, l)
}

func (p *pages) showLevel(c *web.Ctx, status int, f *web.Form, org directory.Organisation, m level.Matrix, l level.Level) error {
	var tasks []ui.Option
	for _, t := range m.Tasks {
		tasks = append(tasks, ui.Option{Value: sheet.Text(t.ID), Text: t.Name(c.T.Lang())})
	}
	form := sheet.Of(c, f, area, in(org, paths.AdminLevels(sheet.Text(l.ID))), c.T.T("level.save"),
		sheet.Field{Name: "sv", Required: true}, sheet.Field{Name: "en"},
		sheet.Field{Name: "it", Kind: sheet.Several, Options: tasks}, sheet.Field{Name: "operation", Kind: sheet.Several, Options: tasks},
	).Versioned(sheet.Text(l.Version)).Back(in(org, paths.AdminLevels()))
	h := sheet.Head{Title: c.T.T("level.number", "number", l.Number), Lead: l.Name(c.T.Lang()), Above: []ui.Crumb{{Href: in(org, paths.AdminLevels()), Text: c.T.T("level.title")}}}
	return p.show(c, status, h, form.Show(c.T))
}

func (p *pages) change(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	org, _, err := p.org(c, f)
	if err != nil {
		return err
	}
	m, l, err := p.found(c, org.ID)
	if err != nil {
		return err
	}
	err = p.Level.Change(c.Context(), c.Actor(), org.ID, l.ID, f.Int("version"), level.Input{Sv: f.Words("sv"), En: f.Words("en"), IT: ids(f, "it"), Operation: ids(f, "operation")})
	if status, again := sheet.Again(f, err); again {
		return p.showLevel(c, status, f, org, m, l)
	}
	if err != nil {
		return err
	}
	c.Flash("level.saved")
	return c.Redirect(in(org, paths.AdminLevels()))
}

func ids(f *web.Form, name string) []level.TaskID {
	var out []level.TaskID
	for _, s := range f.All(name) {
		out = append(out, level.TaskID(web.NewForm("id", s).Int("id")))
	}
	return out
}
