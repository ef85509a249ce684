package admin

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
)

// deskRegister is the register of an organisation's desks.
func (p *pages) deskRegister() register {
	return register{
		p: p, name: "desks", verb: directory.OrgWrite, columns: []string{"key"},
		list: func(c *web.Ctx, org directory.OrgID, ended bool) ([]entry, error) {
			var desks []directory.Desk
			var err error
			if ended {
				desks, err = p.Directory.EndedDesks(c.Context(), c.Actor(), org)
			} else {
				desks, err = p.Directory.Desks(c.Context(), c.Actor())
			}
			var out []entry
			for _, d := range desks {
				if d.Org == org {
					out = append(out, entry{
						id: int64(d.ID), name: d.Name, cells: []string{d.Key}, active: d.Active, form: web.NewForm("name", d.Name, "key", d.Key),
					})
				}
			}
			return out, err
		},
		ask: func(a *asker, _ directory.OrgID) error {
			a.line("name", medium, required)
			if a.c.Param("id") == "" {
				a.line("key", short, required) // Never changes: it stands in addresses.
			}
			return nil
		},
		beside: waysLink,
		save: func(c *web.Ctx, org directory.OrgID, id int64, f *web.Form) (string, error) {
			if id == 0 {
				d, err := p.Directory.AddDesk(c.Context(), c.Actor(), org, f.Get("key"), f.Words("name"))
				return d.Name, err
			}
			return f.Get("name"), p.Directory.ChangeDesk(c.Context(), c.Actor(), directory.DeskID(id), f.Words("name"), f.Has("active"))
		},
	}
}
