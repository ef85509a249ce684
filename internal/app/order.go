package app

import (
	"context"
	"slices"

	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/order"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/admin/packages"
	"lotsen/internal/web/ordering"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/portal"
	portalcatalogue "lotsen/internal/web/portal/catalogue"
	"lotsen/internal/web/portal/receive"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// wireOrder makes the capability that takes orders.
func (a *App) wireOrder() {
	d := order.Deps{
		DB: a.DB, Events: a.Events, Directory: a.Directory, Catalogue: a.Catalogue, Approval: a.Approval, Ticket: a.Ticket, Texts: a.Texts, BaseURL: a.Options.BaseURL,
	}
	if tell := a.tell(); tell != nil {
		d.Tell = func(ctx context.Context, tx *sqldb.Tx, w order.Word) error {
			_, err := tell(ctx, tx, notify.Word{
				Org: w.Org, Key: w.Key, People: w.People,
				Sv: notify.Said{Subject: w.SubjectSv, Text: w.TextSv}, En: notify.Said{Subject: w.SubjectEn, Text: w.TextEn},
			})
			return err
		}
	}
	a.Order = order.New(d)
}

// mayHearOrder lets those who may look at an order hear of it.
func (a *App) mayHearOrder(ctx context.Context, by authz.Actor, id string) (bool, error) {
	n, ok := order.ParseID(id)
	if !ok {
		return false, nil
	}
	return a.Order.Seen(ctx, by, n)
}

// mountOrder registers the pages of carts and orders, and those where packages are made. Offers are the catalogue's pages.
func (a *App) mountOrder(offers *portalcatalogue.Pages) {
	offers.Last = a.Order.Last
	offers.Packages = a.packageCards
	ordering.Mount(a.Routes, ordering.Deps{
		Shell: a.Shell, Directory: a.Directory, Catalogue: a.Catalogue, Order: a.Order, Offers: offers, DB: a.DB, Mark: a.mark,
		Parts: []ordering.Part{receive.OrderPart(a.Delivery)},
	})
	packages.Mount(a.Routes, packages.Deps{Shell: a.Shell, Order: a.Order})
}

// packageCards are the packages that the reader of the catalogue is shown.
func (a *App) packageCards(c *web.Ctx) ([]ui.CardView, error) {
	list, err := a.Order.Packages(c.Context(), c.Actor())
	var out []ui.CardView
	for i := range list {
		p := &list[i]
		out = append(out, ui.CardView{Href: paths.Package(p.Key), Title: p.Name(c.T.Lang()), Text: p.About(c.T.Lang()), Note: c.T.T("order.packages.count", "count", len(p.Parts))})
	}
	return out, err
}

// findOrders finds orders by number, by what was ordered and by who gets it.
func (a *App) findOrders(c *web.Ctx, query string) ([]ui.ItemView, error) {
	if !slices.ContainsFunc(ordering.Menu().Verbs, c.Actor().May) {
		return nil, nil // Who does not order has nothing of the sort, and the page one statement less.
	}
	list, _, err := a.Order.List(c.Context(), c.Actor(), order.ListInput{Which: order.All, Q: query, Limit: portal.Most})
	var out []ui.ItemView
	for i := range list {
		o := &list[i]
		out = append(out, ui.ItemView{
			ID: "order-" + sheet.Text(o.ID), Href: paths.OrderPage(o.ID), Title: o.ID.String() + " " + o.Title(c.T.Lang()), Note: c.T.T("order.state." + string(o.State)), At: o.OrderedAt, AtText: c.T.Date(o.OrderedAt),
		})
	}
	return out, err
}
