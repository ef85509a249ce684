package account

import (
	"context"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/shell"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Access    *access.Service
	Directory *directory.Service
	Notify    *notify.Service
	// Demo lists the persons of the demo world; nil outside demo mode.
	Demo func(ctx context.Context) ([]DemoPerson, error)
	// LoginAs opens a session without a password: access.Service.LoginAs, in demo mode only.
	LoginAs func(ctx context.Context, client access.Client, id directory.PersonID) (string, access.Identity, error)
}

// DemoPerson is somebody whom a visitor of the demo may become.
type DemoPerson struct {
	ID      directory.PersonID
	Name    string
	Group   string // Heading: the role, in Swedish.
	GroupEn string
	Who     string // Who they are: "Lärare på Lindskolan".
	WhoEn   string
	Try     string // What to try as this person.
	TryEn   string
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	everybody := web.Public("whoever is not logged in yet must get here")
	rs.Handle("GET /login", everybody, p.showLogin)
	rs.Handle("POST /login", everybody, p.login)
	if d.Demo != nil {
		rs.Handle("POST /login/demo", everybody, p.loginDemo, web.BackTo("/login"))
	}
	in := web.SignedIn()
	rs.Handle("GET /profile", in, p.showProfile)
	rs.Handle("POST /profile", in, p.saveProfile)
	rs.Handle("GET /profile/password", in, p.showPassword)
	rs.Handle("POST /profile/password", in, p.changePassword)
	rs.Handle("POST /profile/sessions/{id}/end", in, p.revoke, web.BackTo("/profile"))
	rs.Handle("POST /profile/sessions/end-others", in, p.revokeOthers, web.BackTo("/profile"))
	rs.Handle("POST /logout", web.Public("ending a session that is over already harms nobody"), p.logout, web.BackTo("/"))
}

// Pages are the pages that the web kit shows by itself.
func Pages(d Deps) web.Pages {
	p := &pages{d}
	return web.Pages{Error: p.errorPage, Login: p.loginAgain, Resend: p.resend}
}

// client is the browser at the other end, as the list of sessions names it.
func client(c *web.Ctx) access.Client {
	return access.Client{Agent: c.Request().UserAgent(), Address: c.Address().String()}
}

// inLang prefers the reader's language; Swedish is always there. The second value is the text's own language when it is
// not the page's.
func inLang(c *web.Ctx, sv, en string) (text, lang string) {
	switch {
	case c.T.Lang() == string(i18n.Swedish):
		return sv, ""
	case en != "":
		return en, ""
	}
	return sv, string(i18n.Swedish)
}
