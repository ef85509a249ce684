package line

import (
	"context"
	"time"

	"lotsen/internal/kit/sqldb"
)

// LeaseFor is how long a node listens to a telephone system without saying so again.
const LeaseFor = 45 * time.Second

var (
	lease = sqldb.Q("line.source_lease", `
		update call_source set node = $1, lease_till = $2 where id = $3 and active and (node = $1 or lease_till is null or lease_till < $4)`)
	release = sqldb.Q("line.source_release", `update call_source set lease_till = null where id = $1 and node = $2`)
)

// Lease lets a node listen to a telephone system, or listen on: one node at a time.
func (s *Service) Lease(ctx context.Context, id SourceID, node string) (bool, error) {
	var n int64
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		n, err = tx.Exec(ctx, lease, node, sqldb.Time(tx.Now().Add(LeaseFor)), int64(id), sqldb.Time(tx.Now()))
		return err
	})
	return n == 1, err
}

// Release lets another node listen.
func (s *Service) Release(ctx context.Context, id SourceID, node string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, release, int64(id), node)
		return err
	})
}
