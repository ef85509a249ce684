package review

import (
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/rightwords"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the page is made of.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Access    *access.Service
}

type pages struct{ Deps }

// mostRows bounds the page, mostLines the file.
const (
	mostRows  = 300
	mostLines = 20000
)

const area = "review.field."

// Mount registers the page and its file.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	rs.Handle("GET /admin/review", web.May(access.MayReview), p.show)
	rs.Handle("GET /admin/review/file.csv", web.May(access.MayReview), p.file, web.In(web.LaneExports))
}

// asked is the question as it was read.
type asked struct {
	in     access.ReviewInput
	person directory.Person
	form   *web.Form
}

// read takes the question from the address: the same for the page and the file.
func (p *pages) read(c *web.Ctx) (asked, error) {
	f := web.NewForm("day", c.Query("day"), "person", c.Query("person"), "reference", c.Query("reference"), "place", c.Query("place"), "role", c.Query("role"), "ever", c.Query("ever"))
	a := asked{form: f, in: access.ReviewInput{Org: directory.OrgID(c.Actor().Org), At: c.Now(), Role: f.Get("role"), Limit: mostRows}}
	var bad errs.Fields
	if day := f.Get("day"); day != "" {
		at, err := time.ParseInLocation(time.DateOnly, day, clock.Stockholm())
		if err != nil {
			bad.Add("day", "error.date")
		}
		a.in.At = at.AddDate(0, 0, 1).Add(-time.Second).UTC() // The end of that day.
	}
	if f.Get("ever") != "" {
		a.in.At = time.Time{}
	}
	var err error
	if words := f.Get("person"); words != "" {
		if a.person, err = p.Directory.OnceKnown(c.Context(), c.Actor(), a.in.Org, words); errs.Is(err, errs.NotFound) {
			bad.Add("person", "review.person.unknown")
		} else if err != nil {
			return a, err
		}
		a.in.Person = a.person.ID
	}
	if words := f.Get("reference"); words != "" {
		x, err := p.Directory.ReferenceNamed(c.Context(), c.Actor(), a.in.Org, words)
		if errs.Is(err, errs.NotFound) {
			bad.Add("reference", "reference.unknown")
		} else if err != nil {
			return a, err
		}
		a.in.Reach, a.in.Of = authz.Reference, int64(x.ID)
	} else if reach, of, ok := strings.Cut(f.Get("place"), ":"); ok {
		a.in.Reach, a.in.Of = authz.Reach(reach), web.NewForm("n", of).Int("n")
	}
	f.Failed(bad.Err())
	return a, nil
}

func (p *pages) show(c *web.Ctx) error {
	a, err := p.read(c)
	if err != nil {
		return err
	}
	form, err := p.form(c, a)
	if err != nil {
		return err
	}
	parts := []templ.Component{form}
	if len(a.form.Wrong()) == 0 {
		answer, err := p.answer(c, a)
		if err != nil {
			return err
		}
		parts = append(parts, answer...)
	}
	file := paths.With(paths.AdminPage("review", "file.csv"), "day", a.form.Get("day"), "person", a.form.Get("person"), "reference", a.form.Get("reference"),
		"place", a.form.Get("place"), "role", a.form.Get("role"), "ever", a.form.Get("ever"))
	return sheet.Page(c, p.Shell, http.StatusOK, sheet.Head{
		Area: ui.Admin, Here: paths.Admin(), Title: c.T.T("review.title"), Lead: c.T.T("review.lead"),
		Above:   []ui.Crumb{{Href: paths.Admin(), Text: c.T.T("admin.title")}},
		Actions: []templ.Component{ui.ButtonLink(file, ui.ButtonView{Text: c.T.T("review.file"), Icon: "down", Variant: ui.Secondary})},
	}, parts...)
}

// form asks what is to be known.
func (p *pages) form(c *web.Ctx, a asked) (templ.Component, error) {
	places, err := p.Directory.PlacesIn(c.Context(), c.Actor(), a.in.Org, authz.CostCentre, authz.Unit)
	if err != nil {
		return nil, err
	}
	var where, roles []ui.Option
	for _, x := range places {
		where = append(where, ui.Option{Value: string(x.Reach) + ":" + sheet.Text(x.ID), Text: x.Name, Group: c.T.T("admin.reach." + string(x.Reach))})
	}
	for _, r := range p.Access.Shipped() {
		roles = append(roles, ui.Option{Value: r.Key, Text: p.Access.RoleName(r.Key, lang(c))})
	}
	return sheet.Of(c, a.form, area, paths.AdminPage("review"), c.T.T("review.ask"),
		sheet.Field{Name: "day", Kind: sheet.Day},
		sheet.Field{Name: "person", Width: "m"},
		sheet.Field{Name: "reference", Width: "m"},
		sheet.Field{Name: "place", Kind: sheet.Choice, Options: where, Empty: c.T.T("admin.all"), Width: "m"},
		sheet.Field{Name: "role", Kind: sheet.Choice, Options: roles, Empty: c.T.T("admin.all"), Width: "m"},
		sheet.Field{Name: "ever", Kind: sheet.Yes},
	).Narrow().Show(c.T), nil
}

// answer is the table, with what a person had without anybody's grant above it.
func (p *pages) answer(c *web.Ctx, a asked) ([]templ.Component, error) {
	rights, err := p.Access.Review(c.Context(), c.Actor(), a.in)
	if err != nil {
		return nil, err
	}
	names, err := rightwords.Read(c, p.Access, p.Directory, rights)
	if err != nil {
		return nil, err
	}
	var parts []templ.Component
	if a.in.Person != 0 {
		at := a.in.At
		if at.IsZero() {
			at = c.Now()
		}
		d, err := p.Access.DerivedAt(c.Context(), c.Actor(), a.person, at)
		if err != nil {
			return nil, err
		}
		parts = append(parts, sheet.Say(c.T.T("review.derived", "name", a.person.Name(), "role", names.Role(d.Role),
			"category", c.T.T("setting.access.base."+string(d.Category)))))
	}
	if len(rights) == 0 {
		return append(parts, ui.EmptyState(ui.EmptyView{Icon: "key", Title: c.T.T("review.none")})), nil
	}
	if len(rights) == mostRows {
		parts = append(parts, sheet.Note(c.T.T("review.more", "count", mostRows)))
	}
	return append(parts, ui.Table(table(c, rights, names))), nil
}

func table(c *web.Ctx, rights []access.Right, names rightwords.Names) ui.TableView {
	t := ui.TableView{ID: "review", Caption: c.T.T("review.title"), CaptionHidden: true}
	for _, name := range columns() {
		t.Columns = append(t.Columns, ui.Column{Text: c.T.T("review.column." + name)})
	}
	for _, r := range rights {
		l := lineOf(c, r, names)
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(r.ID), Muted: !r.InForce(c.Now()), Cells: []ui.Cell{
			{Text: l.who, Header: true}, {Text: l.role, Note: l.behalf}, {Text: l.where}, {Text: l.from, Nowrap: true}, {Text: l.to, Nowrap: true}, {Text: l.why, Note: l.over},
		}})
	}
	return t
}

func columns() []string { return []string{"who", "role", "where", "from", "to", "why"} }
