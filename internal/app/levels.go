package app

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/level"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web/admin/levels"
	"lotsen/internal/web/agent/support"
)

// wireLevels makes the levels of support, which name the group that takes a new case.
func (a *App) wireLevels() {
	a.Level = level.New(level.Deps{DB: a.DB, Events: a.Events, Directory: a.Directory, Ticket: a.Ticket, Preset: setting.PresetEkdal})
}

// routeNew is what the levels of support say about a new case. They are made after the cases that they route.
func (a *App) routeNew(ctx context.Context, q sqldb.Querier, t *ticket.Ticket, fields map[string]string) (directory.GroupID, error) {
	return a.Level.RouteNew(ctx, q, t, fields)
}

// mountLevels registers the pages of the levels of support.
func (a *App) mountLevels() {
	levels.Mount(a.Routes, levels.Deps{Shell: a.Shell, Level: a.Level, Directory: a.Directory})
	support.Mount(a.Routes, a.supportPages())
}

func (a *App) supportPages() support.Deps {
	return support.Deps{Shell: a.Shell, Level: a.Level, Ticket: a.Ticket}
}
