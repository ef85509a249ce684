package clocks

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell     *shell.Shell
	Ticket    *ticket.Service
	Directory *directory.Service
	SLA       *sla.Service
	DB        sqldb.Querier // For the water mark of live pages alone.
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	read, follow := web.May(ticket.MayRead), web.May(sla.MayFollow)
	rs.Handle("GET /desk/tickets/{ref}/clocks", read, p.proof)
	rs.Handle("GET /desk/tickets/{ref}/clocks/{file}", read, p.export)
	rs.Handle("GET /desk/due", follow, p.due)
	rs.Handle("GET /desk/follow-ups", follow, p.follows)
	rs.Handle("GET /desk/follow-ups/{id}", follow, p.follow)
	rs.Handle("POST /desk/follow-ups/{id}", follow, p.saveFollow)
	rs.Handle("GET /desk/promises", follow, p.figures)
	rs.Handle("GET /desk/promises/{file}", follow, p.figuresFile)
}

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: duePath, Text: "sla.menu", Verbs: []authz.Verb{sla.MayFollow}}
}

const (
	duePath      = "/desk/due"
	followsPath  = "/desk/follow-ups"
	promisesPath = "/desk/promises"
)

func (p *pages) show(c *web.Ctx, status int, title, here string, content templ.Component) error {
	return p.Shell.Render(c, status, frameOf(c, title, here), content)
}

func frameOf(c *web.Ctx, title, here string) shell.View {
	return shell.View{
		Title: title, Area: ui.Desk, Here: here,
		Search: &ui.SearchView{Action: "/desk/search", Label: c.T.T("desk.search.label"), Shortcut: "/"},
		Keys:   []ui.ShortcutView{{Key: "/", Text: c.T.T("desk.key.search")}},
	}
}

// tabs lead between the pages of what is promised.
func tabs(c *web.Ctx, here string) ui.TabsView {
	v := ui.TabsView{ID: "promises", Label: c.T.T("sla.tabs")}
	for _, t := range []struct{ path, text string }{{duePath, "sla.due.title"}, {followsPath, "sla.follow.title"}, {promisesPath, "sla.figures.title"}} {
		v.Tabs = append(v.Tabs, ui.TabView{Href: t.path, Text: c.T.T(t.text), Current: t.path == here})
	}
	return v
}

func proofPath(id ticket.ID, file ...string) string {
	at := paths.DeskTicketDo(id, "clocks")
	if len(file) > 0 {
		at += "/" + file[0]
	}
	return at
}
