package who

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// mayDecide is the verb of whoever approves.
const mayDecide authz.Verb = "approval.decide"

// mostNamed bounds the names of one answer.
const mostNamed = 100

// Deps is what the page is made of.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Access    *access.Service
	Service   *service.Service
}

// Pages is the page with its block.
type Pages struct{ d Deps }

// New makes both.
func New(d Deps) *Pages { return &Pages{d} }

// Mount registers the page.
func (p *Pages) Mount(rs *web.Routes) {
	rs.Handle("GET /who", web.May(access.MayWho), p.show)
}

// asked is what the reader wants to know of.
type asked struct {
	matter    authz.Matter
	reference directory.Reference
}

func (p *Pages) show(c *web.Ctx) error {
	org := directory.OrgID(c.Actor().Org)
	services, err := p.d.Service.Offered(c.Context(), org)
	if err != nil {
		return err
	}
	objects, err := p.d.Service.Objects(c.Context(), c.Actor(), org)
	if err != nil {
		return err
	}
	f := web.NewForm("reference", c.Query("reference"), "service", c.Query("service"), "object", c.Query("object"))
	a, err := p.asked(c, f, services, objects)
	if err != nil {
		return err
	}
	if c.Query("reference") == "" {
		f.Set("reference", a.reference.Title())
	}
	var forServices, forObjects []ui.Option
	for _, s := range services {
		forServices = append(forServices, ui.Option{Value: sheet.Text(s.ID), Text: s.Name(c.T.Lang())})
	}
	for _, o := range objects {
		if o.Active {
			forObjects = append(forObjects, ui.Option{Value: sheet.Text(o.ID), Text: o.Name, Group: c.T.T("service.object." + string(o.Kind))})
		}
	}
	every := c.T.T("who.any")
	form := sheet.Of(c, f, "who.field.", paths.Who(), c.T.T("who.ask"),
		sheet.Field{Name: "reference", Width: "m"},
		sheet.Field{Name: "service", Kind: sheet.Choice, Options: forServices, Empty: every, Width: "m"},
		sheet.Field{Name: "object", Kind: sheet.Choice, Options: forObjects, Empty: every, Width: "m"}).Narrow()
	parts := []templ.Component{form.Show(c.T)}
	if len(f.Wrong()) == 0 {
		block, err := p.named(c, a.matter)
		if err != nil {
			return err
		}
		parts = append(parts, block...)
	}
	return sheet.Page(c, p.d.Shell, http.StatusOK, sheet.Head{
		Area: ui.Portal, Title: c.T.T("who.title"), Lead: c.T.T("who.lead"), Above: []ui.Crumb{{Href: paths.Home(), Text: c.T.T("portal.start.crumb")}},
	}, parts...)
}

// asked reads the question: what is not said of the invoice reference is that of the reader's own unit.
func (p *Pages) asked(c *web.Ctx, f *web.Form, services []service.Item, objects []service.Object) (asked, error) {
	a := asked{matter: authz.Matter{Org: c.Actor().Org}}
	var bad errs.Fields
	var err error
	if words := f.Get("reference"); words != "" {
		a.reference, err = p.d.Directory.ReferenceNamed(c.Context(), c.Actor(), directory.OrgID(c.Actor().Org), words)
		if errs.Is(err, errs.NotFound) {
			bad.Add("reference", "reference.unknown")
			err = nil
		}
	} else {
		a.reference, _, err = p.d.Directory.OwnReference(c.Context(), c.Actor())
	}
	if err != nil {
		return a, err
	}
	for _, s := range services {
		if int64(s.ID) == f.Int("service") {
			a.matter.Service = int64(s.ID)
		}
	}
	for _, o := range objects {
		if int64(o.ID) == f.Int("object") {
			a.matter.Object = int64(o.ID)
			if a.matter.Service == 0 {
				a.matter.Service = int64(o.Service)
			}
		}
	}
	f.Failed(bad.Err())
	a.matter, err = p.on(c, a.matter, a.reference)
	return a, err
}

// on is a matter that is charged to an invoice reference, with all that follows from it.
func (p *Pages) on(c *web.Ctx, m authz.Matter, f directory.Reference) (authz.Matter, error) {
	if f.Unit != 0 && len(m.Units) == 0 {
		m.Units = []int64{int64(f.Unit)}
	}
	m.Reference = 0
	m, err := p.d.Access.Whole(c.Context(), m)
	m.Reference, m.CostCentre = int64(f.ID), int64(f.CostCentre)
	return m, err
}

// Block tells who may order and approve something, for the page of that something. Without an invoice reference it is
// about that of the reader's own unit. For whoever may not know, it is nothing.
func (p *Pages) Block(c *web.Ctx, m authz.Matter) (templ.Component, error) {
	if !c.Actor().May(access.MayWho) || m.Org != c.Actor().Org {
		return nil, nil
	}
	var f directory.Reference
	var err error
	if m.Reference != 0 {
		f, err = p.d.Directory.Reference(c.Context(), c.Actor(), directory.ReferenceID(m.Reference))
	} else {
		f, _, err = p.d.Directory.OwnReference(c.Context(), c.Actor())
	}
	if err != nil {
		return nil, err
	}
	if m, err = p.on(c, m, f); err != nil {
		return nil, err
	}
	parts, err := p.named(c, m)
	if err != nil {
		return nil, err
	}
	number := func(n int64) string {
		if n == 0 {
			return ""
		}
		return sheet.Text(n)
	}
	href := paths.With(paths.Who(), "reference", f.Title(), "service", number(m.Service), "object", number(m.Object))
	title := c.T.T("who.block")
	if f.ID != 0 {
		title = c.T.T("who.block_on", "reference", f.Title())
	}
	return sheet.Fold(ui.DetailsView{ID: "who", Summary: title}, append(parts, sheet.Go(href, c.T.T("who.other")))...), nil
}

// named is the two answers.
func (p *Pages) named(c *web.Ctx, m authz.Matter) ([]templ.Component, error) {
	who, err := p.d.Access.WhoMayEach(c.Context(), c.Actor(), m, catalogue.MayPlace, mayDecide)
	if err != nil {
		return nil, err
	}
	return []templ.Component{
		p.list(c, "order", who[catalogue.MayPlace]),
		p.list(c, "approve", who[mayDecide]),
	}, nil
}

func (p *Pages) list(c *web.Ctx, what string, some []access.Who) templ.Component {
	if len(some) == 0 {
		return sheet.Panel(ui.PanelView{ID: "who-" + what, Title: c.T.T("who." + what)}, sheet.Say(c.T.T("who."+what+".none")))
	}
	var items []ui.Definition
	for _, w := range some[:min(len(some), mostNamed)] {
		name := w.Name
		if w.ForName != "" {
			name += ", " + c.T.T("who.for", "name", w.ForName)
		}
		items = append(items, ui.Definition{Term: p.d.Access.RoleName(w.Role, i18n.ParseLang(c.T.Lang())), Text: name})
	}
	return sheet.Panel(ui.PanelView{ID: "who-" + what, Title: c.T.T("who." + what)}, ui.DefinitionList(items))
}
