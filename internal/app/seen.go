package app

import (
	"context"
	"log/slog"
	"time"
)

// flushEvery is how long "last used" of a session may lag behind.
const flushEvery = time.Minute

// flushSeen writes down, on every node for itself, which sessions were used: in one go, out of the requests' way.
func (a *App) flushSeen(ctx context.Context) {
	tick := time.NewTicker(flushEvery) //nolint:forbidigo // Real waiting, not the domain's time.
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := a.Access.FlushSeen(ctx); err != nil && ctx.Err() == nil {
				a.Options.Log.LogAttrs(ctx, slog.LevelWarn, "sessions not marked as used", slog.Any("err", err))
			}
		}
	}
}
