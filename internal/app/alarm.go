package app

import (
	"context"
	"net"

	"lotsen/internal/channel/snmp"
	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web/agent/alarms"
	webalarm "lotsen/internal/web/alarm"
	"lotsen/internal/web/hook"
)

// wireAlarms makes what turns alarms into cases.
func (a *App) wireAlarms() {
	a.Alarm = alarm.New(alarm.Deps{DB: a.DB, Ticket: a.Ticket, Outage: a.Outage, Texts: a.Texts, Secret: a.Options.Secret, BaseURL: a.Options.BaseURL})
}

// mountAlarms registers the address of alarms and the pages about them.
func (a *App) mountAlarms() {
	webalarm.Mount(a.Routes, webalarm.Deps{Alarm: a.Alarm, Guard: hook.New(a.Once)})
	alarms.Mount(a.Routes, a.alarmPages())
}

func (a *App) alarmPages() alarms.Deps {
	return alarms.Deps{Shell: a.Shell, Alarm: a.Alarm, Directory: a.Directory, Ticket: a.Ticket, Service: a.Service, DB: a.DB, BaseURL: a.Options.BaseURL}
}

// monitoring gives the mails of systems that watch over others to the alarms. What is known to be forged is not believed: it
// goes on as any other mail.
func (a *App) monitoring(ctx context.Context, tx *sqldb.Tx, m *inbox.Mail, box *inbox.Mailbox) (bool, error) {
	if a.Alarm == nil || forged(m) {
		return false, nil
	}
	id, taken, err := a.Alarm.TakeMailIn(ctx, tx, box.Org, read.Mail{From: m.From, Subject: m.Subject, Text: m.Text})
	if taken && id != 0 {
		m.File(id, 0, false)
	}
	return taken, err
}

// forged reports whether a mail's domain says that it is not its own.
func forged(m *inbox.Mail) bool { return m.Auth.DMARC == "fail" }

// takeTraps listens for SNMP notifications and returns the work to run. An address that cannot be listened on stops nothing
// else; the log has it.
func (a *App) takeTraps(ctx context.Context) func(context.Context) {
	a.traps = snmp.New(snmp.Deps{Config: a.Options.SNMP, Log: a.Options.Log, Take: a.Alarm.TakeTrap})
	if err := a.traps.Open(ctx); err != nil {
		a.Options.Log.ErrorContext(ctx, "SNMP notifications are not taken", "address", a.Options.SNMP.Listen, "error", err)
	}
	return a.traps.Run
}

// TrapAddr is where SNMP notifications are taken; nil when they are not.
func (a *App) TrapAddr() net.Addr {
	if a.traps == nil {
		return nil
	}
	return a.traps.Addr()
}
