package bridges

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/bridge"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Bridge    *bridge.Service
	BaseURL   string
}

type pages struct{ Deps }

const area = "bridge.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(bridge.MayConnect)
	rs.Handle("GET /admin/bridges", may, p.list)
	rs.Handle("POST /admin/bridges", may, p.save)
	rs.Handle("GET /admin/bridges/new", may, p.blank)
	rs.Handle("GET /admin/bridges/{id}", may, p.bridge)
	rs.Handle("POST /admin/bridges/{id}", may, p.save)
	rs.Handle("POST /admin/bridges/{id}/try", may, p.try, web.BackTo("/admin/bridges/{id}"))
	rs.Handle("POST /admin/bridges/{id}/again", may, p.again, web.BackTo("/admin/bridges/{id}"))
}

// org is the organisation in the address or the form, else the reader's own or the first that they may join.
func (p *pages) org(c *web.Ctx, f *web.Form) (directory.Organisation, *ui.TabsView, error) {
	by := c.Actor()
	list, err := p.Directory.Organisations(c.Context(), by)
	if err != nil {
		return directory.Organisation{}, nil, err
	}
	list = slices.DeleteFunc(list, func(o directory.Organisation) bool {
		return !by.MayIn(bridge.MayConnect, authz.Organisation, int64(o.ID))
	})
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
	tabs := &ui.TabsView{Label: c.T.T("bridge.org")}
	for _, o := range list {
		tabs.Tabs = append(tabs.Tabs, ui.TabView{Href: in(o.ID, paths.AdminBridges()), Text: o.Name, Current: o.ID == list[at].ID})
	}
	return list[at], tabs, nil
}

func in(org directory.OrgID, path string) string { return paths.With(path, "org", sheet.Text(org)) }

func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Admin, paths.Admin()
	h.Above = append([]ui.Crumb{{Href: paths.Admin(), Text: c.T.T("admin.title")}}, h.Above...)
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// list shows the bridges and how they do.
func (p *pages) list(c *web.Ctx) error {
	org, tabs, err := p.org(c, nil)
	if err != nil {
		return err
	}
	list, err := p.Bridge.List(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("bridge.title"), Lead: c.T.T("bridge.lead"), Tabs: tabs, Actions: []templ.Component{
		ui.ButtonLink(in(org.ID, paths.AdminBridges("new")), ui.ButtonView{Text: c.T.T("bridge.add"), Icon: "plus"}),
	}}
	if len(list) == 0 {
		return p.show(c, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Icon: "chat", Title: c.T.T("bridge.none")}))
	}
	t := ui.TableView{ID: "bridges", Caption: c.T.T("bridge.title"), CaptionHidden: true}
	for _, name := range []string{"name", "state", "heard", "sent", "waiting"} {
		t.Columns = append(t.Columns, ui.Column{Text: c.T.T("bridge.column." + name), Number: name == "waiting"})
	}
	for i := range list {
		b := &list[i]
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(b.ID), Muted: !b.Active, Cells: []ui.Cell{
			{Text: b.Name, Href: paths.AdminBridges(sheet.Text(b.ID)), Item: true},
			{Content: ui.Tag(state(c, b))},
			{Text: c.T.DateTime(b.HeardAt), Nowrap: true},
			{Text: c.T.DateTime(b.SentAt), Nowrap: true},
			{Text: sheet.Text(b.Waiting + b.Dead)},
		}})
	}
	return p.show(c, http.StatusOK, h, ui.Table(t))
}

func state(c *web.Ctx, b *bridge.Bridge) ui.TagView {
	switch {
	case !b.Active:
		return ui.TagView{Text: c.T.T("bridge.state.off"), Icon: "pause"}
	case b.Dead > 0 || !b.FailedAt.IsZero():
		return ui.TagView{Text: c.T.T("bridge.state.fails"), Color: ui.Danger, Icon: "outage"}
	case b.HeardAt.IsZero():
		return ui.TagView{Text: c.T.T("bridge.state.quiet"), Color: ui.Info, Icon: "clock"}
	}
	return ui.TagView{Text: c.T.T("bridge.state.works"), Color: ui.Success, Icon: "check"}
}

func (p *pages) blank(c *web.Ctx) error {
	org, _, err := p.org(c, nil)
	if err != nil {
		return err
	}
	return p.showOne(c, http.StatusOK, web.NewForm("name", "Teams", "match", string(bridge.ByExternal)), org.ID, bridge.Bridge{Kind: bridge.Teams})
}

// found is the bridge in the address; the zero bridge where the address has none.
func (p *pages) found(c *web.Ctx) (bridge.Bridge, error) {
	if c.Param("id") == "" {
		return bridge.Bridge{Kind: bridge.Teams}, nil
	}
	id, err := sheet.Number[bridge.ID](c, "id")
	if err != nil {
		return bridge.Bridge{}, err
	}
	return p.Bridge.Load(c.Context(), c.Actor(), id)
}

func (p *pages) bridge(c *web.Ctx) error {
	b, err := p.found(c)
	if err != nil {
		return err
	}
	return p.showOne(c, http.StatusOK, formOf(&b), b.Org, b)
}

func formOf(b *bridge.Bridge) *web.Form {
	f := web.NewForm("name", b.Name, "desk", sheet.Text(b.Desk), "app", b.App, "tenant", b.Tenant, "match", string(b.Match))
	if b.Active {
		f.Set("active", "1")
	}
	return f
}

func (p *pages) showOne(c *web.Ctx, status int, f *web.Form, org directory.OrgID, b bridge.Bridge) error {
	desks, err := p.Directory.Desks(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	var at, matches []ui.Option
	for _, d := range desks {
		if d.Org == org {
			at = append(at, ui.Option{Value: sheet.Text(d.ID), Text: d.Name})
		}
	}
	for _, m := range bridge.Matches() {
		matches = append(matches, ui.Option{Value: string(m), Text: c.T.T("bridge.match." + string(m))})
	}
	secret := sheet.Field{Name: "secret", Type: "password", Required: b.ID == 0, Width: "m"}
	if b.HasSecret {
		secret.Hint = c.T.T("bridge.secret_kept")
	}
	fields := []sheet.Field{
		{Name: "name", Required: true, Width: "m"},
		{Name: "desk", Kind: sheet.Choice, Required: true, Empty: c.T.T("bridge.choose"), Options: at},
		{Name: "app", Required: true, Width: "m"},
		{Name: "tenant", Required: true, Width: "m"},
		secret,
		{Name: "match", Kind: sheet.Choice, Required: true, Options: matches},
	}
	action, title := paths.AdminBridges(), c.T.T("bridge.add")
	if b.ID != 0 {
		action, title, fields = paths.AdminBridges(sheet.Text(b.ID)), b.Name, append(fields, sheet.Field{Name: "active", Kind: sheet.Yes})
	}
	f.Set("secret", "") // What was typed is never sent back.
	form := sheet.Of(c, f, area, action, c.T.T("bridge.save"), fields...).Versioned(sheet.Text(b.Version)).Hidden("org", sheet.Text(org)).Back(in(org, paths.AdminBridges()))
	h := sheet.Head{Title: title, Above: []ui.Crumb{{Href: in(org, paths.AdminBridges()), Text: c.T.T("bridge.title")}}}
	if b.ID == 0 {
		return p.show(c, status, h, form.Show(c.T))
	}
	h.Tags = []ui.TagView{state(c, &b)}
	return p.show(c, status, h, sheet.Split([]templ.Component{form.Show(c.T)}, p.beside(c, &b)))
}

// beside tells how a bridge does, and where the other system is to call.
func (p *pages) beside(c *web.Ctx, b *bridge.Bridge) []templ.Component {
	facts := []ui.Definition{
		{Term: c.T.T("bridge.address"), Text: p.BaseURL + "/hook/" + string(b.Kind) + "/" + b.Key},
		{Term: c.T.T("bridge.column.heard"), Text: c.T.DateTime(b.HeardAt)},
		{Term: c.T.T("bridge.column.sent"), Text: c.T.DateTime(b.SentAt)},
		{Term: c.T.T("bridge.column.waiting"), Text: sheet.Text(b.Waiting)},
	}
	if b.Refused != "" {
		facts = append(facts, ui.Definition{Term: c.T.T("bridge.refused"), Text: c.T.DateTime(b.RefusedAt) + ": " + b.Refused})
	}
	if b.Failed != "" {
		facts = append(facts, ui.Definition{Term: c.T.T("bridge.failed"), Text: c.T.DateTime(b.FailedAt) + ": " + b.Failed})
	}
	id := sheet.Text(b.ID)
	out := []templ.Component{sheet.Panel(ui.PanelView{ID: "bridge-status", Title: c.T.T("bridge.status")}, ui.DefinitionList(facts), sheet.Do(c, paths.AdminBridges(id, "try"), c.T.T("bridge.try"), "").Show(c.T))}
	if b.Dead > 0 {
		out = append(out, sheet.Panel(ui.PanelView{ID: "dead", Title: c.T.T("bridge.dead", "count", b.Dead)}, sheet.Do(c, paths.AdminBridges(id, "again"), c.T.T("bridge.again"), "").Show(c.T)))
	}
	return out
}

// save adds a bridge, or changes the one in the address.
func (p *pages) save(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	b, err := p.found(c)
	if err != nil {
		return err
	}
	want := bridge.Input{
		Desk: directory.DeskID(f.Int("desk")), Name: f.Words("name"), App: f.Get("app"), Tenant: f.Get("tenant"), Match: bridge.Match(f.Get("match")),
		Active: f.Has("active"), Secret: f.Get("secret"),
	}
	id, org := b.ID, b.Org
	if id == 0 {
		o, _, err := p.org(c, f)
		if err != nil {
			return err
		}
		org = o.ID
		id, err = p.Bridge.Add(c.Context(), c.Actor(), org, bridge.Teams, want)
		if status, again := sheet.Again(f, err); again {
			return p.showOne(c, status, f, org, b)
		}
		if err != nil {
			return err
		}
	} else {
		err := p.Bridge.Change(c.Context(), c.Actor(), id, f.Int("version"), want)
		if status, again := sheet.Again(f, err); again {
			return p.showOne(c, status, f, org, b)
		}
		if err != nil {
			return err
		}
	}
	c.Flash("bridge.saved")
	return c.Redirect(paths.AdminBridges(sheet.Text(id)))
}

// try asks the other system whether it knows us.
func (p *pages) try(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	b, err := p.found(c)
	if err != nil {
		return err
	}
	err = p.Bridge.Try(c.Context(), c.Actor(), b.ID)
	if status, again := sheet.Again(f, err); again {
		key, args := sheet.Words(err)
		shown := formOf(&b)
		var whole errs.Fields
		whole.Add("", key, args...)
		shown.Failed(whole.Err())
		return p.showOne(c, status, shown, b.Org, b)
	}
	if err != nil {
		return err
	}
	c.Flash("bridge.tried")
	return c.Redirect(paths.AdminBridges(sheet.Text(b.ID)))
}

// again has words said anew that were given up.
func (p *pages) again(c *web.Ctx) error {
	b, err := p.found(c)
	if err != nil {
		return err
	}
	if err := p.Bridge.Again(c.Context(), c.Actor(), b.ID); err != nil {
		return err
	}
	c.Flash("bridge.said_again")
	return c.Redirect(paths.AdminBridges(sheet.Text(b.ID)))
}
