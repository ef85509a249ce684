package admin

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) roleRoutes(rs *web.Routes) {
	see, write := web.May(access.RoleWrite, access.RoleGrant), web.May(access.RoleWrite)
	rs.Handle("GET /admin/roles", see, p.roles)
	rs.Handle("POST /admin/roles", write, p.addRole)
	rs.Handle("GET /admin/roles/new", write, p.newRole)
	rs.Handle("GET /admin/roles/{key}", see, p.role)
	rs.Handle("POST /admin/roles/{key}", write, p.changeRole)
}

func rolePath(key string) string { return paths.AdminPage("roles", key) }

// writesRoles reports whether somebody may make roles: they are shared by all organisations.
func writesRoles(by authz.Actor) bool { return by.MayIn(access.RoleWrite, authz.Everywhere, 0) }

// verbName is what a verb lets somebody do.
func verbName(c *web.Ctx, v authz.Verb) string {
	if k := "admin.verb." + string(v); c.T.Has(k) {
		return c.T.T(k)
	}
	return string(v)
}

func verbNames(c *web.Ctx, verbs []authz.Verb) string {
	var out []string
	for _, v := range verbs {
		out = append(out, verbName(c, v))
	}
	return strings.Join(out, ", ")
}

func reachNames(c *web.Ctx, reaches []authz.Reach) string {
	var out []string
	for _, r := range reaches {
		out = append(out, c.T.T("admin.reach."+string(r)))
	}
	return strings.Join(out, ", ")
}

// roles lists every role with what it lets its holders do.
func (p *pages) roles(c *web.Ctx) error {
	roles, err := p.Access.Roles(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "role", Caption: c.T.T("admin.section.roles"), CaptionHidden: true, Roomy: true, Columns: columns(c, "name", "verbs", "reaches")}
	for _, r := range roles {
		name := ui.Cell{Text: r.Name(i18n.ParseLang(c.T.Lang())), Href: rolePath(r.Key), Note: r.Key, Item: true}
		where := reachNames(c, r.Reaches)
		if len(r.Reaches) == 0 {
			where = c.T.T("admin.roles.everybody")
		}
		t.Rows = append(t.Rows, ui.Row{ID: r.Key, Cells: []ui.Cell{name, {Text: verbNames(c, r.Verbs)}, {Text: where}}})
	}
	h := head{title: c.T.T("admin.section.roles"), lead: c.T.T("admin.roles.lead")}
	if writesRoles(c.Actor()) {
		h.actions = []templ.Component{ui.ButtonLink(paths.AdminPage("roles", "new"), ui.ButtonView{Text: c.T.T("admin.roles.add"), Icon: "plus"})}
	}
	return p.show(c, http.StatusOK, h, ui.Table(t))
}

func (p *pages) newRole(c *web.Ctx) error {
	if !writesRoles(c.Actor()) {
		return errs.Denied(string(access.RoleWrite))
	}
	return p.showRole(c, http.StatusOK, access.Role{}, web.NewForm())
}

// role shows one role; the product's own only to look at.
func (p *pages) role(c *web.Ctx) error {
	r, err := p.roleIn(c)
	if err != nil {
		return err
	}
	if r.Builtin || !writesRoles(c.Actor()) {
		h := head{title: r.Name(i18n.ParseLang(c.T.Lang())), lead: c.T.T("admin.roles.builtin"), above: rolesCrumb(c)}
		var verbs []ui.Definition
		for _, v := range r.Verbs {
			verbs = append(verbs, ui.Definition{Term: string(v), Text: verbName(c, v)})
		}
		return p.show(c, http.StatusOK, h, panel(ui.PanelView{ID: "verbs", Title: c.T.T("admin.field.verbs")}, ui.DefinitionList(verbs)))
	}
	pairs := []string{"sv", r.Sv, "en", r.En}
	for _, v := range r.Verbs {
		pairs = append(pairs, "verbs", string(v))
	}
	return p.showRole(c, http.StatusOK, r, web.NewForm(pairs...))
}

func rolesCrumb(c *web.Ctx) []ui.Crumb {
	return []ui.Crumb{{Href: paths.AdminPage("roles"), Text: c.T.T("admin.section.roles")}}
}

func (p *pages) roleIn(c *web.Ctx) (access.Role, error) {
	roles, err := p.Access.Roles(c.Context(), c.Actor())
	if err != nil {
		return access.Role{}, err
	}
	i := slices.IndexFunc(roles, func(r access.Role) bool { return r.Key == c.Param("key") })
	if i < 0 {
		return access.Role{}, errs.Missing()
	}
	return roles[i], nil
}

func (p *pages) showRole(c *web.Ctx, status int, r access.Role, f *web.Form) error {
	var verbs []ui.Option
	for _, v := range p.Access.Verbs() {
		if c.Actor().MayIn(v, authz.Everywhere, 0) || slices.Contains(r.Verbs, v) {
			verbs = append(verbs, ui.Option{Value: string(v), Text: verbName(c, v), Description: string(v)})
		}
	}
	a := ask(c, f, "admin.roles.").line("sv", medium, required, inLang("sv")).line("en", medium, required, inLang("en"))
	action, button, title := paths.AdminPage("roles"), c.T.T("admin.roles.add"), c.T.T("admin.roles.new")
	if r.Key == "" {
		a.line("key", short, required)
	} else {
		action, button, title = rolePath(r.Key), c.T.T("admin.save"), r.Name(i18n.ParseLang(c.T.Lang()))
	}
	form := a.several("verbs", verbs).form(action, button)
	form.form.Version, form.cancel = text(r.Version), paths.AdminPage("roles")
	return p.show(c, status, head{title: title, lead: c.T.T("admin.roles.own"), above: rolesCrumb(c)}, formBody(c.T, form))
}

func (p *pages) addRole(c *web.Ctx) error { return p.saveRole(c, access.Role{}) }

func (p *pages) changeRole(c *web.Ctx) error {
	r, err := p.roleIn(c)
	if err != nil {
		return err
	}
	return p.saveRole(c, r)
}

// saveRole makes a role, or changes one over the version that the form was made from.
func (p *pages) saveRole(c *web.Ctx, r access.Role) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	in := access.RoleInput{Key: orValue(r.Key, f.Get("key")), Sv: f.Words("sv"), En: f.Words("en")}
	for _, v := range f.All("verbs") {
		in.Verbs = append(in.Verbs, authz.Verb(v))
	}
	err = p.Access.SaveRole(c.Context(), c.Actor(), f.Int("version"), in)
	switch {
	case errs.Is(err, errs.Conflict) && r.Key == "":
		err = wrong("key", "field.taken")
	case errs.Is(err, errs.Conflict):
		err = differing(c, []difference{{"sv", in.Sv, r.Sv}, {"en", in.En, r.En}, {"verbs", verbNames(c, in.Verbs), verbNames(c, r.Verbs)}})
	case errs.Is(err, errs.Forbidden) && writesRoles(c.Actor()) && !r.Builtin:
		f.Failed(wrong("verbs", "admin.rights.more_than_own"))
		return p.showRole(c, http.StatusForbidden, r, f)
	}
	if status, yes := again(f, err); yes {
		return p.showRole(c, status, r, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", in.Sv)
	return c.Redirect(paths.AdminPage("roles"))
}
