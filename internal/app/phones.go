package app

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"lotsen/internal/channel/ami"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/setting"
)

// lookEach is how often a node looks which exchanges there are to listen to: well within a lease.
const lookEach = 15 * time.Second

// listenPhones listens to the exchanges that speak AMI, as far as no other node does, until the context ends.
func (a *App) listenPhones(ctx context.Context) {
	type ear struct {
		version int64
		stop    context.CancelFunc
	}
	node, ears := rand.Text()[:8], map[line.SourceID]ear{}
	tick := time.NewTicker(lookEach) //nolint:forbidigo // Real waiting, not the domain's time.
	defer tick.Stop()
	for {
		list, err := a.Line.Listened(ctx, line.AMI)
		if err != nil && ctx.Err() == nil {
			a.Options.Log.LogAttrs(ctx, slog.LevelWarn, "telephone systems cannot be listened to", slog.Any("err", err))
		}
		mine := map[line.SourceID]bool{}
		for _, src := range list {
			if held, err := a.Line.Lease(ctx, src.ID, node); err != nil || !held {
				continue
			}
			mine[src.ID] = true
			if e, ok := ears[src.ID]; ok && e.version == src.Version {
				continue
			} else if ok {
				e.stop()
			}
			listening, stop := context.WithCancel(ctx)
			ears[src.ID] = ear{src.Version, stop}
			a.running.Add(1)
			go func() {
				defer a.running.Done()
				a.listenTo(listening, src)
			}()
		}
		for id, e := range ears {
			if !mine[id] {
				e.stop()
				delete(ears, id)
			}
		}
		select {
		case <-ctx.Done():
			for id, e := range ears {
				e.stop()
				_ = a.Line.Release(context.WithoutCancel(ctx), id, node) // Else the lease ends by itself.
			}
			return
		case <-tick.C:
		}
	}
}

// listenTo listens to one exchange, and says at the exchange what is wrong with it.
func (a *App) listenTo(ctx context.Context, src line.Listening) {
	c := &ami.Client{
		Address: src.Address, Login: src.Login, Password: src.Secret,
		Hear:  func(ctx context.Context, e line.CallEvent) error { return a.Line.Hear(ctx, src.Source, e) },
		Ready: func(ctx context.Context) { a.sayPhone(ctx, src.ID, "") },
	}
	c.Keep(ctx, func(ctx context.Context, err error) {
		fault := "line.fault.connect"
		if errors.Is(err, ami.ErrLogin) {
			fault = "line.fault.login"
		}
		a.Options.Log.LogAttrs(ctx, slog.LevelWarn, "telephone system is silent", slog.Int64("source", int64(src.ID)), slog.Any("err", err))
		a.sayPhone(ctx, src.ID, fault)
	})
}

func (a *App) sayPhone(ctx context.Context, id line.SourceID, fault string) {
	if err := a.Line.Heard(ctx, id, fault); err != nil && ctx.Err() == nil {
		a.Options.Log.LogAttrs(ctx, slog.LevelWarn, "state of a telephone system not kept", slog.Any("err", err))
	}
}

// forgetCallers blanks callers' numbers after the time that each organisation keeps them.
func (a *App) forgetCallers(ctx context.Context) error {
	return a.Line.Forget(ctx, func(ctx context.Context, org directory.OrgID) (int, error) {
		return setting.Get[int](ctx, a.DB, org, setting.CallerDays, a.DB.Now())
	})
}
