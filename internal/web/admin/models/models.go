package models

import (
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/rental"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
	"lotsen/internal/web/paths"
	portal "lotsen/internal/web/portal/models"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Catalogue *catalogue.Service
	Model     *model.Service
	Rental    *rental.Service
}

type pages struct{ Deps }

const area = "model.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(model.MayWrite)
	rs.Handle("GET /admin/models", may, p.list)
	rs.Handle("GET /admin/models/new", may, p.blank)
	rs.Handle("POST /admin/models", may, p.add)
	rs.Handle("GET /admin/models/{id}", may, p.one)
	rs.Handle("POST /admin/models/{id}", may, p.change)
	rs.Handle("POST /admin/models/{id}/prices", may, p.setPrices)
	rs.Handle("POST /admin/models/{id}/range", may, p.decide)
	rs.Handle("GET /admin/agreements", may, p.agreements)
	rs.Handle("GET /admin/agreements/new", may, p.blankAgreement)
	rs.Handle("GET /admin/agreements/{id}", may, p.agreement)
	rs.Handle("POST /admin/agreements", may, p.saveAgreement)
	rs.Handle("POST /admin/agreements/{id}", may, p.saveAgreement)
	rs.Handle("GET /admin/models/lives", may, p.lives)
	rs.Handle("POST /admin/models/lives", may, p.agreeLife)
	lend := web.May(rental.MayWrite)
	rs.Handle("GET /admin/rental", lend, p.offices)
	rs.Handle("POST /admin/rental", lend, p.saveOffice)
	rs.Handle("GET /admin/rental/{id}", lend, p.office)
	rs.Handle("POST /admin/rental/{id}", lend, p.saveOffice)
	rs.Handle("POST /admin/rental/{id}/units", lend, p.addUnit)
	rs.Handle("POST /admin/rental/{id}/units/{unit}/end", lend, p.endUnit, web.BackTo("/admin/rental"))
}

// org is the organisation that the page is about: the one that the address or the form names, else the reader's own,
// else the first whose range they keep.
func (p *pages) org(c *web.Ctx, f *web.Form, verb authz.Verb) (directory.Organisation, *ui.TabsView, error) {
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
	at := slices.IndexFunc(list, func(o directory.Organisation) bool { return asked != 0 && o.ID == asked })
	if at < 0 && asked == 0 {
		at = max(0, slices.IndexFunc(list, func(o directory.Organisation) bool { return int64(o.ID) == by.Org }))
	}
	if at < 0 || at >= len(list) {
		return directory.Organisation{}, nil, errs.Missing()
	}
	tabs := &ui.TabsView{Label: c.T.T("admin.choose_org")}
	for _, o := range list {
		tabs.Tabs = append(tabs.Tabs, ui.TabView{Href: in(o.ID, c.Request().URL.Path), Text: o.Name, Current: o.ID == list[at].ID})
	}
	return list[at], tabs, nil
}

func in(org directory.OrgID, path string) string { return paths.With(path, "org", sheet.Text(org)) }

func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Admin, paths.Admin()
	h.Above = append([]ui.Crumb{{Href: paths.Admin(), Text: c.T.T("admin.title")}}, h.Above...)
	return sheet.Page(c, p.Shell, status, h, parts...)
}

func (p *pages) above(c *web.Ctx, org directory.OrgID) []ui.Crumb {
	return []ui.Crumb{{Href: in(org, paths.AdminModels()), Text: c.T.T("model.admin")}}
}

// list shows all models, those in the range first, and what the forum decided last.
func (p *pages) list(c *web.Ctx) error {
	o, tabs, err := p.org(c, nil, model.MayWrite)
	if err != nil {
		return err
	}
	all, err := p.Model.All(c.Context(), c.Actor(), o.ID)
	if err != nil {
		return err
	}
	decisions, err := p.Model.Decisions(c.Context(), c.Actor(), o.ID)
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b model.Model) int { return at(a) - at(b) })
	t := ui.TableView{ID: "models", Caption: c.T.T("model.admin"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T(area + "model")},
		{Text: c.T.T(area + "kind")},
		{Text: c.T.T(area + "life"), Number: true},
		{Text: c.T.T("model.year_cost"), Number: true},
		{Text: c.T.T(area + "agreement")},
		{Text: c.T.T("model.range")},
	}}
	for i := range all {
		m := &all[i]
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(m.ID), Muted: !m.InRange, Cells: []ui.Cell{
			{Text: m.Title(), Href: paths.AdminModels(sheet.Text(m.ID)), Item: true},
			{Text: c.T.T("model.kind." + string(m.Kind))},
			{Text: portal.Months(c.T, m.Life), Nowrap: true},
			{Text: money.Ore(c.T, m.YearCost()), Nowrap: true},
			{Text: dash(m.AgreementNumber)},
			{Content: inRange(c, m)},
		}})
	}
	parts := []templ.Component{ui.Table(t)}
	if len(all) == 0 {
		parts = []templ.Component{ui.EmptyState(ui.EmptyView{Icon: "device", Title: c.T.T("model.none_yet")})}
	}
	if len(decisions) > 0 {
		parts = append(parts, sheet.Panel(ui.PanelView{ID: "decisions", Title: c.T.T("model.decisions")}, decided(c, decisions, true)))
	}
	return p.show(c, http.StatusOK, sheet.Head{Title: c.T.T("model.admin"), Lead: c.T.T("model.admin_lead"), Tabs: tabs, Actions: []templ.Component{
		ui.ButtonLink(in(o.ID, paths.AdminModels("new")), ui.ButtonView{Text: c.T.T("model.add"), Icon: "plus"}),
		ui.ButtonLink(in(o.ID, paths.AdminAgreements()), ui.ButtonView{Text: c.T.T("model.agreements"), Variant: ui.Secondary}),
		ui.ButtonLink(in(o.ID, paths.AdminModels("lives")), ui.ButtonView{Text: c.T.T("model.lives"), Variant: ui.Secondary}),
	}}, parts...)
}

// at is where a model stands in the list: the range before the rest.
func at(m model.Model) int {
	n := slices.Index(model.Kinds(), m.Kind)
	if !m.InRange {
		n += 100
	}
	return n
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func inRange(c *web.Ctx, m *model.Model) templ.Component {
	if m.InRange {
		return ui.Tag(ui.TagView{Text: c.T.T("model.in_range"), Color: ui.Success})
	}
	return ui.Tag(ui.TagView{Text: c.T.T("model.not_in_range")})
}

// decided lists decisions of forums, with the model where there are several.
func decided(c *web.Ctx, list []model.Decision, titled bool) templ.Component {
	t := ui.TableView{ID: "decided", Caption: c.T.T("model.decisions"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T("model.decision")}, {Text: c.T.T(area + "forum")}, {Text: c.T.T(area + "held_on")}, {Text: c.T.T(area + "reference")}, {Text: c.T.T("model.noted")},
	}}
	for _, d := range list {
		what := c.T.T("model.went_out")
		if d.InRange {
			what = c.T.T("model.came_in")
		}
		first := ui.Cell{Text: what, Note: d.Note}
		if titled {
			first = ui.Cell{Text: d.Title, Note: what, Href: paths.AdminModels(sheet.Text(d.Model))}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{first, {Text: d.Forum}, {Text: d.HeldOn, Nowrap: true}, {Text: dash(d.Reference)}, {Text: dash(d.Who), Note: d.At.Format(time.DateOnly)}}})
	}
	return ui.Table(t)
}
