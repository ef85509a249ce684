package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Manage is the right to see dead letters, try them again and throw them away.
const Manage authz.Verb = "jobs.manage"

// Letter is a job that failed for good.
type Letter struct {
	ID       ID
	Queue    string
	Kind     string
	Key      string
	Args     json.RawMessage
	Attempts int
	Error    string
	Created  time.Time
	Ended    time.Time
}

var (
	listDead = sqldb.Q("jobs.dead", `
		select id, queue, kind, key, args, attempt, error, created_at, ended_at from job
		where state = 'dead' and id < $1 order by id desc limit $2`)
	takeDead = sqldb.Q("jobs.take_dead", `delete from job where id = $1 and state = 'dead' returning `+columns)
)

// DeadLetters lists dead letters, newest first, from below before; 0 begins at the newest. Without the right Manage it is
// Forbidden.
func DeadLetters(ctx context.Context, q sqldb.Querier, by authz.Actor, before ID, limit int) ([]Letter, error) {
	if !by.May(Manage) {
		return nil, errs.Denied(string(Manage))
	}
	if before == 0 {
		before = 1<<63 - 1
	}
	return sqldb.All(ctx, q, listDead, func(r sqldb.Row) (Letter, error) {
		var l Letter
		var args string
		err := r.Scan(&l.ID, &l.Queue, &l.Kind, sqldb.ScanText(&l.Key), &args, &l.Attempts, sqldb.ScanText(&l.Error),
			sqldb.ScanTime(&l.Created), sqldb.ScanTime(&l.Ended))
		l.Args = json.RawMessage(args)
		return l, err
	}, before, limit)
}

// Retry gives a dead letter all its tries again, beginning now. Where a live job has the same key, that one stands for
// both. NotFound when it is not a dead letter (any more); Forbidden without the right Manage.
func (r *Runner) Retry(ctx context.Context, by authz.Actor, id ID) error {
	return r.decide(ctx, by, id, "dead letter tried again", func(ctx context.Context, tx *sqldb.Tx, j row) error {
		j.runAt = tx.Now()
		return insert(ctx, tx, reviveJob, j)
	})
}

// Discard throws a dead letter away. NotFound and Forbidden as for Retry.
func (r *Runner) Discard(ctx context.Context, by authz.Actor, id ID) error {
	return r.decide(ctx, by, id, "dead letter thrown away", func(context.Context, *sqldb.Tx, row) error { return nil })
}

// decide takes the letter away, so that of two administrators one is told that it is gone.
func (r *Runner) decide(ctx context.Context, by authz.Actor, id ID, what string, then func(context.Context, *sqldb.Tx, row) error) error {
	if !by.May(Manage) {
		return errs.Denied(string(Manage))
	}
	return r.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		j, found, err := sqldb.Maybe(ctx, tx, takeDead, scanRow, id)
		if err != nil {
			return fmt.Errorf("job %d: %w", id, err)
		}
		if !found {
			return errs.Missing()
		}
		tx.AfterCommit(func() {
			r.o.Log.InfoContext(ctx, what, "job", id, "kind", j.kind, "person", by.Person, "system", by.System)
		})
		return then(ctx, tx, j)
	})
}
