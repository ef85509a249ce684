package admin

import (
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// mostReferences bounds the list; words above it find the others.
const mostReferences = 500

// references is the register of invoice references.
func (p *pages) references() register {
	return register{
		p: p, name: "references", verb: directory.UnitWrite, columns: []string{"called", "cost_centre", "from", "to"},
		list: p.listReferences,
		ask: func(a *asker, org directory.OrgID) error {
			there, err := p.around(a.c, org)
			if err != nil {
				return err
			}
			var costs, units []ui.Option
			for _, k := range there.costs {
				costs = append(costs, ui.Option{Value: text(int64(k.ID)), Text: k.Code + " " + k.Name})
			}
			for _, u := range there.units {
				units = append(units, ui.Option{Value: text(int64(u.ID)), Text: indent(depth(u.Path)) + u.Name})
			}
			a.line("code", short, required).line("name", medium).choice("cost_centre", a.c.T.T("admin.choose"), costs, medium, required).
				choice("unit", a.c.T.T("admin.none"), units, medium).day("from").day("to")
			return nil
		},
		save: func(c *web.Ctx, org directory.OrgID, id int64, f *web.Form) (string, error) {
			in, err := referenceInput(c, f)
			if err != nil {
				return "", err
			}
			if id == 0 {
				x, err := p.Directory.AddReference(c.Context(), c.Actor(), org, in)
				return x.Title(), err
			}
			now, err := p.Directory.Reference(c.Context(), c.Actor(), directory.ReferenceID(id))
			if err != nil {
				return "", err
			}
			x, err := p.Directory.ChangeReference(c.Context(), c.Actor(), now.ID, now.Version, in, f.Has("active"))
			return x.Title(), err
		},
		above: func(c *web.Ctx, org directory.OrgID, entries []entry) templ.Component {
			if len(entries) == 0 && c.Query("q") == "" {
				return nil
			}
			v := ask(c, web.NewForm("q", c.Query("q")), "admin.references.").line("q", medium).filter(paths.AdminPage("references"), c.T.T("admin.filter"))
			v.form.Hidden = []ui.HiddenView{{Name: "org", Value: text(int64(org))}}
			return filterBody(v)
		},
	}
}

func (p *pages) listReferences(c *web.Ctx, org directory.OrgID, ended bool) ([]entry, error) {
	costs, err := p.Directory.CostCentres(c.Context(), c.Actor(), org)
	if err != nil {
		return nil, err
	}
	named := map[directory.CostCentreID]string{}
	for _, k := range costs {
		named[k.ID] = k.Code + " " + k.Name
	}
	all, err := p.Directory.References(c.Context(), c.Actor(), org, c.Query("q"), "", mostReferences)
	var out []entry
	for _, x := range all {
		if x.Active == ended {
			continue
		}
		to := ""
		if !x.To.IsZero() {
			to = c.T.Date(x.To.Add(-time.Minute))
		}
		out = append(out, entry{
			id: int64(x.ID), name: x.Code, active: x.Active, cells: []string{x.Name, named[x.CostCentre], c.T.Date(x.From), to},
			form: web.NewForm("code", x.Code, "name", x.Name, "cost_centre", text(int64(x.CostCentre)), "unit", textOrNone(int64(x.Unit)), "from", c.T.Date(x.From), "to", to),
		})
	}
	return out, err
}

func textOrNone(n int64) string {
	if n == 0 {
		return ""
	}
	return text(n)
}

func referenceInput(c *web.Ctx, f *web.Form) (directory.ReferenceInput, error) {
	in := directory.ReferenceInput{
		Code: f.Get("code"), Name: f.Words("name"), CostCentre: directory.CostCentreID(f.Int("cost_centre")), Unit: directory.UnitID(f.Int("unit")),
	}
	bad := in.Check()
	var err error
	if in.From, err = dayOf(c, "from", f.Get("from")); err != nil {
		bad = append(bad, errs.FieldsOf(err)...)
	}
	if in.To, err = dayOf(c, "to", f.Get("to")); err != nil {
		bad = append(bad, errs.FieldsOf(err)...)
	}
	if !in.To.IsZero() {
		in.To = in.To.AddDate(0, 0, 1) // The whole last day counts.
	}
	return in, bad.Err()
}
