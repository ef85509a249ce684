package account

import (
	"errors"
	"net/http"

	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
)

// passwordView is the form for a new password. Passwords are the one thing that a form does not give back.
type passwordView struct {
	form  *web.Form
	key   string
	must  bool // Somebody else set the present one.
	login string
}

func (p *pages) showPassword(c *web.Ctx) error {
	return p.renderPassword(c, http.StatusOK, web.NewForm())
}

func (p *pages) changePassword(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = p.Access.ChangePassword(c.Context(), c.Actor(), client(c), f.Raw("old"), f.Raw("password"))
	var e *errs.Error
	if errors.As(err, &e) && e.Kind == errs.Limited {
		var wrong errs.Fields
		wrong.Add("old", e.Key, e.Args...)
		err = wrong.Err()
	}
	if f.Failed(err) {
		return p.renderPassword(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	c.Flash("account.password.changed")
	return c.Redirect(paths.Profile())
}

func (p *pages) renderPassword(c *web.Ctx, status int, f *web.Form) error {
	v := passwordView{form: f, key: c.FormKey(), must: c.Identity().MustChange, login: c.Identity().Person.Login}
	return p.Shell.Render(c, status, shell.View{Title: c.T.T("account.password.title")}, passwordPage(c.T, v))
}
