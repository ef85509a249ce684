package ticket

import (
	"context"

	"lotsen/internal/kit/sqldb"
)

// Together runs several changes of tickets as one: all of them are on disk, or none. Fn gets a service whose changes
// (Change, Assign, Hold, Resume, Begin, Resolve, Close, Withdraw, Reopen, Load) join the transaction, and must use no
// other.
func (s *Service) Together(ctx context.Context, fn func(ctx context.Context, s *Service) error) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		joined := *s
		joined.tx = tx
		return fn(ctx, &joined)
	})
}
