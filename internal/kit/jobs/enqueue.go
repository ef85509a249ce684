package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lotsen/internal/kit/sqldb"
)

// Option changes how a job is enqueued.
type Option func(*row)

// RunAt lets the job wait until at. Deadlines of domain objects are rows of their own, not waiting jobs.
func RunAt(at time.Time) Option { return func(j *row) { j.runAt = at } }

// Key makes the job the only live one of its kind with that key: a second wish is merged into the one that waits (newest
// arguments, earliest time) or, when that one is already running, leads to one more run. On PostgreSQL transactions that
// wish for the same key wait for each other, so a key belongs to something they lock anyway, such as a ticket.
func Key(key string) Option { return func(j *row) { j.key = key } }

// MaxTries bounds how often the job is tried before it is a dead letter.
func MaxTries(n int) Option { return func(j *row) { j.maxTries = n } }

// Queue puts the job in line with others of the queue, so that slow work does not hold up the rest.
func Queue(name string) Option { return func(j *row) { j.queue = name } }

// Enqueue writes a job in the caller's transaction: it exists if and only if the transaction commits.
func Enqueue(ctx context.Context, tx *sqldb.Tx, kind string, args any, opts ...Option) error {
	raw, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", kind, err)
	}
	j := row{queue: DefaultQueue, kind: kind, args: string(raw), runAt: tx.Now(), maxTries: defaultTries, created: tx.Now()}
	for _, opt := range opts {
		opt(&j)
	}
	return insert(ctx, tx, insertJob, j)
}

func insert(ctx context.Context, tx *sqldb.Tx, how sqldb.Stmt, j row) error {
	_, err := tx.Exec(ctx, how, j.queue, j.kind, sqldb.Text(j.key), j.args, sqldb.Time(j.runAt), j.maxTries, sqldb.Time(j.created))
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", j.kind, err)
	}
	if !j.runAt.After(tx.Now()) {
		tx.Poke(topicOf(j.queue))
	}
	return nil
}
