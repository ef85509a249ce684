package app

import (
	"context"
	"fmt"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/purchase"
	"lotsen/internal/desk/rental"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
	adminmodels "lotsen/internal/web/admin/models"
	"lotsen/internal/web/agent/lending"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/portal/models"
	purchasepages "lotsen/internal/web/portal/purchase"
	rentalpages "lotsen/internal/web/portal/rental"
)

// wireModels makes the range of models and the computers that are lent.
func (a *App) wireModels() {
	a.Model = model.New(model.Deps{DB: a.DB, Events: a.Events})
	a.Rental = rental.New(rental.Deps{DB: a.DB, Events: a.Events, Remind: a.remindLent})
}

// remindLent tells whoever has a computer that it should have been back, and whoever booked it for them.
func (a *App) remindLent(ctx context.Context, tx *sqldb.Tx, b *rental.Booking) error {
	if a.Options.NoMail {
		return nil
	}
	people := []directory.PersonID{b.Person}
	if b.Booker != 0 && b.Booker != b.Person {
		people = append(people, b.Booker)
	}
	say := func(lang i18n.Lang) notify.Said {
		p := a.Texts.Printer(lang)
		return notify.Said{
			Subject: p.T("rental.mail.subject", "tag", b.Tag),
			Text:    p.T("rental.mail.text", "tag", b.Tag, "day", b.To, "office", b.Place, "link", a.Options.BaseURL+paths.Rental()),
		}
	}
	_, err := a.Notify.TellIn(ctx, tx, notify.Word{
		Org: b.Org, Desk: b.Desk, Key: fmt.Sprintf("rental:%d:late", b.ID), Sv: say(i18n.Swedish), En: say(i18n.English), People: people,
	})
	return err
}

// mountModels registers the pages of the range, of what is lent, and of purchases made elsewhere.
func (a *App) mountModels() {
	models.Mount(a.Routes, models.Deps{Shell: a.Shell, Model: a.Model})
	rentalpages.Mount(a.Routes, rentalpages.Deps{Shell: a.Shell, Directory: a.Directory, Catalogue: a.Catalogue, Rental: a.Rental})
	lending.Mount(a.Routes, lending.Deps{Shell: a.Shell, Rental: a.Rental})
	purchasepages.Mount(a.Routes, purchasepages.Deps{
		Shell: a.Shell, Purchase: purchase.New(purchase.Deps{DB: a.DB, Asset: a.Asset, Ticket: a.Ticket, Texts: a.Texts}),
	})
	adminmodels.Mount(a.Routes, adminmodels.Deps{Shell: a.Shell, Directory: a.Directory, Catalogue: a.Catalogue, Model: a.Model, Rental: a.Rental})
}
