package agent

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/shell"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Ticket    *ticket.Service
	DB        sqldb.Querier // For the water mark of live pages alone.
}

// pages holds the handlers.
type pages struct{ Deps }

// Mount registers the desk's pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	read, work := web.May(ticket.MayRead), web.May(ticket.MayWork)
	rs.Handle("GET /desk", read, p.queue)
	rs.Handle("GET /desk/views/{id}", read, p.openView)
	rs.Handle("POST /desk/views", read, p.saveView, web.BackTo("/desk"))
	rs.Handle("POST /desk/views/{id}/drop", read, p.dropView, web.BackTo("/desk"))
	rs.Handle("POST /desk/bulk", work, p.bulk, web.BackTo("/desk"))
	rs.Handle("GET /desk/bulk/result", work, p.bulkResult)

	const page = "/desk/tickets/{ref}"
	rs.Handle("GET "+page, read, p.ticket)
	post := func(verb string, policy web.Policy, h web.Handler) {
		rs.Handle("POST "+page+"/"+verb, policy, h, web.BackTo(page))
	}
	rs.Handle("POST "+page+"/reply", web.May(ticket.MayReply, ticket.MayWork, ticket.MayResolve), p.reply, web.BackTo(page))
	rs.Handle("POST "+page+"/draft", web.May(ticket.MayReply, ticket.MayWork), p.draft, web.BackTo(page))
	post("take", work, p.take)
	post("assign", work, p.assign)
	post("classify", work, p.classify)
	post("begin", work, p.begin)
	post("hold", work, p.hold)
	post("resume", work, p.resume)
	post("tell", web.May(ticket.MayResolve), p.tell)
	post("close", web.May(ticket.MayClose), p.close)
	post("reopen", work, p.reopen)
	post("follow-up", work, p.followUp)
	post("time", work, p.logTime)
}
