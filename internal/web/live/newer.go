package live

import (
	"context"

	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// AnyNewer is a Newer that takes any event after the mark for a reason to look, which costs one cheap query.
func AnyNewer(db *sqldb.DB) func(ctx context.Context, topic string, mark int64) (bool, error) {
	return func(ctx context.Context, _ string, mark int64) (bool, error) {
		newest, err := event.Mark(ctx, db)
		return newest > mark, err
	}
}
