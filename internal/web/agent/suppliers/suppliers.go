package suppliers

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/kit/authz"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell      *shell.Shell
	Supplier   *supplier.Service
	Delegation *delegation.Service
	Access     *access.Service
	Directory  *directory.Service
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "supplier.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	read, write, give := web.May(supplier.MayRead), web.May(supplier.MayWrite), web.May(supplier.MayContribute)
	const one, line, kind = "/desk/suppliers/{id}", "/desk/contacts/{service}", "/desk/follow/{kind}"
	rs.Handle("GET /desk/suppliers", read, p.list)
	rs.Handle("GET /desk/suppliers/new", write, p.blank)
	rs.Handle("POST /desk/suppliers", write, p.add)
	rs.Handle("GET "+one, read, p.card)
	rs.Handle("GET "+one+"/edit", write, p.edit)
	rs.Handle("POST "+one+"/edit", write, p.change)
	rs.Handle("GET "+one+"/agreement", write, p.agreement)
	rs.Handle("POST "+one+"/agreement", write, p.agree)
	rs.Handle("GET "+one+"/contacts/new", give, p.contact)
	rs.Handle("GET "+one+"/contacts/{contact}", give, p.contact)
	rs.Handle("POST "+one+"/contacts", give, p.saveContact, web.BackTo(one))
	rs.Handle("POST "+one+"/people", web.May(access.RoleGrant), p.join, web.BackTo(one))
	rs.Handle("GET "+one+"/reports", give, p.newReport)
	rs.Handle("POST "+one+"/reports", give, p.upload, web.Upload(supplier.MaxReport+1<<20))
	rs.Handle("GET "+one+"/levels", give, p.newMonth)
	rs.Handle("POST "+one+"/levels", give, p.handIn)
	rs.Handle("GET "+one+"/deliveries", read, p.deliveries)
	rs.Handle("GET "+one+"/card.csv", read, p.cardFile)
	rs.Handle("GET "+one+"/tickets.csv", read, p.ticketFile)
	rs.Handle("GET /desk/supplier-reports", web.SignedIn(), p.reports)
	rs.Handle("GET /desk/supplier-reports/{report}", web.SignedIn(), p.report)
	rs.Handle("GET /desk/supplier-levels", read, p.levels)
	rs.Handle("GET /desk/contacts", read, p.contactList)
	rs.Handle("GET "+line, give, p.serviceContact)
	rs.Handle("POST "+line, give, p.setServiceContact)
	rs.Handle("POST "+line+"/verify", give, p.verify, web.BackTo("/desk/contacts"))
	rs.Handle("GET "+kind, read, p.matters)
	rs.Handle("GET "+kind+"/new", give, p.newMatter)
	rs.Handle("POST "+kind, give, p.openMatter)
	rs.Handle("GET "+kind+"/{matter}", read, p.matter)
	rs.Handle("POST "+kind+"/{matter}", give, p.changeMatter)
	rs.Handle("POST "+kind+"/{matter}/answer", give, p.answer, web.BackTo(kind+"/{matter}"))
}

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.Suppliers(), Text: "supplier.menu", Verbs: []authz.Verb{supplier.MayRead}}
}

// show answers with a page. Every page below the register leads back to it.
func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Desk, paths.Suppliers()
	if c.Request().URL.Path != paths.Suppliers() {
		h.Above = append([]ui.Crumb{{Href: paths.Suppliers(), Text: c.T.T("supplier.menu")}}, h.Above...)
	}
	return sheet.Page(c, p.Shell, status, h, parts...)
}

func ref[T ~int64](id T) paths.Word { return paths.Word(sheet.Text(id)) }
