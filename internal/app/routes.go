package app

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb/migrate"
	"lotsen/internal/web"
	"lotsen/internal/web/account"
	"lotsen/internal/web/live"
	"lotsen/internal/web/paths"
	"lotsen/migrations"
)

// routes registers every address of the product.
func (a *App) routes() {
	a.Routes = web.New(web.Deps{
		Texts: a.Texts, Clock: a.Options.Clock, Log: a.Options.Log, Secret: a.Options.Secret, Once: a.Once, Metrics: a.Metrics, Tracer: a.watch.tracer,
		Identify: a.identify(a.Access.Authenticate), IdentifyBearer: a.identify(a.Access.AuthenticateToken),
		Limits: a.Options.Limits.Web, Lanes: Lanes(), Style: a.Assets.URL("app.css"), Reading: a.reading(), MayLag: MayLag(),
		Pages: account.Pages(a.account()), ChangePath: paths.Password(), SaveLang: a.saveLang,
		Proxies: a.Options.Web.Proxies, Origins: a.Options.Web.Origins, Secure: a.Options.Web.Secure,
	})
	a.Hub = live.New(live.Deps{
		Topics: a.lineTopics(a.topics()), Newer: a.newer, Log: a.Options.Log, Most: a.Options.Limits.Streams, PerPerson: a.Options.Limits.PersonStreams,
		Check: a.Options.Limits.StreamCheck, Still: a.stillOpen, Told: func(took time.Duration) { a.watch.pokes.Observe(took.Seconds()) },
	})
	a.DB.OnPoke(a.Hub.Poke)
	a.Hub.Register(a.Routes)
	a.Metrics.Registry().MustRegister(newGauges(a))
	a.mount()
	a.Routes.Operate(web.Operations{Ready: a.ready, Token: a.Options.Web.MetricsToken})
}

// stillOpen renews presence at the tickets that an open page shows.
func (a *App) stillOpen(ctx context.Context, by authz.Actor, topics []string) error {
	for _, topic := range topics {
		kind, id, _ := strings.Cut(topic, ":")
		if kind == "chat" {
			if err := a.stillInChat(ctx, by, id); err != nil {
				return err
			}
		}
		if n, ok := ticket.ParseID(id); ok && kind == "ticket" {
			if err := a.Ticket.StillPresent(ctx, by, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// topics says who may listen to what.
func (a *App) topics() map[string]live.Right {
	return map[string]live.Right{
		"ticket": func(ctx context.Context, by authz.Actor, id string) (bool, error) {
			n, ok := ticket.ParseID(id)
			if !ok {
				return false, nil
			}
			_, err := a.Ticket.Load(ctx, by, n)
			if errs.Is(err, errs.NotFound) {
				return false, nil
			}
			return err == nil, err
		},
		"desk": func(ctx context.Context, by authz.Actor, id string) (bool, error) {
			n, err := strconv.ParseInt(id, 10, 64)
			if err != nil || !by.May(ticket.MayRead) {
				return false, nil
			}
			d, err := a.Directory.Desk(ctx, by, directory.DeskID(n))
			if errs.Is(err, errs.NotFound) {
				return false, nil
			}
			return ticket.WorksAt(by, d.Org, d.ID), err
		},
		"approvals": a.mayHearApprovals,
		"order":     a.mayHearOrder,
		"chat":      a.mayHearChat,
		"chats":     a.mayHearChats,
		"chatline":  a.mayHearChatLine,
		"notices": func(_ context.Context, by authz.Actor, id string) (bool, error) {
			return by.Org != 0 && id == strconv.FormatInt(by.Org, 10), nil
		},
		"person": func(_ context.Context, by authz.Actor, id string) (bool, error) {
			return by.Person != 0 && id == strconv.FormatInt(by.Person, 10), nil
		},
	}
}

func (a *App) ready(ctx context.Context) error {
	if a.draining.Load() {
		return errs.E(errs.Unavailable, "web.error.unavailable")
	}
	if err := a.DB.Ping(ctx); err != nil {
		return err
	}
	pending, err := migrate.Pending(ctx, a.DB, migrations.Files)
	if err == nil && pending {
		return errors.New("migrations are pending")
	}
	return errors.Join(err, a.mailFault)
}
