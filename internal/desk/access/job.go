package access

import (
	"context"
	"time"

	"lotsen/internal/kit/sqldb"
)

// keptSessions is how long an ended session stays readable before it is swept away; the security log keeps the fact.
const keptSessions = 90 * 24 * time.Hour

// Sweep removes counted strikes that no longer count and sessions that are long over. It may run at any time and as
// often as one likes.
func (s *Service) Sweep(ctx context.Context) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, sweepStrikes, sqldb.Time(tx.Now().Add(-s.limits.Window))); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, sweepSessions, sqldb.Time(tx.Now().Add(-keptSessions)))
		return err
	})
}

var (
	sweepStrikes  = sqldb.Q("access.strike.sweep", `delete from strike where since <= $1 and (key like 'login%' or key like 'address:%')`)
	sweepSessions = sqldb.Q("access.session.sweep", `delete from session where expires_at < $1 or ended_at < $1`)
)
