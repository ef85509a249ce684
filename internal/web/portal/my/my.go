package my

import (
	"context"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/level"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Access    *access.Service
	Asset     *asset.Service
	Level     *level.Service
	Directory *directory.Service
	Notice    *notice.Service
	Order     *order.Service
	Outage    *outage.Service
	Service   *service.Service
	Supplier  *supplier.Service
	Ticket    *ticket.Service
	// Parts are the blocks of others, in the order of the page.
	Parts []Part
	// Held reports whether the organisation's outages are to be kept out of the portal.
	Held func(ctx context.Context, org directory.OrgID) (bool, error)
	// Reinstalls reports whether people install their own computers anew; nil: they do not.
	Reinstalls func(ctx context.Context, by authz.Actor) (bool, error)
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	in := web.SignedIn()
	rs.Handle("GET /my", in, p.my)
	rs.Handle("GET /my/devices/{id}", in, p.device)
	rs.Handle("GET /services", in, p.services)
}

// Menu is the entry of the portal's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Portal, Href: paths.My(), Text: "my.menu", Verbs: []authz.Verb{ticket.MayReport}}
}

// reader is the person at the keyboard, for their own page.
func reader(c *web.Ctx) Whom {
	p := c.Identity().Person
	return whom(&p, false)
}

func whom(p *directory.Person, desk bool) Whom {
	return Whom{Person: p.ID, Org: p.Org, Unit: p.Unit, Site: p.Site, Desk: desk}
}
