package catalogue

import (
	"context"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of. Hooks that are nil show nothing.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Catalogue *catalogue.Service
	DB        *sqldb.DB // Models are read from it.
	// Last is what was answered when the offer was ordered last for somebody.
	Last func(ctx context.Context, by authz.Actor, item catalogue.ID, person directory.PersonID) (map[string]string, error)
	// Who tells who may order an offer and who decides on it.
	Who func(c *web.Ctx, item *catalogue.Item, to *catalogue.Recipient) (templ.Component, error)
	// Packages are several offers ordered as one, which the reader is shown.
	Packages func(c *web.Ctx) ([]ui.CardView, error)
}

// Pages are the catalogue's pages, for those who show parts of them.
type Pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) *Pages {
	p := &Pages{d}
	read := web.May(catalogue.MayRead)
	rs.Handle("GET /catalogue", read, p.list)
	rs.Handle("GET /catalogue/{key}", read, p.offer)
	rs.Handle("GET /prices", read, p.prices)
	rs.Handle("GET /prices.csv", read, p.priceFile, web.In(web.LaneExports))
	return p
}

// Menu is the entry of the main menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Portal, Href: paths.Catalogue(), Text: "shell.menu.order", Verbs: []authz.Verb{catalogue.MayRead}}
}

// show answers with a page of the catalogue.
func (p *Pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Portal, paths.Catalogue()
	h.Above = append([]ui.Crumb{{Href: paths.Home(), Text: c.T.T("portal.start.crumb")}}, h.Above...)
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// recipient is the person for whom the actor orders: whom the address or the form names, else themselves.
func (p *Pages) recipient(c *web.Ctx, id directory.PersonID) (catalogue.Recipient, error) {
	return catalogue.RecipientIn(c.Context(), p.DB, c.Actor(), id)
}

// keep is a query's value for somebody else; "" for oneself.
func keep(c *web.Ctx, to *catalogue.Recipient) string {
	if int64(to.ID) == c.Actor().Person {
		return ""
	}
	return sheet.Text(to.ID)
}
