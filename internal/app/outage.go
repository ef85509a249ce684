package app

import (
	"context"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/outage"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web/agent/outages"
	"lotsen/internal/web/portal/standing"
)

// exempt gives the relief that goes with an instruction to keep quiet to whoever reckons service credits.
func (a *App) exempt(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e notice.Exemption) error {
	return a.Outage.Exempt(ctx, tx, by, outage.Exemption{
		Org: e.Org, Credits: e.Credits, Reason: e.Note, From: e.From, Until: e.Until, Source: "hold:" + strconv.FormatInt(int64(e.Hold), 10),
	})
}

// mountOutages registers the pages of what was down, and of what is.
func (a *App) mountOutages() {
	outages.Mount(a.Routes, outages.Deps{Shell: a.Shell, Directory: a.Directory, Service: a.Service, Outage: a.Outage})
	standing.Mount(a.Routes, standing.Deps{
		Shell: a.Shell, Service: a.Service, Outage: a.Outage, Held: a.held,
	})
}

// held reports whether an organisation's outages are to be kept out of what its users are told.
func (a *App) held(ctx context.Context, org directory.OrgID) (bool, error) {
	return a.Notice.Held(ctx, org, notice.Portal)
}
