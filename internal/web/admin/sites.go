package admin

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
)

// sites is the register of places where people work and study.
func (p *pages) sites() register {
	return register{
		p: p, name: "sites", verb: directory.UnitWrite, columns: []string{"address", "external_id"},
		list: func(c *web.Ctx, org directory.OrgID, ended bool) ([]entry, error) {
			read := p.Directory.Sites
			if ended {
				read = p.Directory.EndedSites
			}
			sites, err := read(c.Context(), c.Actor(), org)
			var out []entry
			for _, s := range sites {
				out = append(out, entry{
					id: int64(s.ID), name: s.Name, cells: []string{s.Address, s.ExternalID}, active: s.Active,
					form: web.NewForm("name", s.Name, "address", s.Address, "external_id", s.ExternalID),
				})
			}
			return out, err
		},
		ask: func(a *asker, _ directory.OrgID) error {
			a.line("name", medium, required).line("address").line("external_id", medium)
			return nil
		},
		save: func(c *web.Ctx, org directory.OrgID, id int64, f *web.Form) (string, error) {
			in := directory.SiteInput{Name: f.Words("name"), Address: f.Words("address"), ExternalID: f.Get("external_id")}
			if id == 0 {
				s, err := p.Directory.AddSite(c.Context(), c.Actor(), org, in)
				return s.Name, err
			}
			return f.Get("name"), p.Directory.ChangeSite(c.Context(), c.Actor(), directory.SiteID(id), in, f.Has("active"))
		},
	}
}
