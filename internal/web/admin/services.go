package admin

import (
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// services is the register of IT services and functions.
func (p *pages) services() register {
	return register{
		p: p, name: "services", verb: service.MayWrite, columns: []string{"code", "class"},
		list: func(c *web.Ctx, org directory.OrgID, ended bool) ([]entry, error) {
			all, err := p.Service.All(c.Context(), c.Actor(), org)
			var out []entry
			for _, i := range all {
				if i.Active == ended {
					continue
				}
				f := web.NewForm("code", i.Code, "sv", i.Sv, "en", i.En, "class", string(i.Class))
				for name, yes := range map[string]bool{"central": i.Central, "forwarded": i.Forwarded} {
					if yes {
						f.Set(name, "1")
					}
				}
				out = append(out, entry{id: int64(i.ID), name: i.Name(c.T.Lang()), cells: []string{i.Code, className(c, i.Class)}, active: i.Active, form: f})
			}
			return out, err
		},
		ask: func(a *asker, _ directory.OrgID) error {
			a.line("code", short, required).line("sv", required, inLang("sv")).line("en", inLang("en")).
				choice("class", a.c.T.T("admin.services.class_none"), []ui.Option{{Value: string(service.NotWorking), Text: a.c.T.T("sla.class.not_working")}}, medium).
				yes("central").yes("forwarded")
			return nil
		},
		save: func(c *web.Ctx, org directory.OrgID, id int64, f *web.Form) (string, error) {
			i := service.Item{
				ID: service.ID(id), Org: org, Code: f.Get("code"), Sv: f.Words("sv"), En: f.Words("en"), Class: service.Class(f.Get("class")),
				Central: f.Has("central"), Forwarded: f.Has("forwarded"), Active: f.Has("active"),
			}
			if id != 0 {
				now, err := p.Service.Load(c.Context(), c.Actor(), i.ID)
				if err != nil {
					return "", err
				}
				i.Version = now.Version
			}
			i, err := p.Service.Save(c.Context(), c.Actor(), i)
			return i.Sv, err
		},
		offer: func(c *web.Ctx, org directory.OrgID, entries []entry) templ.Component {
			if len(entries) >= service.FunctionCount() {
				return nil
			}
			action := paths.With(paths.AdminPage("services", "functions"), "org", text(int64(org)))
			return panel(ui.PanelView{ID: "functions", Title: c.T.T("admin.services.functions")},
				paragraph(c.T.T("admin.services.functions_text")), doBody(do(c, action, c.T.T("admin.services.functions_add"))))
		},
	}
}

func className(c *web.Ctx, class service.Class) string {
	if class == "" {
		return ""
	}
	return c.T.T("sla.class." + string(class))
}

func (p *pages) serviceRoutes(rs *web.Routes) {
	rs.Handle("POST /admin/services/functions", web.May(service.MayWrite), p.addFunctions, web.BackTo("/admin/services"))
}

// addFunctions gives an organisation those of the fourteen functions that it does not have yet.
func (p *pages) addFunctions(c *web.Ctx) error {
	org, _, err := p.org(c, service.MayWrite)
	if err != nil {
		return err
	}
	if _, err := c.Form(); err != nil {
		return err
	}
	n, err := p.Service.AddFunctions(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	c.Flash("admin.services.functions_added", "count", strconv.Itoa(n))
	return c.Redirect(paths.With(paths.AdminPage("services"), "org", text(int64(org.ID))))
}
