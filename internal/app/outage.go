package app

import (
	"context"
	"strconv"

	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/outage"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// exempt gives the relief that goes with an instruction to keep quiet to whoever reckons service credits.
func (a *App) exempt(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e notice.Exemption) error {
	return a.Outage.Exempt(ctx, tx, by, outage.Exemption{
		Org: e.Org, Credits: e.Credits, Reason: e.Note, From: e.From, Until: e.Until, Source: "hold:" + strconv.FormatInt(int64(e.Hold), 10),
	})
}
