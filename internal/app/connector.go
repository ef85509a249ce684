package app

import (
	"context"
	"fmt"

	"lotsen/internal/channel/ldap"
	"lotsen/internal/channel/webhook"
	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/verify"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sealed"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/admin/connectors"
	"lotsen/internal/web/agent/reset"
	webconnector "lotsen/internal/web/connector"
	"lotsen/internal/web/hook"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/portal/my"
	"lotsen/internal/web/portal/self"
	"lotsen/internal/web/ui"
)

// wireConnector makes the self-service that runs at once; it comes after what sends its codes and checks who calls.
func (a *App) wireConnector() error {
	box, err := sealed.New(a.Options.Secret, "connector")
	if err != nil {
		return fmt.Errorf("secrets of connectors: %w", err)
	}
	networks := a.Options.Partners.Networks
	adapters := map[connector.Way]connector.Adapter{
		connector.ByLDAP:    ldap.New(ldap.Options{Networks: networks}),
		connector.ByWebhook: webhook.New(webhook.Options{Networks: networks, Clock: a.Options.Clock}),
	}
	if a.Options.Demo {
		adapters[connector.ByPretend] = connector.Pretend{}
	}
	a.Connector = connector.New(connector.Deps{
		DB: a.DB, Events: a.Events, Directory: a.Directory, Access: a.Access, Asset: a.Asset, Ticket: a.Ticket, Texts: a.Texts, Log: a.Options.Log,
		BaseURL: a.Options.BaseURL, Secret: a.Options.Secret, Box: box, Adapters: adapters, Demo: a.Options.Demo, Send: a.sendReset,
		Checked: func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID, person directory.PersonID) error {
			return a.Verify.RequireIn(ctx, tx, by, verify.Password, id, person)
		},
	})
	a.Connector.Work(a.Jobs)
	return nil
}

// sendReset mails somebody the code by which they get a new password. It counts for minutes, and so it leaves at once.
func (a *App) sendReset(ctx context.Context, tx *sqldb.Tx, l connector.Letter) error {
	_, err := a.Notify.TellIn(ctx, tx, notify.Word{
		Org: l.Org, Desk: l.Desk, Key: l.Key, Mandatory: true, People: []directory.PersonID{l.Person},
		Sv: notify.Said{Subject: l.SubjectSv, Text: l.Sv}, En: notify.Said{Subject: l.SubjectEn, Text: l.En},
	})
	return err
}

// mountConnector registers the pages of self-service, and the address that other systems answer to.
func (a *App) mountConnector() {
	mark := func(c *web.Ctx) (int64, error) { return a.mark(c.Context()) }
	self.Mount(a.Routes, self.Deps{Shell: a.Shell, Directory: a.Directory, Asset: a.Asset, Connector: a.Connector, Mark: mark})
	connectors.Mount(a.Routes, connectors.Deps{Shell: a.Shell, Directory: a.Directory, Ticket: a.Ticket, Connector: a.Connector})
	reset.Mount(a.Routes, reset.Deps{Shell: a.Shell, Ticket: a.Ticket, Verify: a.Verify, Connector: a.Connector})
	webconnector.Mount(a.Routes, webconnector.Deps{Connector: a.Connector, Guard: hook.New(a.Once)})
}

// selfHelps leads from somebody's own page to what runs at once.
func (a *App) selfHelps(c *web.Ctx, of my.Whom) (my.Block, error) {
	if of.Desk {
		return my.Block{}, nil
	}
	return my.Block{Key: "self", Title: c.T.T("connector.self.title"), Beside: true, Items: []ui.ItemView{
		{ID: "self-all", Href: paths.Self(), Title: c.T.T("connector.self.my"), Note: c.T.T("connector.self.my_note")},
	}}, nil
}
