package admin

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
)

// authorities is the register of boards that answer for public records.
func (p *pages) authorities() register {
	return register{
		p: p, name: "authorities", verb: directory.OrgWrite, columns: []string{"number"},
		list: func(c *web.Ctx, org directory.OrgID, ended bool) ([]entry, error) {
			read := p.Directory.Authorities
			if ended {
				read = p.Directory.EndedAuthorities
			}
			boards, err := read(c.Context(), c.Actor(), org)
			var out []entry
			for _, b := range boards {
				out = append(out, entry{
					id: int64(b.ID), name: b.Name, cells: []string{b.Number}, active: b.Active, form: web.NewForm("name", b.Name, "number", b.Number),
				})
			}
			return out, err
		},
		ask: func(a *asker, _ directory.OrgID) error {
			a.line("name", medium, required).line("number", short)
			return nil
		},
		save: func(c *web.Ctx, org directory.OrgID, id int64, f *web.Form) (string, error) {
			b, err := p.Directory.SaveAuthority(c.Context(), c.Actor(), directory.Authority{
				ID: directory.AuthorityID(id), Org: org, Name: f.Words("name"), Number: f.Get("number"), Active: id == 0 || f.Has("active"),
			})
			return b.Name, err
		},
	}
}
