package report

import (
	"context"
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"time"

	"lotsen/internal/desk/report/ledger"
	"lotsen/internal/kit/sqldb"
)

const (
	// followEvery is how often the ledger is brought up to date while nobody asks for figures.
	followEvery = 2 * time.Second
	// fillFor and rest share a processor with those who wait for an answer while the ledger is being filled.
	fillFor, rest = 40 * time.Millisecond, 20 * time.Millisecond
	// walkStep is how many tickets each round compares.
	walkStep = 256
)

// Run fills this node's ledger and keeps it near the newest event until ctx ends.
func (s *Service) Run(ctx context.Context) {
	filled := false
	for ctx.Err() == nil {
		pause := followEvery
		_, err := s.follower.now(ctx, fillFor, true)
		switch {
		case err == nil:
			// A failure is met again at the next round, and by whoever asks for figures.
			_ = s.follower.step(ctx)
			if !filled && s.follower.storied.Load() {
				// Reading every ticket once left twice the ledger behind, which the system may have back at once.
				filled = true
				debug.FreeOSMemory()
			}
		case s.follower.filling():
			pause = rest
		}
		wait := time.NewTimer(pause) //nolint:forbidigo // Real waiting, not the domain's time.
		select {
		case <-ctx.Done():
		case <-wait.C:
		}
		wait.Stop()
	}
}

// filling reports whether the ledger is on its way to hold all tickets.
func (f *follower) filling() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.off == nil && f.began && !f.storied.Load()
}

// step brings the ledger up to date, moves done on, so that each look at the log is short, and walks on.
func (f *follower) step(ctx context.Context) error {
	ctx = onPrimary(ctx)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.off != nil || !f.full.Load() {
		return nil
	}
	// While histories are still missing the ledger is followed all the same.
	safe, err := f.settled(ctx)
	if err != nil {
		return err
	}
	if safe < f.done {
		// The log has gone back: an older copy of the database was put in its place.
		f.ledger, f.began, f.next, f.untold, f.walked, f.done, f.writers = ledger.New(), false, 0, 0, 0, unknown, nil
		f.full.Store(false)
		f.storied.Store(false)
		return nil
	}
	if err := f.catchUp(ctx); err != nil {
		return err
	}
	if f.done = safe; !f.storied.Load() {
		return nil
	}
	return f.walk(ctx)
}

// walk compares some tickets with the ledger, from where it stood last, and mends what differs: what a server that took
// over had lost, or a hand changed past the log. It comes round a million tickets in some hours.
func (f *follower) walk(ctx context.Context) error {
	return f.db.Snapshot(ctx, func(q sqldb.Querier) error {
		read, err := f.reader.next(ctx, q, f.walked, walkStep)
		if err != nil {
			return fmt.Errorf("walk through the ledger: %w", err)
		}
		if len(read) > 0 {
			if err := histories(ctx, q, read, selectHistoriesBetween, read[0].ID, read[len(read)-1].ID); err != nil {
				return err
			}
		}
		from, to := f.walked, int64(math.MaxInt64)
		f.walked = 0
		if len(read) == walkStep {
			to = read[len(read)-1].ID
			f.walked = to + 1
		}
		e := f.ledger.Now()
		gone := missing(e.Between(from, to), read)
		differ := slices.DeleteFunc(read, func(fact ledger.Fact) bool {
			known, ok := e.Fact(fact.ID)
			return ok && known == fact
		})
		return f.put(differ, gone)
	})
}

// onPrimary makes statements read where the log is written: what a copy shows has another order.
func onPrimary(ctx context.Context) context.Context { return sqldb.WithReading(ctx, nil) }
