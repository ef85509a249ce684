package groups

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Ticket    *ticket.Service
	Common    *common.Service
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "common.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	read, work := web.May(ticket.MayRead), web.May(ticket.MayWork)
	const page, group = "/desk/tickets/{ref}", "/desk/tickets/{ref}/group"
	rs.Handle("GET /desk/together", work, p.choose)
	rs.Handle("POST /desk/together", work, p.gather)
	rs.Handle("POST /desk/together/pick", work, p.pick, web.BackTo("/desk"))
	rs.Handle("GET /desk/groups", read, p.report)
	rs.Handle("GET /desk/groups.csv", read, p.file)
	rs.Handle("GET "+group, read, p.group)
	rs.Handle("POST "+group+"/preview", web.May(ticket.MayWork, ticket.MayReply), p.preview, web.BackTo(group))
	rs.Handle("POST "+group+"/do", web.May(ticket.MayWork, ticket.MayReply), p.do, web.BackTo(group))
	rs.Handle("POST "+group+"/remove", work, p.remove, web.BackTo(group))
	rs.Handle("POST "+group+"/priority", work, p.priority, web.BackTo(page))
}

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.Groups(), Text: "common.menu", Verbs: []authz.Verb{ticket.MayWork}}
}

// show answers with a page.
func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area = ui.Desk
	if h.Here == "" {
		h.Here = paths.Desk()
	}
	return sheet.Page(c, p.Shell, status, h, parts...)
}
