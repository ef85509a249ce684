package admin

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// objects is the register of resources and objects that can be asked for beside a service.
func (p *pages) objects() register {
	return register{
		p: p, name: "objects", verb: service.MayWrite, columns: []string{"object_kind", "service"},
		list: func(c *web.Ctx, org directory.OrgID, ended bool) ([]entry, error) {
			_, names, err := p.serviceNames(c, org)
			if err != nil {
				return nil, err
			}
			all, err := p.Service.Objects(c.Context(), c.Actor(), org)
			var out []entry
			for _, o := range all {
				if o.Active == ended {
					continue
				}
				out = append(out, entry{
					id: int64(o.ID), name: o.Name, active: o.Active, cells: []string{c.T.T("admin.objects." + string(o.Kind)), names[o.Service]},
					form: web.NewForm("name", o.Name, "object_kind", string(o.Kind), "service", textOrNone(int64(o.Service))),
				})
			}
			return out, err
		},
		ask: func(a *asker, org directory.OrgID) error {
			services, _, err := p.serviceNames(a.c, org)
			if err != nil {
				return err
			}
			var kinds, about []ui.Option
			for _, k := range service.ObjectKinds() {
				kinds = append(kinds, ui.Option{Value: string(k), Text: a.c.T.T("admin.objects." + string(k))})
			}
			for _, s := range services {
				about = append(about, ui.Option{Value: text(int64(s.ID)), Text: s.Name(a.c.T.Lang())})
			}
			a.line("name", medium, required).choice("object_kind", a.c.T.T("admin.choose"), kinds, medium, required).choice("service", a.c.T.T("admin.none"), about, medium)
			return nil
		},
		save: func(c *web.Ctx, org directory.OrgID, id int64, f *web.Form) (string, error) {
			o := service.Object{
				ID: service.ObjectID(id), Org: org, Kind: service.ObjectKind(f.Get("object_kind")), Name: f.Words("name"), Service: service.ID(f.Int("service")), Active: f.Has("active"),
			}
			if id != 0 {
				now, err := p.Service.Object(c.Context(), c.Actor(), o.ID)
				if err != nil {
					return "", err
				}
				o.Version = now.Version
			}
			o, err := p.Service.SaveObject(c.Context(), c.Actor(), o)
			return o.Name, rename(err, map[string]string{"kind": "object_kind"})
		},
	}
}
