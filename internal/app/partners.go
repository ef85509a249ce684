package app

import (
	"context"

	"lotsen/internal/channel/tmf"
	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web/hook"
	"lotsen/internal/web/partner"
	webtmf "lotsen/internal/web/tmf"
)

// wireExchange makes what exchanges cases with other desks: the highest of the capabilities.
func (a *App) wireExchange() {
	a.Exchange = exchange.New(exchange.Deps{
		DB: a.DB, Events: a.Events, Ticket: a.Ticket, Delegation: a.Delegation, Notify: a.Notify, Directory: a.Directory, Access: a.Access,
		Blobs: a.Blobs, Texts: a.Texts, Log: a.Options.Log, BaseURL: a.Options.BaseURL, System: a.Options.mailDomain(), Secret: a.Options.Secret,
		Courier: tmf.New(a.Options.Partners.Networks), Secrets: a.Options.Partners.Secrets,
	})
	a.Exchange.Work(a.Jobs)
}

// mountPartners registers the addresses at which other desks reach us.
func (a *App) mountPartners() {
	partner.Mount(a.Routes, partner.Deps{Shell: a.Shell, Exchange: a.Exchange})
	webtmf.Mount(a.Routes, webtmf.Deps{Exchange: a.Exchange, Guard: hook.New(a.Once)})
}

// partners lets the inbox ask for what is made after it.
type partners struct{ a *App }

// Mine implements inbox.Partners.
func (p partners) Mine(refers []string) bool { return p.a.Exchange.Mine(refers) }

// TakeMailIn implements inbox.Partners.
func (p partners) TakeMailIn(ctx context.Context, tx *sqldb.Tx, answer inbox.Answer) (ticket.ID, ticket.MessageID, error) {
	return p.a.Exchange.TakeMailIn(ctx, tx, answer)
}
