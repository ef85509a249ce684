package caller

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/verify"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Ticket    *ticket.Service
	Verify    *verify.Service
	// Elsewhere is what stands below the form for a password here: the way to one in another system. Nil: nothing.
	Elsewhere func(c *web.Ctx, x *ticket.Ticket) (templ.Component, error)
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "verify.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	const page = "/desk/tickets/{ref}/caller"
	may := web.May(verify.MayCheck)
	rs.Handle("GET "+page, may, p.show)
	rs.Handle("POST "+page, may, p.record)
	rs.Handle("POST "+page+"/code", may, p.code, web.BackTo(page))
	const password = "/desk/tickets/{ref}/password"
	help := web.May(access.PasswordHelp)
	rs.Handle("GET "+password, help, p.password)
	rs.Handle("POST "+password, help, p.give)
}

// one is the case in the address, as somebody who checks callers reads it.
func (p *pages) one(c *web.Ctx) (ticket.Ticket, error) {
	id, ok := ticket.ParseID(c.Param("ref"))
	if !ok {
		return ticket.Ticket{}, errs.Missing()
	}
	x, err := p.Ticket.Load(c.Context(), c.Actor(), id)
	if err != nil {
		return x, err
	}
	if !ticket.SeesInternal(c.Actor(), &x) {
		return x, errs.Missing()
	}
	if !p.Verify.CanCheck(c.Actor(), &x) {
		return x, errs.Denied(string(verify.MayCheck))
	}
	return x, nil
}

// who is whom a case is for, as far as the agent may read them.
func (p *pages) who(c *web.Ctx, id directory.PersonID) (directory.PersonHit, error) {
	if id == 0 {
		return directory.PersonHit{}, nil
	}
	return p.Directory.Caller(c.Context(), c.Actor(), id)
}

func (p *pages) answer(c *web.Ctx, status int, x *ticket.Ticket, title string, parts ...templ.Component) error {
	return sheet.Page(c, p.Shell, status, sheet.Head{
		Area: ui.Desk, Here: paths.Desk(), Title: title,
		Above: []ui.Crumb{{Href: paths.Desk(), Text: c.T.T("desk.queue.back")}, {Href: paths.DeskTicket(x.ID), Text: x.ID.String() + " " + x.Title}},
	}, parts...)
}

func (p *pages) show(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	return p.page(c, http.StatusOK, &x, nil, nil)
}

// record writes down how a check went.
func (p *pages) record(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	check, err := p.Verify.Record(c.Context(), c.Actor(), x.ID, verify.Input{
		Person: directory.PersonID(f.Int("person")), Method: f.Get("method"), Result: verify.Result(f.Get("result")), Code: f.Get("code"), Reason: f.Words("reason"),
	})
	if status, yes := sheet.Again(f, err); yes {
		return p.page(c, status, &x, f, nil)
	}
	if err != nil {
		return err
	}
	c.Flash("verify.done."+string(check.Result), "ref", x.ID.String())
	if next := f.Get("next"); (next == "password" || next == "reset") && check.Result == verify.Passed {
		return c.Redirect(paths.DeskTicketDo(x.ID, next))
	}
	return c.Redirect(paths.DeskTicket(x.ID))
}

// code lets the caller have a code that they say on the telephone.
func (p *pages) code(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = p.Verify.AskCode(c.Context(), c.Actor(), x.ID, directory.PersonID(f.Int("person")), f.Get("method"))
	if status, yes := sheet.Again(f, err); yes {
		return p.page(c, status, &x, nil, f)
	}
	if err != nil {
		return err
	}
	c.Flash("verify.code." + f.Get("method"))
	return c.Redirect(paths.DeskTicketDo(x.ID, "caller") + "?method=" + f.Get("method"))
}

// MethodName is what a method is called; the product's own are texts.
func MethodName(t *i18n.Printer, m verify.Method) string {
	if m.Sv == "" {
		return t.T("verify.method." + m.Code)
	}
	if t.Lang() == string(i18n.English) && m.En != "" {
		return m.En
	}
	return m.Sv
}
