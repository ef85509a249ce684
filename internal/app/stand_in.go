package app

import (
	"context"
	"fmt"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// tellStandIns lets both who are part of an absence hear of it: when a substitute is appointed, when it begins, when it is
// over and when somebody ends it before its time.
func (a *App) tellStandIns() {
	if a.Options.NoMail {
		return
	}
	a.Events.On(access.SubstituteAppointed, a.standInWord)
	a.Events.On(access.SubstituteBegun, a.standInWord)
	a.Events.On(access.SubstituteOver, a.standInWord)
	a.Events.On(access.SubstituteEnded, a.standInWord)
}

func (a *App) standInWord(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	var told access.AbsenceTold
	if err := e.Decode(&told); err != nil {
		return err
	}
	from, to := time.UnixMicro(told.From), time.UnixMicro(told.To)
	for _, reader := range []struct{ id, other directory.PersonID }{{told.Person, told.Substitute}, {told.Substitute, told.Person}} {
		part := "substitute"
		if reader.id == told.Person {
			part = "away"
		}
		p, err := directory.Load(ctx, tx, reader.other)
		if err != nil {
			return err
		}
		said := func(lang i18n.Lang) notify.Said {
			t, name := a.Texts.Printer(lang), p.Name()
			if p.Protected {
				name = t.T("ui.protected")
			}
			args := []any{"name", name, "from", t.Date(from), "to", t.Date(to.Add(-time.Minute))}
			key := "stand.mail." + e.Type[len(access.SubstitutionStream)+1:] + "." + part
			return notify.Said{Subject: t.T(key+".subject", args...), Text: t.T(key+".text", args...) + "\n\n" + a.Options.BaseURL + paths.Substitutes()}
		}
		if _, err := a.Notify.TellIn(ctx, tx, notify.Word{
			Org: directory.OrgID(e.Org), Key: fmt.Sprintf("%s:%d:%d", e.Type, e.Stream, reader.id), Reason: notify.News, Mandatory: true,
			Sv: said(i18n.Swedish), En: said(i18n.English), People: []directory.PersonID{reader.id},
		}); err != nil {
			return err
		}
	}
	return nil
}

// standsIn is the line on every page of somebody who stands in: for whom, and until when.
func (a *App) standsIn(c *web.Ctx) []ui.AlertView {
	absences, err := a.Access.StandsIn(c.Context(), c.Actor())
	if err != nil {
		return nil // The page itself tells what is wrong.
	}
	var out []ui.AlertView
	for _, x := range absences {
		out = append(out, ui.AlertView{Color: ui.Info, Text: c.T.T("stand.banner", "name", x.Name, "to", c.T.Date(x.To.Add(-time.Minute)))})
	}
	return out
}
