package connectors

import (
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/report"
	"lotsen/internal/desk/ticket"
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
	Ticket    *ticket.Service
	Connector *connector.Service
}

type pages struct{ Deps }

const area = "connector.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(connector.MayArrange)
	rs.Handle("GET /admin/connectors", may, p.list)
	rs.Handle("POST /admin/connectors", may, p.save)
	rs.Handle("GET /admin/connectors/new", may, p.blank)
	rs.Handle("GET /admin/self-jobs", may, p.jobs)
	rs.Handle("GET /admin/self-jobs/{id}", may, p.job)
	rs.Handle("POST /admin/self-jobs/{id}/again", may, p.again, web.BackTo("/admin/self-jobs/{id}"))
	rs.Handle("POST /admin/self-jobs/{id}/stop", may, p.stop, web.BackTo("/admin/self-jobs/{id}"))
	rs.Handle("GET /admin/self-guides/{platform}", may, p.guide)
	rs.Handle("POST /admin/self-guides/{platform}", may, p.saveGuide)
	rs.Handle("GET /admin/connectors/{id}", may, p.one)
	rs.Handle("POST /admin/connectors/{id}", may, p.save)
	rs.Handle("POST /admin/connectors/{id}/try", may, p.try, web.BackTo("/admin/connectors/{id}"))
	rs.Handle("POST /admin/connectors/{id}/pause", may, p.pause, web.BackTo("/admin/connectors/{id}"))
	rs.Handle("GET /desk/reports/self", web.May(report.MayRead), p.share)
}

// org is the organisation in the address or the form, else the reader's own or the first for which they hold the verb.
func (p *pages) org(c *web.Ctx, f *web.Form, verb authz.Verb, path string) (directory.Organisation, *ui.TabsView, error) {
	by := c.Actor()
	list, err := p.Directory.Organisations(c.Context(), by)
	if err != nil {
		return directory.Organisation{}, nil, err
	}
	list = slices.DeleteFunc(list, func(o directory.Organisation) bool { return !by.MayIn(verb, authz.Organisation, int64(o.ID)) })
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
	tabs := &ui.TabsView{Label: c.T.T("connector.org")}
	for _, o := range list {
		tabs.Tabs = append(tabs.Tabs, ui.TabView{Href: in(o.ID, path), Text: o.Name, Current: o.ID == list[at].ID})
	}
	return list[at], tabs, nil
}

func in(org directory.OrgID, path string) string { return paths.With(path, "org", sheet.Text(org)) }

func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Admin, paths.Admin()
	h.Above = append([]ui.Crumb{{Href: paths.Admin(), Text: c.T.T("admin.title")}}, h.Above...)
	return sheet.Page(c, p.Shell, status, h, parts...)
}

func home(c *web.Ctx, org directory.OrgID) ui.Crumb {
	return ui.Crumb{Href: in(org, paths.AdminConnectors()), Text: c.T.T("connector.title")}
}

// list shows the connectors and how they do.
func (p *pages) list(c *web.Ctx) error {
	org, tabs, err := p.org(c, nil, connector.MayArrange, paths.AdminConnectors())
	if err != nil {
		return err
	}
	list, err := p.Connector.List(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	t := c.T
	h := sheet.Head{Title: t.T("connector.title"), Lead: t.T("connector.lead"), Tabs: tabs, Actions: []templ.Component{
		ui.ButtonLink(in(org.ID, paths.AdminConnectors("new")), ui.ButtonView{Text: t.T("connector.add"), Icon: "plus"}),
		ui.ButtonLink(in(org.ID, paths.AdminSelf("jobs")), ui.ButtonView{Text: t.T("connector.jobs.title"), Variant: ui.Secondary}),
	}}
	if c.Actor().MayIn(report.MayRead, authz.Organisation, int64(org.ID)) {
		h.Actions = append(h.Actions, ui.ButtonLink(in(org.ID, paths.SelfShare()), ui.ButtonView{Text: t.T("connector.share.title"), Variant: ui.Secondary}))
	}
	if len(list) == 0 {
		return p.show(c, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Icon: "key", Title: t.T("connector.empty")}), guideLinks(c, org.ID))
	}
	v := ui.TableView{ID: "connectors", Caption: t.T("connector.title"), CaptionHidden: true}
	for _, name := range []string{"name", "kind", "state", "done", "open", "lost"} {
		v.Columns = append(v.Columns, ui.Column{Text: t.T("connector.column." + name), Number: name == "open" || name == "lost"})
	}
	for i := range list {
		x := &list[i]
		v.Rows = append(v.Rows, ui.Row{ID: sheet.Text(x.ID), Muted: !x.Active, Cells: []ui.Cell{
			{Text: x.Name, Href: paths.AdminConnectors(sheet.Text(x.ID)), Item: true},
			{Text: t.T("connector.kind." + string(x.Kind)), Note: t.T("connector.way." + string(x.Way))},
			{Content: ui.Tag(state(c, x))},
			{Text: t.DateTime(x.DoneAt), Nowrap: true},
			{Text: sheet.Text(x.Open)},
			{Text: sheet.Text(x.Lost)},
		}})
	}
	return p.show(c, http.StatusOK, h, ui.Table(v), guideLinks(c, org.ID))
}

func state(c *web.Ctx, x *connector.Connector) ui.TagView {
	switch {
	case !x.Active:
		return ui.TagView{Text: c.T.T("connector.standing.off"), Icon: "pause"}
	case !x.FailedAt.IsZero():
		return ui.TagView{Text: c.T.T("connector.standing.fails"), Color: ui.Danger, Icon: "outage"}
	case x.DoneAt.IsZero():
		return ui.TagView{Text: c.T.T("connector.standing.new"), Color: ui.Info, Icon: "clock"}
	}
	return ui.TagView{Text: c.T.T("connector.standing.works"), Color: ui.Success, Icon: "check"}
}

// guideLinks lead to the words about setting up phones.
func guideLinks(c *web.Ctx, org directory.OrgID) templ.Component {
	var links []templ.Component
	for _, name := range connector.Platforms() {
		links = append(links, sheet.Go(in(org, paths.AdminSelf("guides", name)), c.T.T("connector.platform."+name)))
	}
	return sheet.Panel(ui.PanelView{ID: "guides", Title: c.T.T("connector.guides.title")}, append([]templ.Component{sheet.Note(c.T.T("connector.guides.lead"))}, links...)...)
}

// found is the connector in the address; the zero one where the address has none.
func (p *pages) found(c *web.Ctx) (connector.Connector, error) {
	if c.Param("id") == "" {
		return connector.Connector{}, nil
	}
	id, err := sheet.Number[connector.ID](c, "id")
	if err != nil {
		return connector.Connector{}, err
	}
	return p.Connector.Load(c.Context(), c.Actor(), id)
}

func (p *pages) blank(c *web.Ctx) error {
	org, _, err := p.org(c, nil, connector.MayArrange, paths.AdminConnectors("new"))
	if err != nil {
		return err
	}
	kind := connector.Kind(c.Query("kind"))
	if !slices.Contains(connector.Kinds(), kind) {
		return p.chooseKind(c, org.ID)
	}
	f := web.NewForm("kind", string(kind), "way", c.Query("way"), "minutes", "30", "attr", "uid", "by", string(connector.ByLogin), "set", string(connector.SetExtended))
	return p.showOne(c, http.StatusOK, f, org.ID, connector.Connector{Kind: kind})
}

// chooseKind asks first what is to be done, and how it is reached: the rest of the form follows from that.
func (p *pages) chooseKind(c *web.Ctx, org directory.OrgID) error {
	t := c.T
	var groups []templ.Component
	for _, k := range connector.Kinds() {
		var links []templ.Component
		for _, w := range p.Connector.Offered(k) {
			to := paths.With(in(org, paths.AdminConnectors("new")), "kind", string(k), "way", string(w))
			links = append(links, sheet.Go(to, t.T("connector.way."+string(w))))
		}
		groups = append(groups, sheet.Panel(ui.PanelView{ID: "kind-" + string(k), Title: t.T("connector.kind." + string(k))}, links...))
	}
	return p.show(c, http.StatusOK, sheet.Head{Title: t.T("connector.add"), Lead: t.T("connector.add_lead"), Above: []ui.Crumb{home(c, org)}}, groups...)
}

func (p *pages) one(c *web.Ctx) error {
	x, err := p.found(c)
	if err != nil {
		return err
	}
	return p.showOne(c, http.StatusOK, formOf(&x), x.Org, x)
}

func formOf(x *connector.Connector) *web.Form {
	f := web.NewForm("name", x.Name, "kind", string(x.Kind), "way", string(x.Way), "desk", sheet.Text(x.Desk), "category", sheet.Text(x.Category), "url", x.Config.URL,
		"bind", x.Config.Bind, "base", x.Config.Base, "attr", x.Config.Attr, "by", string(x.Config.By), "set", string(x.Config.Set), "ca", x.Config.CA,
		"minutes", sheet.Text(int(x.Within/time.Minute)), "policy_sv", x.PolicySv, "policy_en", x.PolicyEn)
	for name, on := range map[string]bool{"starttls": x.Config.StartTLS, "force": x.Config.Force, "active": x.Active} {
		if on {
			f.Set(name, "1")
		}
	}
	return f
}
