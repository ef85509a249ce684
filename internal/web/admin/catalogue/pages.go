package catalogue

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	portalcatalogue "lotsen/internal/web/portal/catalogue"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Catalogue *catalogue.Service
	// Keepers are those of an organisation who may own an offer.
	Keepers func(ctx context.Context, by authz.Actor, org directory.OrgID) (map[directory.PersonID]string, error)
	Roles   []access.RoleSpec
	// Shipped are the offers that come with the product for an organisation.
	Shipped func(ctx context.Context, by authz.Actor, org directory.OrgID) ([]catalogue.Offer, error)
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "catalogue.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(catalogue.MayWrite)
	rs.Handle("GET /admin/catalogue", may, p.list)
	rs.Handle("POST /admin/catalogue", may, p.save)
	rs.Handle("POST /admin/catalogue/shipped", may, p.takeOver, web.BackTo("/admin/catalogue"))
	rs.Handle("GET /admin/catalogue/new", may, p.blank)
	rs.Handle("GET /admin/catalogue/education", may, p.education)
	rs.Handle("POST /admin/catalogue/education", may, p.setEducation)
	rs.Handle("GET /admin/catalogue/{id}", may, p.edit)
	rs.Handle("POST /admin/catalogue/{id}", may, p.save)
	rs.Handle("POST /admin/catalogue/{id}/retire", may, p.turn(true), web.BackTo("/admin/catalogue/{id}"))
	rs.Handle("POST /admin/catalogue/{id}/revive", may, p.turn(false), web.BackTo("/admin/catalogue/{id}"))
	rs.Handle("GET /admin/catalogue/{id}/versions", may, p.versions)
	rs.Handle("GET /admin/catalogue/{id}/preview", may, p.preview)
}

// show answers with a page of the administration.
func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Admin, paths.Admin()
	h.Above = append([]ui.Crumb{{Href: paths.Admin(), Text: c.T.T("admin.title")}}, h.Above...)
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// org is the organisation that the address or the form names, of those whose catalogue the reader keeps; else their own
// or the first.
func (p *pages) org(c *web.Ctx, f *web.Form) (directory.OrgID, *ui.TabsView, error) {
	list, err := p.Directory.Organisations(c.Context(), c.Actor())
	if err != nil {
		return 0, nil, err
	}
	list = slices.DeleteFunc(list, func(o directory.Organisation) bool {
		return !c.Actor().MayIn(catalogue.MayWrite, authz.Organisation, int64(o.ID))
	})
	asked := sheet.Asked[directory.OrgID](c, "org")
	if f.Int("org") != 0 {
		asked = directory.OrgID(f.Int("org"))
	}
	at := slices.IndexFunc(list, func(o directory.Organisation) bool { return o.ID == asked })
	if asked == 0 && len(list) > 0 {
		at = max(0, slices.IndexFunc(list, func(o directory.Organisation) bool { return int64(o.ID) == c.Actor().Org }))
	}
	if at < 0 {
		return 0, nil, errs.Missing()
	}
	tabs := &ui.TabsView{Label: c.T.T("catalogue.admin.org")}
	for _, o := range list {
		tabs.Tabs = append(tabs.Tabs, ui.TabView{Href: in(o.ID, paths.AdminCatalogue()), Text: o.Name, Current: o.ID == list[at].ID})
	}
	return list[at].ID, tabs, nil
}

func in(org directory.OrgID, path string) string { return paths.With(path, "org", sheet.Text(org)) }

func to(i *catalogue.Item, parts ...string) string {
	return paths.AdminCatalogue(append([]string{sheet.Text(i.ID)}, parts...)...)
}

func above(c *web.Ctx, org directory.OrgID) []ui.Crumb {
	return []ui.Crumb{{Href: in(org, paths.AdminCatalogue()), Text: c.T.T("catalogue.admin.title")}}
}

// list is everything that is kept, drafts and retired ones too.
func (p *pages) list(c *web.Ctx) error {
	org, tabs, err := p.org(c, nil)
	if err != nil {
		return err
	}
	q := catalogue.KeptInput{Org: org, State: catalogue.State(c.Query("state")), Q: c.Query("q"), After: sheet.Asked[catalogue.ID](c, "after")}
	page, err := p.Catalogue.Kept(c.Context(), c.Actor(), q)
	if err != nil {
		return err
	}
	var states []ui.Option
	for _, s := range []catalogue.State{catalogue.Draft, catalogue.Published, catalogue.Retired} {
		states = append(states, ui.Option{Value: string(s), Text: c.T.T("catalogue.state." + string(s))})
	}
	narrow := sheet.Of(c, web.NewForm("q", q.Q, "state", string(q.State)), "catalogue.admin.find.", paths.AdminCatalogue(), c.T.T("catalogue.find"),
		sheet.Field{Name: "q", Type: "search"},
		sheet.Field{Name: "state", Kind: sheet.Choice, Options: states, Empty: c.T.T("catalogue.admin.every")},
	).Narrow().Hidden("org", sheet.Text(org))
	parts := []templ.Component{narrow.Show(c.T), p.table(c, page.Items)}
	if page.Next != 0 {
		older := paths.With(in(org, paths.AdminCatalogue()), "q", q.Q, "state", string(q.State), "after", sheet.Text(page.Next))
		parts = append(parts, ui.Pagination(c.T, ui.PaginationView{Older: older, OlderText: c.T.T("catalogue.more")}))
	}
	parts = append(parts, sheet.Row(
		sheet.Do(c, paths.AdminCatalogue("shipped"), c.T.T("catalogue.admin.take_over"), "").Hidden("org", sheet.Text(org)).Show(c.T),
		sheet.Go(in(org, paths.AdminCatalogue("education")), c.T.T("catalogue.education.title")),
	), sheet.Note(c.T.T("catalogue.admin.take_over_help")))
	return p.show(c, http.StatusOK, sheet.Head{
		Title: c.T.T("catalogue.admin.title"), Lead: c.T.T("catalogue.admin.lead"), Tabs: tabs,
		Actions: []templ.Component{ui.ButtonLink(in(org, paths.AdminCatalogue("new")), ui.ButtonView{Text: c.T.T("catalogue.admin.new"), Icon: "plus"})},
	}, parts...)
}

func (p *pages) table(c *web.Ctx, items []catalogue.Item) templ.Component {
	if len(items) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "order", Title: c.T.T("catalogue.admin.none")})
	}
	t := ui.TableView{ID: "offers", Caption: c.T.T("catalogue.admin.title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T("catalogue.price.name")},
		{Text: c.T.T(area + "category")},
		{Text: c.T.T(area + "kind")},
		{Text: c.T.T("catalogue.admin.state")},
		{Text: c.T.T("catalogue.price.price")},
		{Text: c.T.T(area + "review")},
	}}
	for i := range items {
		x := &items[i]
		review := ui.Cell{Text: "–", Nowrap: true}
		if !x.Review.IsZero() {
			review.Text = c.T.Date(x.Review)
			if x.State == catalogue.Published && !x.Review.After(c.Now()) {
				review.Content = ui.Tag(ui.TagView{Text: c.T.T("catalogue.admin.due"), Color: ui.Warning, Icon: "clock"})
			}
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(x.ID), Muted: x.State == catalogue.Retired, Cells: []ui.Cell{
			{Text: x.Name(c.T.Lang()), Href: to(x), Item: true, Note: x.Key},
			{Text: portalcatalogue.Category(c.T, x.Category)},
			{Text: c.T.T("catalogue.kind." + string(x.Kind))},
			{Content: sheet.Tags(states(c, x))},
			{Text: portalcatalogue.Cost(c.T, &x.Config, c.Now())},
			review,
		}})
	}
	return ui.Table(t)
}

// states are where an offer stands, as tags.
func states(c *web.Ctx, i *catalogue.Item) []ui.TagView {
	colors := map[catalogue.State]ui.Color{catalogue.Published: ui.Success, catalogue.Draft: ui.Info}
	out := []ui.TagView{{Text: c.T.T("catalogue.state." + string(i.State)), Color: colors[i.State]}}
	if i.Drafted && i.State == catalogue.Published {
		out = append(out, ui.TagView{Text: c.T.T("catalogue.admin.drafted"), Color: ui.Info})
	}
	if i.Version > 0 {
		out = append(out, ui.TagView{Text: c.T.T("catalogue.admin.version", "number", i.Version)})
	}
	return out
}

// takeOver publishes the offers that come with the product and are not there yet.
func (p *pages) takeOver(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	org, _, err := p.org(c, f)
	if err != nil {
		return err
	}
	offers, err := p.Shipped(c.Context(), c.Actor(), org)
	if err != nil {
		return err
	}
	n, err := p.Catalogue.Install(c.Context(), c.Actor(), org, offers)
	if err != nil {
		return err
	}
	c.Flash("catalogue.admin.taken_over", "count", n)
	return c.Redirect(in(org, paths.AdminCatalogue()))
}

// turn retires an offer, or brings it back.
func (p *pages) turn(retire bool) web.Handler {
	return func(c *web.Ctx) error {
		id, err := sheet.Number[catalogue.ID](c, "id")
		if err != nil {
			return err
		}
		f, err := c.Form()
		if err != nil {
			return err
		}
		do, said := p.Catalogue.Revive, "catalogue.admin.revived"
		if retire {
			do, said = p.Catalogue.Retire, "catalogue.admin.retired"
		}
		i, err := do(c.Context(), c.Actor(), id, f.Int("version"))
		if errs.Is(err, errs.Conflict) {
			c.FlashWarning("catalogue.error.changed")
			return c.Redirect(paths.AdminCatalogue(sheet.Text(id)))
		}
		if err != nil {
			return err
		}
		c.Flash(said, "name", i.Name(c.T.Lang()))
		return c.Redirect(to(&i))
	}
}
