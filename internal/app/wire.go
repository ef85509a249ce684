package app

import (
	"context"
	"time"

	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/announce"
	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/bridge"
	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/common"
	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/directory/roster"
	"lotsen/internal/desk/directory/school"
	"lotsen/internal/desk/duty"
	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/level"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/rental"
	"lotsen/internal/desk/report"
	"lotsen/internal/desk/search"
	"lotsen/internal/desk/selfhelp"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/verify"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/once"
)

// Services are the capabilities, in the order of their ranks.
type Services struct {
	Directory  *directory.Service
	Guardian   *guardian.Service
	Roster     *roster.Service
	School     *school.Service
	Access     *access.Service
	Service    *service.Service
	Setting    *setting.Service
	SLA        *sla.Service
	Calendar   *calendar.Service
	Ticket     *ticket.Service
	Asset      *asset.Service
	Model      *model.Service
	Rental     *rental.Service
	Approval   *approval.Service
	Catalogue  *catalogue.Service
	Order      *order.Service
	Notify     *notify.Service
	SelfHelp   *selfhelp.Service
	Search     *search.Service
	Report     *report.Service
	Supplier   *supplier.Service
	Level      *level.Service
	Duty       *duty.Service
	Line       *line.Service
	Inbox      *inbox.Service
	Delegation *delegation.Service
	Delivery   *delivery.Service
	Outage     *outage.Service
	Notice     *notice.Service
	Common     *common.Service
	Exchange   *exchange.Service
	Chat       *chat.Service
	Bridge     *bridge.Service
	Verify     *verify.Service
	Connector  *connector.Service
	Announce   *announce.Service
	Alarm      *alarm.Service
	Once       *once.Store
}

// wire makes the capabilities and subscribes them to each other's events.
func (a *App) wire() error {
	a.Once = once.New(a.DB)
	a.Directory = directory.New(directory.Deps{DB: a.DB, Events: a.Events})
	a.Guardian = guardian.New(guardian.Deps{DB: a.DB, Events: a.Events})
	a.Roster = roster.New(roster.Deps{DB: a.DB, Directory: a.Directory, Guardian: a.Guardian})
	if err := a.wireSchools(); err != nil {
		return err
	}
	a.Access = access.New(access.Deps{DB: a.DB, Events: a.Events, Roles: Roles(), Limits: a.Options.Limits.Login})
	a.Access.Subscribe(a.Events)
	a.Setting = setting.New(setting.Deps{DB: a.DB, Events: a.Events})
	a.Calendar = calendar.New(calendar.Deps{DB: a.DB, Events: a.Events, Preset: presetHours})
	a.Ticket = ticket.New(ticket.Deps{DB: a.DB, Events: a.Events, Directory: a.Directory, Blobs: a.Blobs, Loose: a.Options.Limits.Loose, Route: a.routeNew})
	a.Asset = asset.New(asset.Deps{DB: a.DB, Events: a.Events})
	a.wireModels()
	a.wireLevels()
	a.Duty = duty.New(duty.Deps{DB: a.DB, Events: a.Events, Directory: a.Directory})
	a.wireLines()
	a.Service = service.New(service.Deps{DB: a.DB, Events: a.Events, Preset: setting.PresetEkdal})
	a.SLA = sla.New(sla.Deps{DB: a.DB, Events: a.Events, Calendar: a.Calendar, Ticket: a.Ticket, Jobs: a.Jobs})
	a.Search = search.New(search.Deps{DB: a.DB, Events: a.Events, Ticket: a.Ticket})
	a.Report = report.New(report.Deps{DB: a.DB})
	a.Supplier = supplier.New(supplier.Deps{DB: a.DB, Events: a.Events, Directory: a.Directory, Ticket: a.Ticket, Blobs: a.Blobs})
	a.Verify = verify.New(verify.Deps{DB: a.DB, Ticket: a.Ticket, Directory: a.Directory, Access: a.Access, Texts: a.Texts, Secret: a.Options.Secret, Send: a.sendCode})
	a.Delegation = delegation.New(delegation.Deps{DB: a.DB, Events: a.Events, Ticket: a.Ticket, Calendar: a.Calendar, Texts: a.Texts, Tell: a.tell(), Cost: a.Verify.CostIn})
	a.Outage = outage.New(outage.Deps{DB: a.DB, Events: a.Events, Service: a.Service, Ticket: a.Ticket, Texts: a.Texts})
	a.Notice = notice.New(notice.Deps{DB: a.DB, Events: a.Events, Ticket: a.Ticket, Exempt: a.exempt})
	a.Common = common.New(common.Deps{DB: a.DB, Events: a.Events, Ticket: a.Ticket, Texts: a.Texts, Warn: a.lateWord()})
	a.wireCatalogue()
	a.wireApproval()
	a.wireOrder()
	a.wireDelivery()
	told := a.Events
	if a.Options.NoMail {
		told = event.NewLog() // Nothing is ever appended to it.
	}
	a.SelfHelp = selfhelp.New(selfhelp.Deps{DB: a.DB})
	a.Notify = notify.New(notify.Deps{
		DB: a.DB, Events: told, Ticket: a.Ticket, Directory: a.Directory, Texts: a.Texts, BaseURL: a.Options.BaseURL, Domain: a.Options.mailDomain(),
		From: a.Options.mailFrom(), Secret: a.Options.Secret, Sender: watchedSender{a.Options.sender(), a}, Clock: a.openingHours, Known: known,
	})
	a.Notify.Work(a.Jobs)
	a.warnWhoHas()
	a.tellStandIns()
	seal, err := a.sealMailboxes()
	if err != nil {
		return err
	}
	a.Inbox = inbox.New(inbox.Deps{
		Seal: seal, FetchURL: a.tokenURL(), BaseURL: a.Options.BaseURL,
		DB: a.DB, Directory: a.Directory, Ticket: a.Ticket, Notify: a.Notify, Blobs: a.Blobs, Texts: a.Texts,
		Domain: a.Options.mailDomain(), Secret: a.Options.Secret, Read: mail.Reader(a.Options.mailDomain(), a.Options.checker()), Partners: partners{a},
		Monitoring: a.monitoring,
	})
	a.wireFetch()
	a.wireExchange()
	a.wireAnnounce()
	a.wireAlarms()
	a.wireChat()
	if err := a.wireBridge(); err != nil {
		return err
	}
	if err := a.wireConnector(); err != nil {
		return err
	}
	return nil
}

// keepAnswers is how long a form or an API request sent again is answered as the first time.
const keepAnswers = 72 * time.Hour

// keepTemporary is how old a file in the making must be to be a crash's leftover: longer than any upload takes.
const keepTemporary = 24 * time.Hour

// schedule lists what runs by the clock. On several nodes each runs once.
func (a *App) schedule() {
	a.Jobs.Every("ticket.sweep", 30*time.Second, a.Ticket.Sweep)
	a.Jobs.Every("duty.sweep", time.Minute, a.Duty.Sweep)
	a.Jobs.Every("catalogue.sweep", time.Hour, a.Catalogue.Sweep)
	a.Jobs.Every("rental.sweep", time.Hour, a.Rental.Sweep)
	a.Jobs.Every("bridge.sweep", time.Hour, a.Bridge.Sweep)
	a.Jobs.Every("school.sweep", 30*time.Minute, a.School.Sweep)
	a.Jobs.Every("guardian.sweep", 10*time.Minute, a.Guardian.Sweep)
	a.Jobs.Every("approval.sweep", time.Minute, a.Approval.Sweep)
	a.Jobs.Every("delivery.sweep", 5*time.Minute, a.Delivery.Sweep)
	a.Jobs.Every("delegation.sweep", time.Minute, a.Delegation.Sweep)
	a.Jobs.Every("notify.sweep", 30*time.Second, a.Notify.Sweep)
	a.Jobs.Every("sla.sweep", 30*time.Second, a.SLA.Sweep)
	a.Jobs.Every("sla.catch_up", time.Hour, a.SLA.CatchUp)
	a.Jobs.Every("line.forget", time.Hour, a.forgetCallers)
	a.Jobs.Every("ticket.tidy", time.Hour, a.Ticket.Tidy)
	a.Jobs.Every("chat.sweep", 30*time.Second, a.Chat.Sweep)
	a.Jobs.Every("notice.sweep", time.Minute, a.Notice.Sweep)
	a.Jobs.Every("major.sweep", time.Minute, a.Common.Sweep)
	a.Jobs.Every("connector.sweep", 15*time.Second, a.Connector.Sweep)
	a.Jobs.Every("inbox.tidy", time.Hour, a.Inbox.Tidy)
	a.Jobs.Every("inbox.watch", time.Minute, a.Inbox.Watch)
	a.Jobs.Every("alarm.sweep", 10*time.Second, a.Alarm.Sweep)
	a.Jobs.Every("inbox.retry", 5*time.Minute, a.Inbox.Retry)
	a.Jobs.Every("db.optimize", time.Hour, a.DB.Optimize)
	a.Jobs.Every("access.sweep", time.Hour, a.Access.Sweep)
	a.Jobs.Every("access.times", time.Minute, a.Access.Times)
	a.Jobs.Every("blob.sweep", time.Hour, func(context.Context) error {
		_, err := a.Blobs.Sweep(a.Options.Clock.Now().Add(-keepTemporary))
		return err
	})
	a.Jobs.Every("once.sweep", time.Hour, func(ctx context.Context) error { return a.Once.Sweep(ctx, keepAnswers) })
}
