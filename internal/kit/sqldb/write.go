package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// maxTries bounds how often a transaction that PostgreSQL broke off (deadlock, serialisation) is run again.
const maxTries = 5

// Write runs fn in a transaction. When it returns nil, what fn wrote is on disk. Fn may run more than once, so it must
// do nothing but SQL; effects belong in Tx.AfterCommit or in a job. A Write inside fn panics.
func (db *DB) Write(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	if isInWrite(ctx) {
		panic("sqldb: Write inside a Write: pass the Tx on instead")
	}
	if db.writer != nil {
		return db.writer.do(ctx, fn)
	}
	for try := 1; ; try++ {
		err := db.writePostgres(ctx, fn)
		if try < maxTries && brokenOff(err) {
			continue
		}
		return err
	}
}

// commitWithin bounds the wait for a commit, also for a caller who has left: a commit that is cut off leaves nobody
// knowing whether it happened.
const commitWithin = 10 * time.Second

func (db *DB) writePostgres(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	// The transaction ends with its caller until the commit is sent, and from then on by itself.
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	ends := context.AfterFunc(ctx, end)
	conn, sqlTx, err := db.begin(ctx, life)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer conn.Close()                      //nolint:errcheck // It goes back to the pool, which throws it away when it is broken.
	defer func() { _ = sqlTx.Rollback() }() // After a commit it does nothing; after a failure the first error counts.
	tx := &Tx{db: db, on: sqlTx, now: db.clock.Now()}
	if err := fn(inWrite(ctx), tx); err != nil {
		if pg := pgError(err); pg != nil && pg.Code == readOnly {
			_ = sqlTx.Rollback() // Or the connection could not be had.
			throwAway(conn)      // It leads to a server that is a standby by now.
		}
		return marked(err)
	}
	if db.replica != nil {
		if err := db.replica.count(ctx, sqlTx, writerOf(ctx)); err != nil {
			return marked(err)
		}
	}
	if !ends() {
		return fmt.Errorf("before the commit: %w", context.Cause(ctx))
	}
	late := time.AfterFunc(commitWithin, end) //nolint:forbidigo // The machine's time, not the domain's.
	defer late.Stop()
	if err := sqlTx.Commit(); err != nil {
		if err = committing(marked(err)); Unknown(err) && len(tx.pokes) > 0 {
			db.notifier.committed(tx.pokes) // Whoever looks again for nothing loses nothing.
		}
		return fmt.Errorf("commit: %w", err)
	}
	tx.committed()
	return nil
}

type writeMark struct{}

func inWrite(ctx context.Context) context.Context { return context.WithValue(ctx, writeMark{}, true) }

func isInWrite(ctx context.Context) bool { return ctx.Value(writeMark{}) != nil }

var _ runner = (*sql.Tx)(nil)
