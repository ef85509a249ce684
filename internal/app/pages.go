package app

import (
	"context"
	"fmt"

	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/report"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/web"
	"lotsen/internal/web/account"
	"lotsen/internal/web/admin"
	"lotsen/internal/web/admin/assets"
	"lotsen/internal/web/admin/connectors"
	"lotsen/internal/web/admin/guardians"
	"lotsen/internal/web/agent"
	"lotsen/internal/web/agent/alarms"
	agentchat "lotsen/internal/web/agent/chat"
	"lotsen/internal/web/agent/clocks"
	"lotsen/internal/web/agent/contact"
	"lotsen/internal/web/agent/delegate"
	"lotsen/internal/web/agent/deliveries"
	onduty "lotsen/internal/web/agent/duty"
	"lotsen/internal/web/agent/groups"
	"lotsen/internal/web/agent/lending"
	"lotsen/internal/web/agent/lines"
	agentnotices "lotsen/internal/web/agent/notices"
	"lotsen/internal/web/agent/outages"
	"lotsen/internal/web/agent/quarantine"
	"lotsen/internal/web/agent/station"
	"lotsen/internal/web/agent/suppliers"
	"lotsen/internal/web/agent/units"
	"lotsen/internal/web/agent/wallboard"
	"lotsen/internal/web/api"
	"lotsen/internal/web/ordering"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/portal"
	"lotsen/internal/web/portal/approvals"
	"lotsen/internal/web/portal/assigned"
	portalcatalogue "lotsen/internal/web/portal/catalogue"
	"lotsen/internal/web/portal/centre"
	"lotsen/internal/web/portal/my"
	"lotsen/internal/web/portal/reach"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/static"
	"lotsen/internal/web/ui"
)

// menu lists the entries of every main menu, in their order. An entry stands here when its page does.
func menu() []shell.Link {
	return []shell.Link{
		{Area: ui.Portal, Href: paths.Home(), Text: "shell.menu.start"},
		{Area: ui.Portal, Href: paths.Report(), Text: "shell.menu.report"},
		portalcatalogue.Menu(),
		{Area: ui.Portal, Href: paths.Ask(), Text: "shell.menu.ask"},
		{Area: ui.Portal, Href: paths.Tickets(), Text: "shell.menu.tickets"},
		my.Menu(),
		more(ordering.Menu()),
		approvals.Menu(),
		centre.Menu(),
		{Area: ui.Portal, Href: paths.Children(), Text: "proxy.children.menu", Verbs: []authz.Verb{guardian.MaySpeak}},
		assigned.Menu(),
		{Area: ui.Desk, Href: paths.Desk(), Text: "desk.menu.queue", Verbs: []authz.Verb{ticket.MayWork}},
		{Area: ui.Desk, Href: paths.DeskCall(), Text: "desk.menu.call", Verbs: []authz.Verb{ticket.MayRegister}},
		station.Menu(),
		clocks.Menu(),
		more(agentchat.Menu()),
		more(delegate.Menu()),
		more(ordering.DeskMenu()),
		more(deliveries.Menu()),
		more(groups.Menu()),
		more(wallboard.Menu()),
		more(outages.Menu()),
		more(agentnotices.Menu()),
		more(alarms.Menu()),
		more(suppliers.Menu()),
		more(onduty.Menu()),
		more(quarantine.Menu()),
		more(lines.Menu()),
		more(connectors.Menu()),
		more(lending.Menu()),
		more(assets.DeskMenu()),
		more(shell.Link{Area: ui.Portal, Href: paths.DeskReports(), Text: "report.page.title", Verbs: []authz.Verb{report.MayRead}}),
		more(shell.Link{Area: ui.Desk, Href: paths.DeskReports(), Text: "report.page.title", Verbs: []authz.Verb{report.MayRead}}),
		{Area: ui.Admin, Href: paths.Admin(), Text: "admin.overview", Verbs: admin.Verbs()},
	}
}

// more puts an entry behind the button "more": a menu that wraps is read by nobody.
func more(l shell.Link) shell.Link {
	l.More = true
	return l
}

// frame makes what every page stands in.
func (a *App) frame() error {
	var err error
	if a.Assets, err = static.New(); err != nil {
		return fmt.Errorf("assets: %w", err)
	}
	a.Shell = shell.New(shell.Deps{Assets: a.Assets, Directory: a.Directory, Menu: menu(), Personal: append(onduty.Personal(), rightLinks()...), StandsIn: a.standsIn})
	return nil
}

// account is what the pages around the login work with.
func (a *App) account() account.Deps {
	d := account.Deps{Shell: a.Shell, Access: a.Access, Directory: a.Directory, Notify: a.Notify}
	if a.Options.Demo && a.Options.DemoPersons != nil {
		d.Demo = func(ctx context.Context) ([]account.DemoPerson, error) { return a.Options.DemoPersons(ctx, a) }
		d.LoginAs = a.Access.LoginAs
	}
	return d
}

// mount registers the pages.
func (a *App) mount() {
	a.Routes.Mount("GET "+static.Prefix, web.Public("style sheets and scripts are the same for everybody"), a.Assets.Handler(), web.Light())
	account.Mount(a.Routes, a.account())
	agent.Mount(a.Routes, agent.Deps{Shell: a.Shell, Ticket: a.Ticket, Directory: a.Directory, Search: a.Search, Common: a.Common, Parts: a.ticketParts(), Tales: a.tales(), Linked: a.linkedParts(), Advise: a.supportPages().Advise, Card: a.callerCard, Registered: a.registered, DB: a.DB})
	contact.Mount(a.Routes, a.contactPages())
	admin.Mount(a.Routes, admin.Deps{
		Shell: a.Shell, Directory: a.Directory, Access: a.Access, Ticket: a.Ticket, Setting: a.Setting, Service: a.Service, SLA: a.SLA, Calendar: a.Calendar, Roster: a.Roster, Inbox: a.Inbox, Notify: a.Notify, SelfHelp: a.SelfHelp, Supplier: a.Supplier, Exchange: a.Exchange, Jobs: a.Jobs, TryMailbox: a.tryMailbox, DB: a.DB,
	})
	clocks.Mount(a.Routes, clocks.Deps{Shell: a.Shell, Ticket: a.Ticket, Directory: a.Directory, SLA: a.SLA, DB: a.DB})
	agent.MountReports(a.Routes, agent.ReportDeps{Shell: a.Shell, Directory: a.Directory, Report: a.Report})
	api.Mount(a.Routes, api.Deps{Ticket: a.Ticket, Directory: a.Directory, Search: a.Search, Report: a.Report, Calendar: a.Calendar, About: a.Service, SLA: a.SLA, Delegation: a.Delegation, Alarm: a.Alarm, Outage: a.Outage, Held: a.held, Catalogue: a.Catalogue, Order: a.Order, Blobs: a.Blobs, Once: a.Once})
	portal.Mount(a.Routes, portal.Deps{
		Shell: a.Shell, Ticket: a.Ticket, Directory: a.Directory, Guardian: a.Guardian, Search: a.Search, Calendar: a.Calendar, Service: a.Service,
		SelfHelp: a.SelfHelp, Notify: a.Notify, Notice: a.Notice, Line: a.Line, Announce: a.Announce, Parts: a.ownParts(), Finders: a.finders(), Waits: a.waits, Mark: a.mark,
	})
	units.Mount(a.Routes, units.Deps{Shell: a.Shell, Directory: a.Directory, Ticket: a.Ticket, Outage: a.Outage})
	guardians.Mount(a.Routes, guardians.Deps{Shell: a.Shell, Directory: a.Directory, Guardian: a.Guardian, School: a.School})
	centre.Mount(a.Routes, centre.Deps{Shell: a.Shell, Ticket: a.Ticket, Common: a.Common, Service: a.Service})
	a.mountMy()
	reach.Mount(a.Routes, a.reachPages())
	a.mountMail()
	a.mountSuppliers()
	a.mountLevels()
	a.mountDuty()
	a.mountModels()
	a.mountBridge()
	a.mountOutages()
	a.mountGroups()
	a.mountPartners()
	a.mountAlarms()
	a.mountHands()
	a.mountChat()
	a.mountDelivery()
	a.mountLines()
	a.mountCallers()
	a.mountAnnounce()
	a.mountOrder(a.mountCatalogue())
	a.mountApproval()
	a.mountConnector()
	a.rightPages()
	a.mountStatement()
}

// mark is the number of the newest event.
func (a *App) mark(ctx context.Context) (int64, error) { return event.Mark(ctx, a.DB) }
