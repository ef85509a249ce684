package unsubscribe

import (
	"net/http"

	"lotsen/internal/desk/notify"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the page is made of.
type Deps struct {
	Shell  *shell.Shell
	Notify *notify.Service
}

type pages struct{ Deps }

// Mount registers the page. The link is the right: it was mailed to the person, is signed, and can do this one thing.
// Looking changes nothing, because programs look at links, too.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	open := web.Public("the link was mailed to whom it is about, and is signed")
	rs.Handle("GET "+notify.UnsubscribePath+"{token}", open, p.show)
	rs.Handle("POST "+notify.UnsubscribePath+"{token}", open, p.off)
}

type view struct {
	Title, Lead string
	Form        ui.FormView
	Button      string // "" where nothing is left to do.
	Profile     ui.LinkView
}

func (p *pages) show(c *web.Ctx) error {
	done, err := p.Notify.Unsubscribed(c.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	return p.page(c, done)
}

// off is pressed by a person, or by a mail program that sends one field and reads nothing but the status.
func (p *pages) off(c *web.Ctx) error {
	if err := p.Notify.Unsubscribe(c.Context(), c.Param("token")); err != nil {
		return err
	}
	return p.page(c, true)
}

func (p *pages) page(c *web.Ctx, done bool) error {
	t := c.T
	v := view{
		Title: t.T("mailoff.title"), Lead: t.T("mailoff.lead"), Button: t.T("mailoff.do"),
		Form:    ui.FormView{Action: paths.MailOff(c.Param("token")), Label: t.T("mailoff.title"), Key: c.FormKey()},
		Profile: ui.LinkView{Href: paths.Profile(), Text: t.T("mailoff.profile")},
	}
	if done {
		v.Title, v.Lead, v.Button = t.T("mailoff.done"), t.T("mailoff.done_lead"), ""
	}
	return p.Shell.Render(c, http.StatusOK, shell.View{Title: v.Title, Area: ui.Portal}, offPage(t, v))
}
