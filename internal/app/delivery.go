package app

import (
	"context"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web/agent/deliveries"
	"lotsen/internal/web/portal/receive"
)

// wireDelivery makes what carries out orders. Notify is wired later than those who use it.
func (a *App) wireDelivery() {
	d := delivery.Deps{
		DB: a.DB, Events: a.Events, Ticket: a.Ticket, Delegation: a.Delegation, Directory: a.Directory, Calendar: a.Calendar, Asset: a.Asset, Order: a.Order, Texts: a.Texts,
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

// measured is how many working days offers have taken of late.
func (a *App) measured(ctx context.Context, org directory.OrgID, items []catalogue.ID) (map[catalogue.ID]int, error) {
	ids := make([]int64, len(items))
	for i, id := range items {
		ids[i] = int64(id)
	}
	leads, err := delivery.LeadOf(ctx, a.DB, org, ids)
	out := map[catalogue.ID]int{}
	for id, l := range leads {
		out[catalogue.ID(id)] = l.Days
	}
	return out, err
}
