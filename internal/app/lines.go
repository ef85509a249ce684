package app

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	adminlines "lotsen/internal/web/admin/lines"
	onduty "lotsen/internal/web/agent/duty"
	"lotsen/internal/web/agent/lines"
	"lotsen/internal/web/agent/station"
	"lotsen/internal/web/hook"
	webline "lotsen/internal/web/line"
	"lotsen/internal/web/live"
	"lotsen/internal/web/paths"
)

// wireLines makes the lines by which people come and the contacts that wait there.
func (a *App) wireLines() {
	a.Line = line.New(line.Deps{
		DB: a.DB, Events: a.Events, Calendar: a.Calendar, Secret: a.Options.Secret,
		Available: func(ctx context.Context, q sqldb.Querier, desk directory.DeskID, group directory.GroupID) (int, error) {
			there, err := a.Duty.AvailableIn(ctx, q, desk, group)
			return len(there), err
		},
	})
}

// mountLines registers the pages of whoever takes contacts, and the address at which telephone systems call.
func (a *App) mountLines() {
	station.Mount(a.Routes, station.Deps{
		Shell: a.Shell, Line: a.Line, Directory: a.Directory, Ticket: a.Ticket, Asset: a.Asset, Outage: a.Outage, DB: a.DB, Open: openContact,
		OnDuty: func(c *web.Ctx, back string) (templ.Component, error) { return onduty.Panel(c, a.Duty, back) },
	})
	lines.Mount(a.Routes, lines.Deps{Shell: a.Shell, Line: a.Line})
	adminlines.Mount(a.Routes, adminlines.Deps{Shell: a.Shell, Line: a.Line, Directory: a.Directory, BaseURL: a.Options.BaseURL})
	webline.Mount(a.Routes, webline.Deps{DB: a.DB, Line: a.Line, Guard: hook.New(a.Once)})
}

// registered says that a case was registered from a contact. A contact that the actor does not take is none of theirs: the
// case stands without it, and nothing typed is lost.
func (a *App) registered(ctx context.Context, tx *sqldb.Tx, by authz.Actor, contact int64, t *ticket.Ticket) error {
	err := a.Line.RegisteredIn(ctx, tx, by, line.ContactID(contact), t)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	return err
}

// lineTopics says who may listen to who waits, and to their own calls.
func (a *App) lineTopics(topics map[string]live.Right) map[string]live.Right {
	topics["line"] = func(ctx context.Context, by authz.Actor, id string) (bool, error) {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || !by.May(line.MayTake) {
			return false, nil
		}
		d, err := a.Directory.Desk(ctx, by, directory.DeskID(n))
		if errs.Is(err, errs.NotFound) {
			return false, nil
		}
		return line.TakesAt(by, d.Org, d.ID), err
	}
	topics["calls"] = func(_ context.Context, by authz.Actor, id string) (bool, error) {
		return by.May(line.MayTake) && id == strconv.FormatInt(by.Person, 10), nil
	}
	return topics
}

// newer tells whether an open page has something to look at. For an agent's calls that is a telephone that rings, so that
// pages without a water mark cost nothing while none does.
func (a *App) newer(ctx context.Context, topic string, mark int64) (bool, error) {
	if id, ok := callsOf(topic); ok && mark == 0 {
		return a.Line.Rings(ctx, a.DB, id)
	}
	return live.AnyNewer(a.DB)(ctx, topic, mark)
}

func callsOf(topic string) (directory.PersonID, bool) {
	const kind = "calls:"
	if len(topic) <= len(kind) || topic[:len(kind)] != kind {
		return 0, false
	}
	n, err := strconv.ParseInt(topic[len(kind):], 10, 64)
	return directory.PersonID(n), err == nil
}

// openContact is where a contact of a chat is answered.
func openContact(x *line.Contact) string {
	id, err := strconv.ParseInt(x.External, 10, 64)
	if x.Channel != ticket.Chat || err != nil {
		return ""
	}
	return paths.DeskChat(chat.ID(id))
}
