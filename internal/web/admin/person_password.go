package admin

import (
	"net/http"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// password asks for a new password for somebody.
func (p *pages) password(c *web.Ctx) error {
	who, err := p.whom(c)
	if err != nil {
		return err
	}
	return p.showPassword(c, http.StatusOK, who, web.NewForm("must_change", "1"))
}

func (p *pages) showPassword(c *web.Ctx, status int, who directory.Person, f *web.Form) error {
	form := ask(c, f, "admin.password.").secret("password", medium, required).yes("must_change").form(personPath(who.ID, "password"), c.T.T("admin.password.set"))
	form.cancel = personPath(who.ID)
	return p.show(c, status, head{title: c.T.T("admin.password.set"), lead: who.Name(), above: personCrumbs(c, who)}, formBody(c.T, form))
}

func (p *pages) setPassword(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	who, err := p.whom(c)
	if err != nil {
		return err
	}
	err = p.Access.SetPassword(c.Context(), c.Actor(), who.ID, f.Raw("password"), f.Has("must_change"))
	if errs.Is(err, errs.Forbidden) {
		f.Failed(wrong("", "admin.password.more"))
		return p.showPassword(c, http.StatusForbidden, who, f)
	}
	if status, yes := again(f, err); yes {
		return p.showPassword(c, status, who, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.password.done", "name", who.Name())
	return c.Redirect(personPath(who.ID))
}
