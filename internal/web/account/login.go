package account

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// cookieLife is a working day: whoever comes back tomorrow logs in again, on shared computers too.
const cookieLife = 12 * time.Hour

// loginView is the login page.
type loginView struct {
	web.LoginView
	name    string
	problem []ui.FieldError
	groups  []demoGroup
}

// showLogin shows the page; whoever is logged in already is led on.
func (p *pages) showLogin(c *web.Ctx) error {
	v := c.LoginView()
	if !c.Actor().Anonymous() {
		return c.Redirect(p.onward(c, v.Next))
	}
	return p.renderLogin(c, http.StatusOK, loginView{LoginView: v})
}

func (p *pages) login(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	token, _, err := p.Access.Login(c.Context(), client(c), f.Get("name"), f.Raw("password"))
	var e *errs.Error
	if errors.As(err, &e) && (e.Kind == errs.Unauthenticated || e.Kind == errs.Limited) {
		v := loginView{LoginView: c.LoginView(), name: f.Get("name"), problem: []ui.FieldError{{Name: "name", Text: c.T.T(e.Key, e.Args...)}}}
		return p.renderLogin(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return p.enter(c, token)
}

// enter begins the session in this browser and leads on to where the person was going.
func (p *pages) enter(c *web.Ctx, token string) error {
	if old := c.SessionToken(); old != "" {
		// The session that this browser had is replaced, not kept alive beside the new one.
		if err := p.Access.Logout(c.Context(), old); err != nil {
			return err
		}
	}
	if err := c.SignIn(token, c.Now().Add(cookieLife)); err != nil {
		return err
	}
	v := c.LoginView()
	if v.Held == "" {
		return c.Redirect(p.onward(c, v.Next))
	}
	return c.AfterLogin()
}

// onward is where somebody goes after login: the page they asked for, else their home.
func (p *pages) onward(c *web.Ctx, next string) string {
	if next == paths.Home() || slices.Contains([]string{paths.Login(), paths.Logout()}, next) {
		return p.Shell.Home(c.Actor())
	}
	return next
}

func (p *pages) logout(c *web.Ctx) error {
	if err := p.Access.Logout(c.Context(), c.SessionToken()); err != nil {
		return err
	}
	c.SignOut()
	c.Flash("account.logged_out")
	return c.Redirect(paths.Login())
}

func (p *pages) renderLogin(c *web.Ctx, status int, v loginView) error {
	var err error
	if v.groups, err = p.demoGroups(c.Context(), c); err != nil {
		return err
	}
	return p.Shell.Render(c, status, shell.View{Title: c.T.T("account.login.title")}, loginPage(c.T, v))
}

func (p *pages) demoGroups(ctx context.Context, c *web.Ctx) ([]demoGroup, error) {
	if p.Demo == nil {
		return nil, nil
	}
	people, err := p.Demo(ctx)
	if err != nil {
		return nil, err
	}
	return groupDemo(c, people), nil
}
