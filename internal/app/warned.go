package app

import (
	"context"
	"fmt"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web/paths"
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

// lateWord reminds whoever leads a major incident of the word that those concerned were promised. Notify is wired later
// than those who use it.
func (a *App) lateWord() func(context.Context, *sqldb.Tx, common.LateWord) error {
	if a.Options.NoMail {
		return nil
	}
	return func(ctx context.Context, tx *sqldb.Tx, w common.LateWord) error {
		said := func(lang i18n.Lang) notify.Said {
			p, ref := a.Texts.Printer(lang), w.Ticket.String()
			return notify.Said{
				Subject: p.T("common.mail.word_late.subject", "ref", ref),
				Text:    p.T("common.mail.word_late.text", "ref", ref, "at", w.Due) + "\n\n" + a.Options.BaseURL + paths.Major(w.Ticket),
			}
		}
		_, err := a.Notify.TellIn(ctx, tx, notify.Word{
			Org: w.Org, Desk: w.Desk, Key: fmt.Sprintf("major:%d:%d", w.Ticket, w.Due.UnixMicro()), Reason: notify.News, Mandatory: true,
			AtDesk: true, Sv: said(i18n.Swedish), En: said(i18n.English), People: []directory.PersonID{w.Lead},
		})
		return err
	}
}
