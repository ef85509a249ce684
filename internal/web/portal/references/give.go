package references

import (
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
	"lotsen/internal/web/ui"
)

// table lists who holds what on the reference, with whoever gave it and when.
func (p *pages) table(c *web.Ctx, x directory.Reference, rights []access.Right, names rightwords.Names) templ.Component {
	if len(rights) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "key", Title: c.T.T("refs.nobody")})
	}
	t := ui.TableView{ID: "right", Caption: c.T.T("refs.holders"), Roomy: true}
	for _, name := range []string{"who", "role", "where", "from", "to", "by", "deed"} {
		t.Columns = append(t.Columns, ui.Column{Text: c.T.T("refs.column." + name), TextHidden: name == "deed"})
	}
	for _, r := range rights {
		role := ui.Cell{Text: names.Role(r.Role)}
		if r.For != 0 {
			role.Note = c.T.T("admin.rights.for", "name", names.Person(r.For))
		}
		to := c.T.T("admin.rights.open")
		switch {
		case !r.EndedAt.IsZero():
			to = c.T.Date(r.EndedAt)
		case !r.To.IsZero():
			to = c.T.Date(r.To.Add(-time.Minute))
		}
		var deed templ.Component
		own := r.Reach == authz.Reference && r.Of == int64(x.ID) && p.given(r.Role)
		if own && r.EndedAt.IsZero() && (r.To.IsZero() || r.To.After(c.Now())) {
			label := c.T.T("refs.end") + " " + names.Role(r.Role) + " " + names.Person(r.Person)
			deed = sheet.Do(c, paths.References(sheet.Text(x.ID), "end"), c.T.T("refs.end"), label).Hidden("right", sheet.Text(r.ID)).Show(c.T)
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(r.ID), Muted: !r.InForce(c.Now()), Cells: []ui.Cell{
			{Text: names.Person(r.Person), Header: true},
			role,
			{Text: names.Where(r)},
			{Text: c.T.Date(r.From), Nowrap: true},
			{Text: to, Nowrap: true},
			{Text: names.Person(r.GrantedBy), Note: c.T.Date(r.GrantedAt)},
			{Content: deed},
		}})
	}
	return ui.Table(t)
}

// given reports whether an operations manager gives the role.
func (p *pages) given(role string) bool {
	for _, r := range p.Access.GivenBy(access.RoleGive) {
		if r.Key == role {
			return true
		}
	}
	return false
}

func (p *pages) give(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.find(c)
	if err != nil {
		return err
	}
	in, err := p.input(c, x, f)
	if err == nil {
		_, err = p.Access.Grant(c.Context(), c.Actor(), in)
	}
	if errs.Is(err, errs.Forbidden) && in.Person == directory.PersonID(c.Actor().Person) {
		var bad errs.Fields
		bad.Add("person", "refs.not_yourself")
		err = bad.Err()
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.show(c, status, x, f)
	}
	if err != nil {
		return err
	}
	c.Flash("refs.given")
	return c.Redirect(paths.References(sheet.Text(x.ID)))
}

func (p *pages) input(c *web.Ctx, x directory.Reference, f *web.Form) (access.GrantInput, error) {
	in := access.GrantInput{Role: f.Get("role"), Reach: authz.Reference, Of: int64(x.ID)}
	var bad errs.Fields
	who, err := p.Directory.KnownByAddress(c.Context(), c.Actor(), x.Org, f.Get("person"))
	switch {
	case errs.Is(err, errs.NotFound):
		bad.Add("person", "grant.substitute.unknown")
	case err != nil:
		return in, err
	}
	in.Person = who.ID
	if !p.given(in.Role) {
		bad.Add("role", "field.choice")
	}
	if id := f.Int("service"); id != 0 {
		in.Limits = []authz.Limit{{Reach: authz.Service, Of: id}}
	}
	day := func(name string, plus int) time.Time {
		if f.Get(name) == "" {
			return time.Time{}
		}
		at, err := time.ParseInLocation(time.DateOnly, f.Get(name), clock.Stockholm())
		if err != nil {
			bad.Add(name, "error.date")
			return time.Time{}
		}
		return at.AddDate(0, 0, plus).UTC()
	}
	in.From, in.To = day("from", 0), day("to", 1)
	return in, bad.Err()
}

// end takes a role on this reference back.
func (p *pages) end(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.find(c)
	if err != nil {
		return err
	}
	if err := p.Access.EndGrant(c.Context(), c.Actor(), access.RightID(f.Int("right"))); err != nil {
		return err
	}
	c.Flash("refs.taken")
	return c.Redirect(paths.References(sheet.Text(x.ID)))
}
