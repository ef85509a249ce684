package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// ID is a job's number.
type ID int64

// State is where a job stands. Finished jobs have no row.
type State string

// The states.
const (
	Waiting State = "waiting"
	Running State = "running"
	Dead    State = "dead"
)

// Topic is poked when a job was enqueued, so that workers look at once.
const Topic = "jobs"

// DefaultQueue takes every job that names no queue, or one that the runner was given no workers for.
const DefaultQueue = "default"

// defaultTries is about half a day of backoff: a mail server that is down over night costs no mail.
const defaultTries = 20

// Worker does a job. It is called at least once; an error means another try later.
type Worker func(ctx context.Context, args json.RawMessage) error

// Typed makes a worker from a function with decoded arguments. Arguments that cannot be decoded fail for good.
func Typed[T any](fn func(ctx context.Context, args T) error) Worker {
	return func(ctx context.Context, raw json.RawMessage) error {
		var args T
		if err := json.Unmarshal(raw, &args); err != nil {
			return Permanent(fmt.Errorf("arguments: %w", err))
		}
		return fn(ctx, args)
	}
}

// Permanent marks an error that no other try can mend: the job becomes a dead letter at once.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return &permanent{err}
}

type permanent struct{ err error }

func (p *permanent) Error() string { return p.err.Error() }

func (p *permanent) Unwrap() error { return p.err }

func isPermanent(err error) bool {
	var p *permanent
	return errors.As(err, &p)
}

// Try is what a worker may want to know about its run.
type Try struct {
	ID      ID
	Attempt int  // 1 for the first.
	Last    bool // A failure now makes the job a dead letter.
}

type tryMark struct{}

// CurrentTry returns the try that ctx belongs to; the zero Try outside a worker.
func CurrentTry(ctx context.Context) Try {
	t, _ := ctx.Value(tryMark{}).(Try)
	return t
}

// row is a claimed job, or one that is enqueued again.
type row struct {
	id       ID
	queue    string
	kind     string
	key      string
	args     string
	runAt    time.Time
	attempt  int
	maxTries int
	created  time.Time
	again    bool
}
