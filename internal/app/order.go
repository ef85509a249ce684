package app

import (
	"context"

	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/order"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// wireOrder makes the capability that takes orders.
func (a *App) wireOrder() {
	d := order.Deps{
		DB: a.DB, Events: a.Events, Directory: a.Directory, Catalogue: a.Catalogue, Approval: a.Approval, Ticket: a.Ticket, Texts: a.Texts, BaseURL: a.Options.BaseURL,
	}
	if tell := a.tell(); tell != nil {
		d.Tell = func(ctx context.Context, tx *sqldb.Tx, w order.Word) error {
			_, err := tell(ctx, tx, notify.Word{
				Org: w.Org, Key: w.Key, People: w.People,
				Sv: notify.Said{Subject: w.SubjectSv, Text: w.TextSv}, En: notify.Said{Subject: w.SubjectEn, Text: w.TextEn},
			})
			return err
		}
	}
	a.Order = order.New(d)
}

// mayHearOrder lets those who may look at an order hear of it.
func (a *App) mayHearOrder(ctx context.Context, by authz.Actor, id string) (bool, error) {
	n, ok := order.ParseID(id)
	if !ok {
		return false, nil
	}
	return a.Order.Seen(ctx, by, n)
}
