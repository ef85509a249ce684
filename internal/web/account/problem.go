package account

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/web"
	"lotsen/internal/web/shell"
)

// errorPage says what went wrong and where to go from here, with the way to reach the desk in its footer.
func (p *pages) errorPage(c *web.Ctx, v web.ErrorView) templ.Component {
	home := "/"
	if !c.Actor().Anonymous() {
		home = p.Shell.Home(c.Actor())
	}
	return p.Shell.Frame(c, v.Status, shell.View{Title: v.Title}, errorContent(c.T, v, home))
}

// loginAgain is shown when a form comes from somebody whose session has ended.
func (p *pages) loginAgain(c *web.Ctx, v web.LoginView) templ.Component {
	view := loginView{LoginView: v}
	if groups, err := p.demoGroups(c.Context(), c); err == nil { // Without the list one can still log in.
		view.groups = groups
	}
	return p.Shell.Frame(c, http.StatusUnauthorized, shell.View{Title: c.T.T("account.login.title")}, loginPage(c.T, view))
}

// resend offers to send what was typed before the login.
func (p *pages) resend(c *web.Ctx, v web.ResendView) templ.Component {
	return p.Shell.Frame(c, http.StatusOK, shell.View{Title: c.T.T("account.resend.title")}, resendContent(c.T, v))
}
