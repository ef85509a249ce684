package ordering

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	offers "lotsen/internal/web/portal/catalogue"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Part is what another capability adds to the page of an order about the lines that it shows.
type Part func(c *web.Ctx, of order.ID, lines []order.LineID) ([]templ.Component, error)

// Deps is what the pages are made of.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Catalogue *catalogue.Service
	Order     *order.Service
	Offers    *offers.Pages
	DB        *sqldb.DB // Models are read from it.
	Parts     []Part
	// Mark is the number of the newest event, for live pages.
	Mark func(ctx context.Context) (int64, error)
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	read := web.May(catalogue.MayRead)
	p.mountCart(rs, "/cart", read)
	rs.Handle("POST /cart/lines", read, p.add, web.BackTo("/catalogue"))
	rs.Handle("GET /cart/help", read, p.askHelp)
	rs.Handle("POST /cart/help", read, p.help)
	rs.Handle("GET /packages/{key}", read, p.pack)
	rs.Handle("POST /packages/{key}", read, p.addPack)
	in := web.SignedIn()
	rs.Handle("GET /orders", in, p.list, web.In(web.LaneSearches))
	rs.Handle("GET /orders/{ref}", in, p.order)
	back := web.BackTo("/orders/{ref}")
	rs.Handle("POST /orders/{ref}/cancel", in, p.cancel, back)
	rs.Handle("POST /orders/{ref}/again", in, p.again, back)
	rs.Handle("GET /orders/{ref}/lines/{line}", in, p.line)
	rs.Handle("POST /orders/{ref}/lines/{line}", in, p.change)
	rs.Handle("POST /orders/{ref}/lines/{line}/cancel", in, p.cancelLine, back)
	rs.Handle("POST /orders/{ref}/lines/{line}/confirm", in, p.confirm, back)
	register := web.May(catalogue.MayRegister)
	p.mountCart(rs, "/desk/order/{person}", register)
	rs.Handle("GET /desk/order", register, p.deskStart)
	rs.Handle("GET /desk/order/{person}/offers", register, p.deskOffers)
	rs.Handle("GET /desk/order/{person}/offers/{key}", register, p.deskOffer)
	rs.Handle("POST /desk/order/{person}/offers/{key}", register, p.deskAdd)
	work := web.May(order.MayWork, catalogue.MayRegister)
	rs.Handle("GET /desk/orders", work, p.deskList, web.In(web.LaneSearches))
	rs.Handle("GET /desk/orders/{ref}/lines/{line}", work, p.specify)
	rs.Handle("POST /desk/orders/{ref}/lines/{line}", work, p.propose)
}

// mountCart registers the pages of a cart: one's own, or the one that the desk keeps for a customer.
func (p *pages) mountCart(rs *web.Routes, at string, policy web.Policy) {
	rs.Handle("GET "+at, policy, p.cart)
	rs.Handle("POST "+at+"/batches/{batch}/remove", policy, p.remove, web.BackTo(at))
	rs.Handle("GET "+at+"/batches/{batch}/people", policy, p.people)
	rs.Handle("POST "+at+"/batches/{batch}/people", policy, p.addPeople)
	rs.Handle("GET "+at+"/checkout", policy, p.checkout)
	rs.Handle("POST "+at+"/checkout", policy, p.place)
}

// Menu is the entry of the main menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Portal, Href: paths.Orders(), Text: "shell.menu.orders", Verbs: []authz.Verb{catalogue.MayPlace, catalogue.MayAccess, catalogue.MayAccount}}
}

// DeskMenu is the desk's entry.
func DeskMenu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: "/desk/orders", Text: "shell.menu.desk_orders", Verbs: []authz.Verb{order.MayWork, catalogue.MayRegister}}
}

// side is whose cart a page is about.
type side struct {
	customer directory.PersonID // 0: the reader's own.
	name     string
	who      authz.Actor // By whose rights it is ordered.
	standing order.Standing
}

// side reads from the address whether the desk orders for somebody, and for whom.
func (p *pages) side(c *web.Ctx) (side, error) {
	var s side
	var err error
	if c.Param("person") != "" {
		if s.customer, err = sheet.Number[directory.PersonID](c, "person"); err != nil {
			return s, err
		}
	}
	if s.standing, err = p.Order.Stand(c.Context(), c.Actor(), s.customer); err != nil {
		return s, err
	}
	s.who = s.standing.Who()
	s.name = s.who.Name
	return s, nil
}

// cart is an address within the cart.
func (s *side) cart(parts ...string) string {
	if s.customer == 0 {
		return paths.Cart(parts...)
	}
	return paths.DeskCart(sheet.Text(s.customer), parts...)
}

// offersAt is where more is found.
func (s *side) offersAt() string {
	if s.customer == 0 {
		return paths.Catalogue()
	}
	return paths.DeskCart(sheet.Text(s.customer), "offers")
}

// show answers with a page of a cart.
func (p *pages) show(c *web.Ctx, s *side, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Portal, paths.Catalogue()
	first := ui.Crumb{Href: paths.Catalogue(), Text: c.T.T("catalogue.title")}
	if s.customer != 0 {
		h.Area, h.Here = ui.Desk, "/desk/orders"
		first = ui.Crumb{Href: s.offersAt(), Text: c.T.T("order.desk.offers", "name", s.name)}
		parts = append([]templ.Component{sheet.Note(c.T.T("order.desk.for", "name", s.name))}, parts...)
	}
	h.Above = append([]ui.Crumb{first}, h.Above...)
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// number is an id in the address.
func number(c *web.Ctx, name string) (int64, error) {
	n, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || n <= 0 {
		return 0, errs.Missing()
	}
	return n, nil
}
