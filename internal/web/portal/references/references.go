package references

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/rightwords"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Access    *access.Service
	Service   *service.Service
}

type pages struct{ Deps }

const area = "refs.field."

// mostReferences and mostRights bound the pages.
const (
	mostReferences = 300
	mostRights     = 200
)

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(access.RoleGive)
	rs.Handle("GET /references", may, p.list)
	rs.Handle("GET /references/{id}", may, p.one)
	rs.Handle("POST /references/{id}", may, p.give)
	rs.Handle("POST /references/{id}/end", may, p.end, web.BackTo("/references/{id}"))
}

// Menu is the entry of the person's own menu.
func Menu() shell.Link {
	return shell.Link{Href: paths.References(), Text: "refs.title", Verbs: []authz.Verb{access.RoleGive}}
}

func (p *pages) list(c *web.Ctx) error {
	all, err := p.Directory.ReferencesFor(c.Context(), c.Actor(), access.RoleGive, directory.OrgID(c.Actor().Org), mostReferences)
	if err != nil {
		return err
	}
	h := sheet.Head{Area: ui.Portal, Title: c.T.T("refs.title"), Lead: c.T.T("refs.lead"), Above: []ui.Crumb{{Href: paths.Home(), Text: c.T.T("portal.start.crumb")}}}
	if len(all) == 0 {
		return sheet.Page(c, p.Shell, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Icon: "key", Title: c.T.T("refs.none")}))
	}
	t := ui.TableView{ID: "reference", Caption: c.T.T("refs.title"), CaptionHidden: true, Columns: []ui.Column{{Text: c.T.T("refs.column.code")}, {Text: c.T.T("refs.column.name")}}}
	for _, f := range all {
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(f.ID), Cells: []ui.Cell{{Text: f.Code, Href: paths.References(sheet.Text(f.ID)), Item: true}, {Text: f.Name}}})
	}
	return sheet.Page(c, p.Shell, http.StatusOK, h, ui.Table(t))
}

// find is the reference in the address: one on which the reader gives roles, or none at all.
func (p *pages) find(c *web.Ctx) (directory.Reference, error) {
	id, err := sheet.Number[directory.ReferenceID](c, "id")
	if err != nil {
		return directory.Reference{}, err
	}
	f, err := p.Directory.Reference(c.Context(), c.Actor(), id)
	if err != nil {
		return f, err
	}
	m := authz.Matter{Org: int64(f.Org), Reference: int64(f.ID), CostCentre: int64(f.CostCentre)}
	if _, ok := c.Actor().For(access.RoleGive, m); !ok {
		return f, errs.Missing()
	}
	return f, nil
}

func (p *pages) one(c *web.Ctx) error {
	x, err := p.find(c)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, x, web.NewForm())
}

func (p *pages) show(c *web.Ctx, status int, x directory.Reference, f *web.Form) error {
	in := access.ReviewInput{Org: x.Org, At: c.Now(), Reach: authz.Reference, Of: int64(x.ID), Limit: mostRights}
	if c.Query("ever") != "" {
		in.At = time.Time{}
	}
	rights, err := p.Access.Review(c.Context(), c.Actor(), in)
	if err != nil {
		return err
	}
	names, err := rightwords.Read(c, p.Access, p.Directory, rights)
	if err != nil {
		return err
	}
	services, err := p.Service.Offered(c.Context(), x.Org)
	if err != nil {
		return err
	}
	var roles, only []ui.Option
	for _, r := range p.Access.GivenBy(access.RoleGive) {
		roles = append(roles, ui.Option{Value: r.Key, Text: names.Role(r.Key)})
	}
	for _, s := range services {
		only = append(only, ui.Option{Value: sheet.Text(s.ID), Text: s.Name(c.T.Lang())})
	}
	form := sheet.Of(c, f, area, paths.References(sheet.Text(x.ID)), c.T.T("refs.give"),
		sheet.Field{Name: "person", Required: true, Width: "m"},
		sheet.Field{Name: "role", Kind: sheet.Choice, Required: true, Options: roles, Empty: c.T.T("admin.choose"), Width: "m"},
		sheet.Field{Name: "service", Kind: sheet.Choice, Options: only, Empty: c.T.T("refs.every_service"), Width: "m"},
		sheet.Field{Name: "from", Kind: sheet.Day}, sheet.Field{Name: "to", Kind: sheet.Day})
	return sheet.Page(c, p.Shell, status, sheet.Head{
		Area: ui.Portal, Title: x.Title(), Lead: c.T.T("refs.one_lead"),
		Above: []ui.Crumb{{Href: paths.Home(), Text: c.T.T("portal.start.crumb")}, {Href: paths.References(), Text: c.T.T("refs.title")}},
	}, p.table(c, x, rights, names), p.which(c, x), sheet.Panel(ui.PanelView{ID: "new", Title: c.T.T("refs.new")}, form.Show(c.T)))
}

// which leads from what counts now to all that ever did, and back.
func (p *pages) which(c *web.Ctx, x directory.Reference) templ.Component {
	at := paths.References(sheet.Text(x.ID))
	if c.Query("ever") != "" {
		return sheet.Go(at, c.T.T("refs.now"))
	}
	return sheet.Go(paths.With(at, "ever", "1"), c.T.T("refs.ever"))
}
