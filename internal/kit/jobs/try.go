package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"lotsen/internal/kit/sqldb"
)

// Outcome is how a try ended.
type Outcome string

// The outcomes.
const (
	Done     Outcome = "done"
	Failed   Outcome = "failed"   // Another try follows.
	Buried   Outcome = "dead"     // No more tries.
	Released Outcome = "released" // Cut off by a stop.
	Lost     Outcome = "lost"     // Somebody else has the job now.
)

// Ended describes a try that ended, for metrics.
type Ended struct {
	Queue, Kind string
	Outcome     Outcome
	Waited      time.Duration // From the time it was due until the worker started.
	Took        time.Duration
}

// settleWithin bounds the writes that end a try. When they fail the lease runs out and the job is tried again.
const (
	settleWithin = 20 * time.Second
	settleEach   = 200 * time.Millisecond // How often it is tried again when the database is away.
)

// try runs a claimed job and settles it. It returns the worker's error, or the one that kept it from being settled.
func (r *Runner) try(ctx context.Context, j row) error {
	work, cancel := context.WithCancel(ctx)
	defer cancel()
	h := r.hold(j, cancel)
	defer r.letGo(j)

	started := r.clock.Now()
	failure := r.around(work, j)
	ended := Ended{Queue: j.queue, Kind: j.kind, Waited: started.Sub(j.runAt), Took: r.clock.Now().Sub(started)}

	settle, done := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer done()
	var err error
	ended.Outcome, err = r.settle(settle, j, r.isLost(h), ctx.Err() != nil, failure)
	for err != nil && sqldb.Unavailable(err) && settle.Err() == nil {
		// What was done must not be done again for the sake of a database that is away for a moment. Settling twice is
		// harmless: the second time the job is not ours any more.
		wait(settle, nil, settleEach)
		ended.Outcome, err = r.settle(settle, j, r.isLost(h), ctx.Err() != nil, failure)
	}
	switch {
	case err != nil:
		r.o.Log.ErrorContext(ctx, "job not settled, its lease will run out", "job", j.id, "kind", j.kind, "error", err)
		ended.Outcome = Lost
	case ended.Outcome == Buried:
		r.o.Log.ErrorContext(ctx, "job failed for good", "job", j.id, "kind", j.kind, "attempt", j.attempt, "error", failure)
	case ended.Outcome == Failed:
		r.o.Log.WarnContext(ctx, "job failed, will be tried again", "job", j.id, "kind", j.kind, "attempt", j.attempt, "error", failure)
	}
	if r.o.OnTry != nil {
		r.o.OnTry(ended)
	}
	if failure != nil {
		return fmt.Errorf("job %d (%s): %w", j.id, j.kind, failure)
	}
	return err
}

// around runs the worker between what somebody wants to know of it, such as its place in a trace.
func (r *Runner) around(ctx context.Context, j row) error {
	if r.o.Around == nil {
		return r.call(ctx, j)
	}
	ctx, after := r.o.Around(ctx, j.kind)
	err := r.call(ctx, j)
	after(err)
	return err
}

// call runs the worker; a panic is a failed try.
func (r *Runner) call(ctx context.Context, j row) (err error) {
	defer func() {
		if v := recover(); v != nil {
			r.o.Log.ErrorContext(ctx, "job panicked", "job", j.id, "kind", j.kind, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	fn := r.workers[j.kind]
	return fn(context.WithValue(ctx, tryMark{}, Try{ID: j.id, Attempt: j.attempt, Last: j.attempt >= j.maxTries}), json.RawMessage(j.args))
}

// settle writes the end of a try. Every statement is guarded by the attempt, so that a worker whose lease ran out
// changes nothing.
func (r *Runner) settle(ctx context.Context, j row, lost, stopping bool, failure error) (outcome Outcome, err error) {
	if lost {
		return Lost, nil
	}
	err = r.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) (err error) {
		var ours bool
		switch {
		case failure == nil:
			outcome = Done
			ours, err = finish(ctx, tx, j)
		case stopping && !isPermanent(failure):
			outcome = Released
			ours, err = changed(tx.Exec(ctx, release, j.id, j.attempt, sqldb.Time(tx.Now())))
		case isPermanent(failure) || j.attempt >= j.maxTries:
			outcome = Buried
			ours, err = changed(tx.Exec(ctx, bury, j.id, j.attempt, errorText(failure), sqldb.Time(tx.Now())))
			if err == nil && !ours {
				// A newer wish came while it ran: it gets its own tries.
				outcome = Failed
				ours, err = finish(ctx, tx, j)
			}
		default:
			outcome = Failed
			at := tx.Now().Add(backoff(j.id, j.attempt, tx.Now()))
			ours, err = changed(tx.Exec(ctx, retryLater, j.id, j.attempt, sqldb.Time(at), errorText(failure)))
		}
		if err == nil && !ours {
			outcome = Lost
		}
		return err
	})
	return outcome, err
}

// finish removes a job, and enqueues it anew when it was wished for while it ran. The new row has a new number, so that
// no worker of the old one can be mistaken for its own.
func finish(ctx context.Context, tx *sqldb.Tx, j row) (bool, error) {
	last, found, err := sqldb.Maybe(ctx, tx, finishJob, scanRow, j.id, j.attempt)
	if err != nil || !found {
		return false, err
	}
	if last.again {
		last.created = tx.Now()
		return true, insert(ctx, tx, insertJob, last)
	}
	return true, nil
}

func changed(n int64, err error) (bool, error) { return n > 0, err }

// errorText is what a database takes: no NUL, valid UTF-8, not endless.
func errorText(err error) string {
	text := strings.ReplaceAll(strings.ToValidUTF8(err.Error(), "?"), "\x00", "?")
	if len(text) > 2000 {
		text = strings.ToValidUTF8(text[:2000], "")
	}
	return text
}

func (r *Runner) hold(j row, cancel context.CancelFunc) *held {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := &held{attempt: j.attempt, cancel: cancel}
	r.held[j.id] = h
	return h
}

func (r *Runner) letGo(j row) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if h := r.held[j.id]; h != nil && h.attempt == j.attempt {
		delete(r.held, j.id)
	}
}

func (r *Runner) isLost(h *held) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return h.lost
}
