package admin

import (
	"context"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/roster"
	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/selfhelp"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/shell"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Access    *access.Service
	Ticket    *ticket.Service
	Setting   *setting.Service
	Service   *service.Service
	SLA       *sla.Service
	Calendar  *calendar.Service
	Roster    *roster.Service
	Inbox     *inbox.Service
	Notify    *notify.Service
	SelfHelp  *selfhelp.Service
	Supplier  *supplier.Service
	Exchange  *exchange.Service
	Jobs      *jobs.Runner
	// TryMailbox tries whether a mailbox can be fetched as it is set up.
	TryMailbox func(ctx context.Context, f inbox.Fetch) Try
	DB         sqldb.Querier // For counts and dead letters of jobs alone.
}

type pages struct{ Deps }

// Mount registers the pages. Each group of pages lists its own addresses beside its handlers.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	rs.Handle("GET /admin", web.May(Verbs()...), p.overview)
	p.peopleRoutes(rs)
	p.groupRoutes(rs)
	p.categoryRoutes(rs)
	p.kindRoutes(rs)
	p.templateRoutes(rs)
	p.textRoutes(rs)
	p.rhythmRoutes(rs)
	p.viewRoutes(rs)
	p.settingRoutes(rs)
	p.serviceRoutes(rs)
	p.pauseRoutes(rs)
	p.levelRoutes(rs)
	p.calendarRoutes(rs)
	for _, r := range []register{p.sites(), p.costs(), p.references(), p.objects(), p.authorities(), p.deskRegister(), p.mailboxes(), p.partners(), p.services(), p.selfHelp()} {
		r.mount(rs)
	}
	p.wayRoutes(rs)
	p.unitRoutes(rs)
	p.organisationRoutes(rs)
	p.rightRoutes(rs)
	p.sessionRoutes(rs)
	p.logRoutes(rs)
	p.tokenRoutes(rs)
	p.roleRoutes(rs)
	p.jobRoutes(rs)
	p.importRoutes(rs)
	p.partnerRoutes(rs)
	p.fetchRoutes(rs)
}
