package app

import (
	"context"
	"fmt"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/shipped"
	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	admincatalogue "lotsen/internal/web/admin/catalogue"
	"lotsen/internal/web/paths"
	portalcatalogue "lotsen/internal/web/portal/catalogue"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// wireCatalogue makes what can be ordered.
func (a *App) wireCatalogue() {
	a.Catalogue = catalogue.New(catalogue.Deps{DB: a.DB, Events: a.Events, Devices: a.devicesToName, Objects: a.objectsToName, Measured: a.leadMeasured, Remind: a.remindReview})
}

// leadMeasured is how long deliveries of offers have taken.
func (a *App) leadMeasured(ctx context.Context, org directory.OrgID, items []catalogue.ID) (map[catalogue.ID]int, error) {
	ids := make([]int64, len(items))
	for i, id := range items {
		ids[i] = int64(id)
	}
	leads, err := delivery.LeadOf(ctx, a.DB, org, ids)
	out := make(map[catalogue.ID]int, len(leads))
	for id, lead := range leads {
		out[catalogue.ID(id)] = lead.Days
	}
	return out, err
}

// mountCatalogue registers the catalogue's pages.
func (a *App) mountCatalogue() *portalcatalogue.Pages {
	admincatalogue.Mount(a.Routes, admincatalogue.Deps{
		Shell: a.Shell, Directory: a.Directory, Catalogue: a.Catalogue, Keepers: a.keepers, Roles: Roles(), Shipped: a.shippedOffers,
	})
	return portalcatalogue.Mount(a.Routes, portalcatalogue.Deps{
		Shell: a.Shell, Directory: a.Directory, Catalogue: a.Catalogue, DB: a.DB, Last: a.Order.Last, Who: a.whoOrders, Packages: a.packagesToOrder,
	})
}

// whoOrders tells who may order an offer, and who decides on it.
func (a *App) whoOrders(c *web.Ctx, item *catalogue.Item, _ *catalogue.Recipient) (templ.Component, error) {
	return a.who().Block(c, authz.Matter{Org: int64(item.Org), Service: int64(item.Service)})
}

// packagesToOrder are the packages that a reader is shown.
func (a *App) packagesToOrder(c *web.Ctx) ([]ui.CardView, error) {
	list, err := a.Order.Packages(c.Context(), c.Actor())
	var out []ui.CardView
	for i := range list {
		x := &list[i]
		out = append(out, ui.CardView{
			Href: paths.Package(x.Key), Title: x.Name(c.T.Lang()), Text: x.About(c.T.Lang()),
			Note: c.T.T("catalogue.package_of", "count", len(x.Parts)),
		})
	}
	return out, err
}

// keepers are those who keep an organisation's catalogue.
func (a *App) keepers(ctx context.Context, by authz.Actor, org directory.OrgID) (map[directory.PersonID]string, error) {
	holders, err := access.HoldersOf(ctx, a.DB, catalogue.MayWrite, authz.Matter{Org: int64(org)})
	if err != nil {
		return nil, err
	}
	ids := make([]directory.PersonID, 0, len(holders))
	for _, h := range holders {
		ids = append(ids, h.Person)
	}
	return directory.NamesIn(ctx, a.DB, by, ids...)
}

// shippedOffers are the offers that come with the product for an organisation.
func (a *App) shippedOffers(ctx context.Context, by authz.Actor, org directory.OrgID) ([]catalogue.Offer, error) {
	o, err := a.Directory.Organisation(ctx, by, org)
	if err != nil {
		return nil, err
	}
	return shipped.Offers(o.Preset)
}

// devicesToName are a person's devices as a form offers them.
func (a *App) devicesToName(ctx context.Context, by authz.Actor, person directory.PersonID) ([]catalogue.Option, error) {
	list, err := a.Asset.Of(ctx, by, person)
	var out []catalogue.Option
	for i := range list {
		out = append(out, catalogue.Option{ID: int64(list[i].ID), Text: list[i].Tag, More: list[i].Title()})
	}
	return out, err
}

// objectsToName are the resources and objects of a service, or those of none, as a form offers them.
func (a *App) objectsToName(ctx context.Context, by authz.Actor, org directory.OrgID, of int64) ([]catalogue.Option, error) {
	list, err := a.Service.Objects(ctx, by, org)
	var out []catalogue.Option
	for _, o := range list {
		if o.Active && (of == 0 || o.Service == service.ID(of)) {
			out = append(out, catalogue.Option{ID: int64(o.ID), Text: o.Name})
		}
	}
	return out, err
}

// remindReview tells an offer's owner that it is to be looked at again.
func (a *App) remindReview(ctx context.Context, tx *sqldb.Tx, due catalogue.Due) error {
	if a.Options.NoMail || due.Desk == 0 {
		return nil
	}
	say := func(lang i18n.Lang) notify.Said {
		p := a.Texts.Printer(lang)
		name := catalogue.Config{NameSv: due.Sv, NameEn: due.En}
		return notify.Said{
			Subject: p.T("catalogue.mail.subject", "name", name.Name(p.Lang())),
			Text: p.T("catalogue.mail.text", "name", name.Name(p.Lang()), "day", p.Date(due.At),
				"link", a.Options.BaseURL+paths.AdminCatalogue(sheet.Text(due.Item))),
		}
	}
	_, err := a.Notify.TellIn(ctx, tx, notify.Word{
		Org: due.Org, Desk: due.Desk, Key: fmt.Sprintf("catalogue:%d:review:%d", due.Item, due.At.Unix()),
		Sv: say(i18n.Swedish), En: say(i18n.English), People: []directory.PersonID{due.Owner},
	})
	return err
}

// findOffers finds what can be ordered, for the portal's search box.
func (a *App) findOffers(c *web.Ctx, query string) ([]ui.ItemView, error) {
	list, err := a.Catalogue.Search(c.Context(), c.Actor(), query, mostOffers)
	var out []ui.ItemView
	for i := range list {
		out = append(out, ui.ItemView{
			ID: "offer-" + sheet.Text(list[i].ID), Href: paths.Offer(list[i].Key), Title: list[i].Name(c.T.Lang()),
			Note: portalcatalogue.Cost(c.T, &list[i].Config, c.Now()),
		})
	}
	return out, err
}

// mostOffers bounds what the search box finds of the catalogue.
const mostOffers = 5
