package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
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

func (db *DB) writePostgres(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	sqlTx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = sqlTx.Rollback() }() // After a commit it does nothing; after a failure the first error counts.
	tx := &Tx{db: db, on: sqlTx, now: db.clock.Now()}
	if err := fn(inWrite(ctx), tx); err != nil {
		return err
	}
	if err := sqlTx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	tx.committed()
	return nil
}

// brokenOff reports whether PostgreSQL ended the transaction for reasons that another try may not meet.
func brokenOff(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

type writeMark struct{}

func inWrite(ctx context.Context) context.Context { return context.WithValue(ctx, writeMark{}, true) }

func isInWrite(ctx context.Context) bool { return ctx.Value(writeMark{}) != nil }

var _ runner = (*sql.Tx)(nil)
