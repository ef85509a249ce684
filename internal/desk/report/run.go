package report

import (
	"context"
	"time"

	"lotsen/internal/desk/report/ledger"
	"lotsen/internal/kit/event"
)

const (
	// followEvery is how often the ledger is brought up to date while nobody asks for figures.
	followEvery = 2 * time.Second
	// fillFor and rest share a processor with those who wait for an answer while the ledger is being filled.
	fillFor, rest = 40 * time.Millisecond, 20 * time.Millisecond
)

// Run fills this node's ledger and keeps it near the newest event until ctx ends.
func (s *Service) Run(ctx context.Context) {
	for ctx.Err() == nil {
		pause := followEvery
		_, err := s.follower.now(ctx, fillFor)
		switch {
		case err == nil:
			// A failure is met again at the next round, and by whoever asks for figures.
			_ = s.follower.step(ctx)
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
	return f.off == nil && f.began && !f.full.Load()
}

// step brings the ledger up to date and moves done on, so that each look at the log is short.
func (f *follower) step(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.off != nil || !f.full.Load() {
		return nil
	}
	safe, err := f.settled(ctx)
	if err != nil {
		return err
	}
	if last, err := event.Mark(ctx, f.db); err != nil {
		return err
	} else if last < f.done {
		// Another database lies where ours was: an older copy was put back.
		f.ledger, f.began, f.next, f.done, f.writers = ledger.New(), false, 0, unknown, nil
		f.full.Store(false)
		return nil
	}
	if err := f.catchUp(ctx); err != nil {
		return err
	}
	f.done = safe
	return nil
}
