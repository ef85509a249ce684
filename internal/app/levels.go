package app

import (
	"context"

	"lotsen/internal/desk/duty"
	"lotsen/internal/desk/level"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web/admin/assets"
	"lotsen/internal/web/admin/levels"
	"lotsen/internal/web/agent/support"
)

// wireLevels makes the levels of support, which name the group that takes a new case.
func (a *App) wireLevels() {
	a.Level = level.New(level.Deps{DB: a.DB, Events: a.Events, Directory: a.Directory, Ticket: a.Ticket, Preset: setting.PresetEkdal})
}

// routeNew is what the rules say about a new case: the levels of support first, because a device and a task are the most
// telling, then who knows the service and its users. Both are made after the cases that they route.
func (a *App) routeNew(ctx context.Context, q sqldb.Querier, t *ticket.Ticket, fields map[string]string) (ticket.Routing, error) {
	group, err := a.Level.RouteNew(ctx, q, t, fields)
	if err != nil || group != 0 {
		return ticket.Routing{Group: group, By: []string{level.FieldTask}}, err
	}
	answer, _, err := a.Duty.Explain(ctx, q, duty.For{
		Org: t.Org, Desk: t.Desk, Person: t.Requester, Service: t.Service, Unit: t.Unit, Channel: t.Channel,
	})
	return ticket.Routing{Group: answer.Group, By: answer.By, Passed: answer.Passed}, err
}

// mountLevels registers the pages of the inventory and of the levels of support.
func (a *App) mountLevels() {
	assets.Mount(a.Routes, assets.Deps{Shell: a.Shell, Asset: a.Asset, Level: a.Level, Directory: a.Directory})
	levels.Mount(a.Routes, levels.Deps{Shell: a.Shell, Level: a.Level, Directory: a.Directory})
	support.Mount(a.Routes, a.supportPages())
}

func (a *App) supportPages() support.Deps {
	return support.Deps{Shell: a.Shell, Level: a.Level, Ticket: a.Ticket}
}
