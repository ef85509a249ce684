package app

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/kit/sqldb"
)

// wireLines makes the lines by which people come and the contacts that wait there.
func (a *App) wireLines() {
	a.Line = line.New(line.Deps{
		DB: a.DB, Events: a.Events, Calendar: a.Calendar, Secret: a.Options.Secret,
		Available: func(ctx context.Context, q sqldb.Querier, desk directory.DeskID, group directory.GroupID) (int, error) {
			there, err := a.Duty.AvailableIn(ctx, q, desk, group)
			return len(there), err
		},
	})
}
