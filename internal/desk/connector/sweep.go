package connector

import (
	"context"
	"time"

	"lotsen/internal/kit/sqldb"
)

// keepResets is how long the ways to a new password are kept: longer than failures are counted.
const keepResets = 48 * time.Hour

var deleteResets = sqldb.Q("connector_reset.old", `delete from connector_reset where created_at < $1`)

// Sweep ends the jobs whose answer did not come in time, and forgets old ways to a new password. A schedule calls it.
func (s *Service) Sweep(ctx context.Context) error {
	if err := s.pretended(ctx); err != nil {
		return err
	}
	due, err := sqldb.All(ctx, s.d.DB, selectDue, scanJob, sqldb.Time(s.d.DB.Now()))
	if err != nil {
		return err
	}
	for _, j := range due {
		err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			if _, err := tx.Exec(ctx, markFailed, int64(j.Connector), sqldb.Time(tx.Now()), FaultLate); err != nil {
				return err
			}
			return s.endIn(ctx, tx, system(), j.ID, Failed, FaultLate, "")
		})
		if err != nil {
			return err
		}
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, deleteResets, sqldb.Time(tx.Now().Add(-keepResets)))
		return err
	})
}
