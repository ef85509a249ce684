package app

import (
	"context"
	"strconv"

	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/order"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/portal/approvals"
)

// wireApproval makes the capability that asks for a yes. Notify is wired later.
func (a *App) wireApproval() {
	d := approval.Deps{DB: a.DB, Events: a.Events, Directory: a.Directory, Ticket: a.Ticket, Texts: a.Texts, BaseURL: a.Options.BaseURL}
	if tell := a.tell(); tell != nil {
		d.Tell = func(ctx context.Context, tx *sqldb.Tx, w approval.Word) error {
			_, err := tell(ctx, tx, notify.Word{
				Org: w.Org, Key: w.Key, Mandatory: w.Mandatory, People: w.People,
				Sv: notify.Said{Subject: w.SubjectSv, Text: w.TextSv}, En: notify.Said{Subject: w.SubjectEn, Text: w.TextEn},
			})
			return err
		}
	}
	a.Approval = approval.New(d)
}

// mayHearApprovals lets those who decide hear that something happened to approvals of their organisation.
func (a *App) mayHearApprovals(_ context.Context, by authz.Actor, id string) (bool, error) {
	return by.May(approval.MayDecide) && id == strconv.FormatInt(by.Org, 10), nil
}

// mountApproval registers the approvers' pages.
func (a *App) mountApproval() {
	approvals.Mount(a.Routes, approvals.Deps{
		Shell: a.Shell, Approval: a.Approval, Mark: a.mark,
		Link: func(_ *web.Ctx, of approval.Subject) string {
			if of.Kind != order.Stream {
				return ""
			}
			return paths.DeliveryOrder(order.ID(of.ID))
		},
	})
}
