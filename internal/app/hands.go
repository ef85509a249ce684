package app

import (
	"context"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/notify"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web/agent"
	"lotsen/internal/web/agent/caller"
	"lotsen/internal/web/agent/delegate"
	"lotsen/internal/web/agent/deliveries"
	"lotsen/internal/web/portal/assigned"
)

// tales is what a case's history tells on the desk's page of it.
func (a *App) tales() []agent.Tale {
	return []agent.Tale{caller.Tale(a.Verify), delegate.Tale(a.Delegation)}
}

// mountHands registers the pages of cases in other hands: the desk's, and those of whoever has them.
func (a *App) mountHands() {
	delegate.Mount(a.Routes, delegate.Deps{Shell: a.Shell, Directory: a.Directory, Ticket: a.Ticket, Delegation: a.Delegation})
	assigned.Mount(a.Routes, assigned.Deps{
		Shell: a.Shell, Ticket: a.Ticket, Delegation: a.Delegation, Parts: []assigned.Beside{deliveries.InHand(a.Delivery)},
	})
}

// tell says words to people, where mail leaves at all. Notify is wired later than those who use it.
func (a *App) tell() delegation.Tell {
	if a.Options.NoMail {
		return nil
	}
	return func(ctx context.Context, tx *sqldb.Tx, w notify.Word) (int, error) {
		return a.Notify.TellIn(ctx, tx, w)
	}
}
