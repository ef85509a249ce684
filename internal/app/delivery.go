package app

import (
	"context"

	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/notify"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web/agent/deliveries"
	"lotsen/internal/web/portal/receive"
)

// wireDelivery makes what carries out orders. Notify is wired later than those who use it.
func (a *App) wireDelivery() {
	d := delivery.Deps{
		DB: a.DB, Events: a.Events, Ticket: a.Ticket, Delegation: a.Delegation, Directory: a.Directory, Calendar: a.Calendar, Asset: a.Asset, Order: a.Order, Texts: a.Texts, BaseURL: a.Options.BaseURL,
	}
	if !a.Options.NoMail {
		d.Tell = func(ctx context.Context, tx *sqldb.Tx, w notify.Word) (int, error) {
			return a.Notify.TellIn(ctx, tx, w)
		}
	}
	a.Delivery = delivery.New(d)
	a.Delivery.Work(a.Jobs)
}

// mountDelivery registers the pages of deliveries: those of the executors, and that of the receivers.
func (a *App) mountDelivery() {
	deliveries.Mount(a.Routes, deliveries.Deps{Shell: a.Shell, Ticket: a.Ticket, Delivery: a.Delivery})
	receive.Mount(a.Routes, receive.Deps{Shell: a.Shell, Ticket: a.Ticket, Delivery: a.Delivery})
}
