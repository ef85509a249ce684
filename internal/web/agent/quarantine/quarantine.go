package quarantine

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell *shell.Shell
	Inbox *inbox.Service
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(inbox.MayHandleMail)
	rs.Handle("GET /desk/mail", may, p.list)
	rs.Handle("GET /desk/mail/{id}", may, p.show)
	rs.Handle("POST /desk/mail/{id}", may, p.release)
	rs.Handle("GET /desk/mail/{id}/raw", may, p.raw)
}

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.DeskMail(), Text: "mailbox.menu", Verbs: []authz.Verb{inbox.MayHandleMail}}
}

// render puts content into the desk's frame.
func (p *pages) render(c *web.Ctx, status int, title string, content templ.Component) error {
	return p.Shell.Render(c, status, shell.View{
		Title: title, Area: ui.Desk, Here: paths.DeskMail(),
		Search: &ui.SearchView{Action: "/desk/search", Label: c.T.T("desk.search.label"), Shortcut: "/"},
	}, content)
}

const pageSize = 50

func (p *pages) list(c *web.Ctx) error {
	before, err := number(c.Query("before"))
	if err != nil {
		return err
	}
	look, unfiled := p.Inbox.Quarantined, c.Query("show") == "unfiled"
	if unfiled {
		look = p.Inbox.Unfiled
	}
	items, err := look(c.Context(), c.Actor(), before, pageSize+1)
	if err != nil {
		return err
	}
	broken, err := p.Inbox.FailingBoxes(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	v := listOf(c.T, items, before, unfiled)
	v.Failing = failing(c.T, broken)
	return p.render(c, http.StatusOK, c.T.T("mailbox.list.title"), listPage(c.T, v))
}

func (p *pages) raw(c *web.Ctx) error {
	id, err := number(c.Param("id"))
	if err != nil {
		return err
	}
	content, err := p.Inbox.Raw(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	defer content.Close() //nolint:errcheck // Opened for reading only.
	return c.Send(web.Download{Name: "mail-" + strconv.FormatInt(id, 10) + ".eml", Type: "message/rfc822", Size: -1, Body: content})
}

// number reads a whole number of an address; "" is 0.
func number(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, errs.Missing()
	}
	return n, nil
}
