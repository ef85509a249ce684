package portal

import (
	"context"

	"lotsen/internal/desk/announce"
	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/search"
	"lotsen/internal/desk/selfhelp"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Ticket    *ticket.Service
	Directory *directory.Service
	Guardian  *guardian.Service
	Search    *search.Service
	Calendar  *calendar.Service
	Service   *service.Service
	SelfHelp  *selfhelp.Service
	Notify    *notify.Service
	Notice    *notice.Service
	Line      *line.Service
	Announce  *announce.Service
	Parts     []Part
	Finders   []Finder // What the search box finds beside own cases, in their order.
	// Waits is what waits for the reader beside their own cases; may be nil.
	Waits func(c *web.Ctx) ([]ui.ItemView, error)
	// Mark is the number of the newest event, for live pages.
	Mark func(ctx context.Context) (int64, error)
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	in := web.SignedIn()
	rs.Handle("GET /{$}", in, p.start)
	rs.Handle("GET /search", in, p.search)
	rs.Handle("GET /help", in, p.help)
	for _, r := range reports {
		rs.Handle("GET "+r.path, in, p.showReport(r))
		rs.Handle("POST "+r.path, in, p.sendReport(r))
	}
	rs.Handle("GET /children", in, p.children)
	rs.Handle("GET /tickets", in, p.tickets)
	rs.Handle("GET /tickets/{ref}", in, p.ticket)
	back := web.BackTo("/tickets/{ref}")
	rs.Handle("POST /tickets/{ref}/reply", in, p.reply, back)
	rs.Handle("POST /tickets/{ref}/accept", in, p.accept, back)
	rs.Handle("POST /tickets/{ref}/reject", in, p.reject, back)
	rs.Handle("POST /tickets/{ref}/withdraw", in, p.withdraw, back)
	rs.Handle("POST /tickets/{ref}/reopen", in, p.reopen, back)
	rs.Handle("GET /attachments/{id}", in, p.attachment)
	rs.Handle("GET /contact", web.Public("how to reach the desk is for everybody"), p.contact)
}
