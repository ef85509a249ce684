package major

import (
	"lotsen/internal/desk/common"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/shell"
)

// Deps is what the page works with.
type Deps struct {
	Shell  *shell.Shell
	Ticket *ticket.Service
	Common *common.Service
	Notice *notice.Service
	DB     sqldb.Querier // For the water mark of the live page alone.
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "common.field."

// Mount registers the page.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	const page = "/desk/tickets/{ref}/major"
	rs.Handle("GET "+page, web.May(ticket.MayNote), p.page)
	rs.Handle("POST "+page+"/declare", web.May(common.MayDeclare), p.declare, web.BackTo("/desk/tickets/{ref}"))
	lead, work := web.May(common.MayDeclare), web.May(ticket.MayWork)
	rs.Handle("POST "+page+"/lead", lead, p.lead, web.BackTo(page))
	rs.Handle("POST "+page+"/word", lead, p.word, web.BackTo(page))
	rs.Handle("POST "+page+"/public", lead, p.public, web.BackTo(page))
	rs.Handle("POST "+page+"/end", lead, p.end, web.BackTo(page))
	rs.Handle("POST "+page+"/note", work, p.note, web.BackTo(page))
	rs.Handle("POST "+page+"/check", work, p.check, web.BackTo(page))
	rs.Handle("POST "+page+"/add", work, p.add, web.BackTo(page))
}

// ref reads the ticket's number from the address.
func ref(c *web.Ctx) (ticket.ID, error) {
	n, ok := ticket.ParseID(c.Param("ref"))
	if !ok {
		return 0, errs.Missing()
	}
	return n, nil
}
