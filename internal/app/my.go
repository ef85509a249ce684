package app

import (
	"context"

	"github.com/a-h/templ"

	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
	"lotsen/internal/web"
	"lotsen/internal/web/agent"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/portal/my"
	"lotsen/internal/web/portal/unit"
	"lotsen/internal/web/ui"
)

// myParts are the blocks that others add to somebody's own page, in their order; each costs one statement at most.
func (a *App) myParts() []my.Part {
	return []my.Part{a.approvalsWaiting, a.unitPages().My, a.selfHelps}
}

// myPages is what the own page, and the card of a caller that shows the same lists, are made of.
func (a *App) myPages() my.Deps {
	return my.Deps{
		Shell: a.Shell, Access: a.Access, Asset: a.Asset, Level: a.Level, Directory: a.Directory, Notice: a.Notice, Order: a.Order, Outage: a.Outage, Service: a.Service, Supplier: a.Supplier,
		Ticket: a.Ticket, Parts: a.myParts(),
		Held: a.held,
		Reinstalls: func(ctx context.Context, by authz.Actor) (bool, error) {
			offers, err := a.Connector.Offers(ctx, by)
			_, yes := offers[connector.Reinstall]
			return yes, err
		},
	}
}

// callerCard is what an agent sees of a caller beside the register: the lists of the person's own page.
func (a *App) callerCard(c *web.Ctx, who *directory.Person, known agent.Known) ([]templ.Component, error) {
	var offered []service.Item
	for _, s := range known.Services {
		if s.Active {
			offered = append(offered, service.Item{ID: service.ID(s.ID), Org: who.Org, Sv: s.Sv, En: s.En, Active: true})
		}
	}
	return a.myPages().Card(c, who, known.Earlier, offered)
}

// unitPages is what the pages of those who answer for a unit are made of.
func (a *App) unitPages() unit.Deps {
	return unit.Deps{Shell: a.Shell, Directory: a.Directory, Asset: a.Asset, Delivery: a.Delivery, Ticket: a.Ticket}
}

// approvalsWaiting leads to what waits for the reader's yes.
func (a *App) approvalsWaiting(c *web.Ctx, of my.Whom) (my.Block, error) {
	if of.Desk || !c.Actor().May(approval.MayDecide) {
		return my.Block{}, nil
	}
	n, err := a.Approval.Waiting(c.Context(), c.Actor())
	if err != nil || n == 0 {
		return my.Block{}, err
	}
	return my.Block{Key: "approvals", Title: c.T.T("my.approvals"), Waits: true, Items: []ui.ItemView{
		{ID: "approvals-waiting", Href: paths.Approvals(), Title: c.T.T("my.approvals_waiting", "count", n)},
	}}, nil
}

// mountMy registers the pages.
func (a *App) mountMy() {
	my.Mount(a.Routes, a.myPages())
	unit.Mount(a.Routes, a.unitPages())
}
