package delegate

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell      *shell.Shell
	Directory  *directory.Service
	Ticket     *ticket.Service
	Delegation *delegation.Service
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	work := web.May(ticket.MayNote)
	const page = "/desk/tickets/{ref}/delegate"
	rs.Handle("GET "+page, web.May(ticket.MayNote, delegation.MayDecide), p.show)
	rs.Handle("POST "+page, work, p.delegate)
	for verb, h := range map[string]web.Handler{
		"say": p.say, "recall": p.recall, "chased": p.chased, "remote": p.remote, "cost": p.cost, "ask-visit": p.askVisit, "visit": p.visit, "line": p.line,
	} {
		rs.Handle("POST "+page+"/"+verb, work, h, web.BackTo(page))
	}
	rs.Handle("POST "+page+"/decide", web.May(ticket.MayNote, delegation.MayDecide), p.decide, web.BackTo(page))
	rs.Handle("GET /desk/delegated", work, p.overview)
	rs.Handle("GET /desk/delegated/figures", work, p.figures)
	rs.Handle("GET /desk/delegated/ways", web.May(ticket.MayConfigure), p.ways)
	rs.Handle("POST /desk/delegated/ways", web.May(ticket.MayConfigure), p.addWay)
}

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.DeskDelegated(), Text: "delegation.menu", Verbs: []authz.Verb{ticket.MayNote}}
}

// render puts content into the desk's frame.
func (p *pages) render(c *web.Ctx, status int, title, here string, content templ.Component) error {
	return p.Shell.Render(c, status, shell.View{
		Title: title, Area: ui.Desk, Here: here,
		Search: &ui.SearchView{Action: "/desk/search", Label: c.T.T("desk.search.label"), Shortcut: "/"},
	}, content)
}

func ref(c *web.Ctx) (ticket.ID, error) {
	id, ok := ticket.ParseID(c.Param("ref"))
	if !ok {
		return 0, errs.Missing()
	}
	return id, nil
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// post is what the forms of the page have in common: one use case, a word of thanks, back to the page; what was refused
// is shown where it was typed.
func (p *pages) post(c *web.Ctx, which, flash string, use func(id ticket.ID, f *web.Form) error) error {
	id, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	f.Set("form", which)
	err = use(id, f)
	switch {
	case err == nil:
		c.Flash(flash, "ref", id.String())
		return c.Redirect(paths.DeskTicketDo(id, "delegate"))
	case f.Failed(err):
		return p.page(c, id, http.StatusUnprocessableEntity, f)
	case errs.Is(err, errs.Conflict):
		f.Failed(asField(err))
		return p.page(c, id, http.StatusConflict, f)
	}
	return err
}

// asField makes the words of a conflict stand in the form that met it.
func asField(err error) error {
	var f errs.Fields
	var e *errs.Error
	if errors.As(err, &e) {
		f.Add("", e.Key, e.Args...)
	}
	return f.Err()
}
