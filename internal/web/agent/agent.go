package agent

import (
	"context"

	"github.com/a-h/templ"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/search"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/shell"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Ticket    *ticket.Service
	Search    *search.Service
	Common    *common.Service
	Parts     []Part
	Tales     []Tale
	Linked    []LinkedPart  // Parts that need to know what the ticket is linked to.
	DB        sqldb.Querier // For the water mark of live pages alone.
	// Advise says what one should know about a case that is being registered, by its extra fields; "" for nothing.
	Advise func(c *web.Ctx, desk directory.Desk, f *web.Form) (string, error)
	// Card is what is known of a caller beside the register: devices, roles, outages, earlier cases. Nil for nothing.
	Card func(c *web.Ctx, who *directory.Person, known Known) ([]templ.Component, error)
	// Registered says that a case was registered from a contact: a call. Nil where nobody keeps contacts.
	Registered func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, contact int64, t *ticket.Ticket) error
}

// Known is what the page of a call has asked for already.
type Known struct {
	Earlier  []ticket.Brief
	Services []ticket.About
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
	rs.Handle("POST "+page+"/draft", web.May(ticket.MayReply, ticket.MayNote), p.draft, web.BackTo(page))
	rs.Handle("GET "+page+"/history", read, p.history)
	rs.Handle("GET "+page+"/edit", work, p.editPage)
	rs.Handle("POST "+page+"/edit", work, p.saveEdit)
	rs.Handle("GET "+page+"/relate", work, p.relatePage)
	rs.Handle("POST "+page+"/link", work, p.link, web.BackTo(page+"/relate"))
	rs.Handle("POST "+page+"/merge", web.May(ticket.MayMerge), p.merge, web.BackTo(page+"/relate"))
	post("unlink", work, p.unlink)
	post("unmerge", web.May(ticket.MayMerge), p.unmerge)

	register := web.May(ticket.MayRegister)
	rs.Handle("GET /desk/call", register, p.callPage)
	rs.Handle("POST /desk/call", register, p.register)
	rs.Handle("POST /desk/call/fields", register, p.callFields, web.BackTo("/desk/call"))
	rs.Handle("GET /desk/new", register, p.newPage)
	rs.Handle("GET /desk/search", read, p.search)
	post("take", work, p.take)
	post("assign", work, p.assign)
	post("classify", work, p.classify)
	post("hold", work, p.hold)
	post("resume", work, p.resume)
	post("tell", web.May(ticket.MayResolve), p.tell)
	post("close", web.May(ticket.MayClose), p.close)
	post("reopen", work, p.reopen)
	post("follow-up", work, p.followUp)
	post("time", work, p.logTime)
}
