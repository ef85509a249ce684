package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"lotsen/internal/kit/sqldb"
)

// A lease is long enough for a node to miss two of its heartbeats.
const (
	leaseFor  = 30 * time.Second
	heartbeat = leaseFor / 3
)

// held is a job that a worker of this process has in hand.
type held struct {
	attempt int
	cancel  context.CancelFunc
	lost    bool
}

// claim takes up to n due jobs of a queue, earliest first, and leases them.
func (r *Runner) claim(ctx context.Context, q *queue, n int) ([]row, error) {
	if n <= 0 || len(r.kinds) == 0 {
		return nil, nil
	}
	_, found, err := sqldb.Maybe(ctx, r.db, due, sqldb.Value[int64], sqldb.Time(r.clock.Now()), r.kinds, q.names, q.listed)
	if err != nil || !found {
		return nil, err
	}
	var jobs []row
	err = r.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) (err error) {
		now := tx.Now()
		jobs, err = sqldb.All(ctx, tx, claimJobs, scanRow, sqldb.Time(now), r.kinds, q.names, q.listed, n, sqldb.Time(now.Add(leaseFor)))
		return err
	})
	if err != nil {
		return nil, err
	}
	// "returning" has no order.
	slices.SortFunc(jobs, func(a, b row) int {
		if c := a.runAt.Compare(b.runAt); c != 0 {
			return c
		}
		return int(a.id - b.id)
	})
	return jobs, nil
}

// ahead is how far clocks of nodes may differ before a wish made in the future is taken for one of a wrong clock.
const ahead = time.Minute

// rescue puts jobs back whose worker is gone, and those that a clock put off which ran ahead.
func (r *Runner) rescue(ctx context.Context) error {
	return r.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, rescueJobs, sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		early, err := tx.Exec(ctx, pullBack, sqldb.Time(tx.Now()), sqldb.Time(tx.Now().Add(ahead)))
		if err == nil && early > 0 {
			tx.Poke(Topic)
			tx.AfterCommit(func() { r.o.Log.WarnContext(ctx, "the clock was ahead, jobs are due that were put off", "jobs", early) })
		}
		if err == nil && n > 0 {
			tx.Poke(Topic)
			tx.AfterCommit(func() { r.o.Log.WarnContext(ctx, "jobs rescued from workers that are gone", "jobs", n) })
		}
		return err
	})
}

// keep renews leases and rescues lost jobs until ctx ends.
func (r *Runner) keep(ctx context.Context) {
	for ctx.Err() == nil {
		if err := r.beat(ctx); err != nil && ctx.Err() == nil {
			r.o.Log.ErrorContext(ctx, "leases cannot be renewed", "error", err)
		}
		if err := r.rescue(ctx); err != nil && ctx.Err() == nil {
			r.o.Log.ErrorContext(ctx, "lost jobs cannot be rescued", "error", err)
		}
		wait(ctx, nil, heartbeat)
	}
}

// beat renews the leases of all jobs in hand; a worker that lost its lease is told to stop.
func (r *Runner) beat(ctx context.Context) error {
	r.mu.Lock()
	ours := make(map[ID]int, len(r.held))
	for id, h := range r.held {
		ours[id] = h.attempt
	}
	r.mu.Unlock()
	if len(ours) == 0 {
		return nil
	}
	var lost []ID
	err := r.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		lost = nil
		till := sqldb.Time(tx.Now().Add(leaseFor))
		for id, attempt := range ours {
			n, err := tx.Exec(ctx, extendLease, id, attempt, till)
			if err != nil {
				return fmt.Errorf("job %d: %w", id, err)
			}
			if n == 0 {
				lost = append(lost, id)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range lost {
		// It may have been settled meanwhile, or be in hand again by a later claim.
		if h := r.held[id]; h != nil && h.attempt == ours[id] {
			h.lost = true
			h.cancel()
		}
	}
	return nil
}
