package once

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const (
	// lease is how long a request may work before another with the same key takes its place: longer than any use case.
	lease = 15 * time.Second
	// patience is how long a second request waits for the first one's answer.
	patience = 8 * time.Second
	// look is how often it asks.
	look = 50 * time.Millisecond
)

// Key names a request. Digest, when given, is a hash of its content: the same key with other content is refused.
type Key struct {
	Owner  string // Person or token; keys of different owners never meet.
	Key    string
	Digest string
}

// Settled is the status of an answer that was never kept, because the process died between the work and the answer. The
// work is done; Body is what Settle was told.
const Settled = 1

// Answer is what is given again. Status 0 means: nothing worth keeping.
type Answer struct {
	Status int
	Body   string
}

// Store keeps answers.
type Store struct {
	db   *sqldb.DB
	node string // Tells this process's own reservations from those of another.
	mu   sync.Mutex
	busy map[Key]chan struct{}
}

// New returns a store on db.
func New(db *sqldb.DB) *Store {
	return &Store{db: db, node: rand.Text(), busy: map[Key]chan struct{}{}}
}

// Run calls work, unless a request with the same key was answered before: then it returns that answer and again is
// true. An error of work, or an Answer without a status, is not kept. Errors of its own: Conflict when the key came
// with other content, Unavailable when the first request is still at work. Work uses the context it is given.
func (s *Store) Run(ctx context.Context, k Key, work func(context.Context) (Answer, error)) (ans Answer, again bool, err error) {
	late := errs.E(errs.Unavailable, "web.error.in_progress")
	waiting, cancel := context.WithTimeoutCause(ctx, patience, late)
	defer cancel()
	release, err := s.alone(waiting, k)
	if err != nil {
		return Answer{}, false, err
	}
	defer release()
	for {
		var row row
		if row, err = s.reserve(ctx, k); err != nil {
			return Answer{}, false, err
		}
		if row.mine {
			break
		}
		if k.Digest != "" && row.digest != k.Digest {
			return Answer{}, false, errs.E(errs.Conflict, "web.error.key_reused")
		}
		if row.Status != 0 {
			return row.Answer, true, nil
		}
		if err := wait(waiting, look); err != nil {
			return Answer{}, false, err
		}
	}
	return s.work(ctx, k, work)
}

// work runs with the reservation in hand, and gives it back when there is no answer to keep, even after a panic.
func (s *Store) work(ctx context.Context, k Key, work func(context.Context) (Answer, error)) (ans Answer, again bool, err error) {
	working := context.WithValue(ctx, runMark{}, k)
	// The client may be gone afterwards; what was done must be noted all the same.
	ctx = context.WithoutCancel(ctx)
	kept := false
	defer func() {
		if !kept {
			_ = s.forget(ctx, k) // The lease ends by itself.
		}
	}()
	if ans, err = work(working); err != nil || ans.Status == 0 {
		return ans, false, err
	}
	kept = true
	return ans, false, s.keep(ctx, k, ans)
}

// alone lets one request with a key pass at a time in this process.
func (s *Store) alone(ctx context.Context, k Key) (release func(), err error) {
	k.Digest = ""
	for {
		s.mu.Lock()
		other, taken := s.busy[k]
		if !taken {
			mine := make(chan struct{})
			s.busy[k] = mine
			s.mu.Unlock()
			return func() {
				s.mu.Lock()
				delete(s.busy, k)
				s.mu.Unlock()
				close(mine)
			}, nil
		}
		s.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

type runMark struct{}

// Settle notes inside the transaction that does the work that it was done, and what came of it, such as a ticket's
// number. Should the process die before its answer is kept, the same request again does not do the work twice. It does
// nothing for work that no key guards. The key travels in the context because the use cases between have no business
// with it.
func Settle(ctx context.Context, tx *sqldb.Tx, result string) error {
	k, ok := ctx.Value(runMark{}).(Key)
	if !ok {
		return nil
	}
	_, err := tx.Exec(ctx, updateKey, k.Owner, k.Key, Settled, result)
	return err
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d) //nolint:forbidigo // Real waiting for another node.
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}
