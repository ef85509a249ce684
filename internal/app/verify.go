package app

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/verify"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/admin/callers"
	"lotsen/internal/web/agent/caller"
	"lotsen/internal/web/agent/reset"
	"lotsen/internal/web/portal/code"
)

// sendCode mails somebody the code that the desk wants to hear from them. It counts for minutes, and so it leaves at once.
func (a *App) sendCode(ctx context.Context, tx *sqldb.Tx, l verify.Letter) error {
	_, err := a.Notify.TellIn(ctx, tx, notify.Word{
		Org: l.Org, Desk: l.Desk, Key: l.Key, Mandatory: true, People: []directory.PersonID{l.Person},
		Sv: notify.Said{Subject: l.SubjectSv, Text: l.Sv}, En: notify.Said{Subject: l.SubjectEn, Text: l.En},
	})
	return err
}

// mountCallers registers the pages of who calls.
func (a *App) mountCallers() {
	caller.Mount(a.Routes, caller.Deps{Shell: a.Shell, Directory: a.Directory, Ticket: a.Ticket, Verify: a.Verify, Elsewhere: reset.Elsewhere(a.Connector)})
	code.Mount(a.Routes, code.Deps{Shell: a.Shell, Verify: a.Verify, Mark: func(c *web.Ctx) (int64, error) { return a.mark(c.Context()) }})
	callers.Mount(a.Routes, callers.Deps{Shell: a.Shell, Directory: a.Directory, Verify: a.Verify})
}
