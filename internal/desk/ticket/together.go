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

// In is the service whose changes (those that Together names, and Link, Unlink and Answer) join a transaction that another
// capability has opened, so that what it keeps and what happens to the cases is on disk together.
func (s *Service) In(tx *sqldb.Tx) *Service {
	joined := *s
	joined.tx = tx
	return &joined
}

// inTx runs fn in the open transaction, or in one of its own.
func (s *Service) inTx(ctx context.Context, fn func(ctx context.Context, tx *sqldb.Tx) error) error {
	if s.tx != nil {
		return fn(ctx, s.tx)
	}
	return s.db.Write(ctx, fn)
}
