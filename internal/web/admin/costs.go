package admin

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
)

// costs is the register of cost centres.
func (p *pages) costs() register {
	return register{
		p: p, name: "costs", verb: directory.UnitWrite, columns: []string{"called"},
		list: func(c *web.Ctx, org directory.OrgID, ended bool) ([]entry, error) {
			read := p.Directory.CostCentres
			if ended {
				read = p.Directory.EndedCostCentres
			}
			centres, err := read(c.Context(), c.Actor(), org)
			var out []entry
			for _, k := range centres {
				out = append(out, entry{
					id: int64(k.ID), name: k.Code, cells: []string{k.Name}, active: k.Active, form: web.NewForm("code", k.Code, "name", k.Name),
				})
			}
			return out, err
		},
		ask: func(a *asker, _ directory.OrgID) error {
			a.line("code", short, required).line("name", medium)
			return nil
		},
		save: func(c *web.Ctx, org directory.OrgID, id int64, f *web.Form) (string, error) {
			in := directory.CostCentreInput{Code: f.Get("code"), Name: f.Words("name")}
			if id == 0 {
				k, err := p.Directory.AddCostCentre(c.Context(), c.Actor(), org, in)
				return k.Code, err
			}
			return in.Code, p.Directory.ChangeCostCentre(c.Context(), c.Actor(), org, directory.CostCentreID(id), in, f.Has("active"))
		},
	}
}
