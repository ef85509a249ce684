package app

import (
	"context"
	"fmt"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// warnWhoHas lets whoever has a case hear that little of a promise's time is left. Words to the user in between are seen in
// the queue; for them nobody is written to.
func (a *App) warnWhoHas() {
	if a.Options.NoMail {
		return
	}
	a.Events.On(sla.EventWarned, func(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
		var told sla.Told
		if err := e.Decode(&told); err != nil || told.Assignee == 0 || told.Clock.Soft() || told.Clock == sla.Update {
			return err
		}
		ref := ticket.ID(e.Stream).String()
		said := func(lang i18n.Lang) notify.Said {
			p := a.Texts.Printer(lang)
			args := []any{"ref", ref, "clock", p.T("sla.clock." + string(told.Clock)), "at", told.Due}
			return notify.Said{
				Subject: p.T("sla.mail.subject", args...),
				Text:    p.T("sla.mail.text", args...) + "\n\n" + a.Options.BaseURL + "/desk/tickets/" + ref,
			}
		}
		_, err := a.Notify.TellIn(ctx, tx, notify.Word{
			Org: directory.OrgID(e.Org), Desk: told.Desk, Key: fmt.Sprintf("sla:%d:%s:%d", e.Stream, told.Clock, told.Due.UnixMicro()),
			Reason: notify.News, Mandatory: told.Clock == sla.Remedy, AtDesk: true, Sv: said(i18n.Swedish), En: said(i18n.English),
			People: []directory.PersonID{told.Assignee},
		})
		return err
	})
}
