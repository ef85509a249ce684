package once

import (
	"context"
	"fmt"
	"time"

	"lotsen/internal/kit/sqldb"
)

var (
	insertKey = sqldb.Q("once.insert", `
		insert into request_key (owner, key, digest, status, body, created_at) values ($1, $2, $3, 0, $4, $5)
		on conflict (owner, key) do nothing`)
	selectKey = sqldb.Q("once.select", `
		select digest, status, body, created_at from request_key where owner = $1 and key = $2`)
	takeOver = sqldb.Q("once.take_over", `
		update request_key set digest = $3, body = $4, created_at = $5 where owner = $1 and key = $2 and status = 0`)
	updateKey = sqldb.Q("once.keep", `
		update request_key set status = $3, body = $4 where owner = $1 and key = $2`)
	deleteKey = sqldb.Q("once.forget", `
		delete from request_key where owner = $1 and key = $2 and status = 0 and body = $3`)
	deleteOld = sqldb.Q("once.sweep", `delete from request_key where created_at < $1`)
)

type row struct {
	Answer
	digest string
	since  time.Time
	mine   bool
}

// reserve notes that the key is worked on, or tells what is known about it. While nothing is answered, body holds the
// process that works: one that left its reservation behind, here or by dying elsewhere, loses it.
func (s *Store) reserve(ctx context.Context, k Key) (row, error) {
	var out row
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		out = row{}
		n, err := tx.Exec(ctx, insertKey, k.Owner, k.Key, k.Digest, s.node, sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		if out.mine = n == 1; out.mine {
			return nil
		}
		if out, err = sqldb.One(ctx, tx, selectKey, scan, k.Owner, k.Key); err != nil {
			return err
		}
		if out.Status != 0 || out.Body != s.node && tx.Now().Sub(out.since) < lease {
			return nil
		}
		out.mine = true
		_, err = tx.Exec(ctx, takeOver, k.Owner, k.Key, k.Digest, s.node, sqldb.Time(tx.Now()))
		return err
	})
	if err != nil {
		return row{}, fmt.Errorf("reserve request key: %w", err)
	}
	return out, nil
}

func (s *Store) keep(ctx context.Context, k Key, a Answer) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, updateKey, k.Owner, k.Key, a.Status, a.Body)
		return err
	})
}

func (s *Store) forget(ctx context.Context, k Key) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, deleteKey, k.Owner, k.Key, s.node)
		return err
	})
}

// Sweep forgets answers older than age. A schedule calls it.
func (s *Store) Sweep(ctx context.Context, age time.Duration) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, deleteOld, sqldb.Time(tx.Now().Add(-age)))
		return err
	})
}

func scan(r sqldb.Row) (row, error) {
	var out row
	err := r.Scan(&out.digest, &out.Status, &out.Body, sqldb.ScanTime(&out.since))
	return out, err
}
