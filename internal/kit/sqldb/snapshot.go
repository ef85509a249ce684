package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// snapshot reads in one transaction that sees nothing of what is committed after it began.
type snapshot struct {
	db *DB
	tx *sql.Tx
}

var _ Querier = (*snapshot)(nil)

// Snapshot calls fn with a reader that sees the database as it is at one instant, for backups and for figures that must
// agree with each other. It holds up no writer, but on SQLite the log cannot shrink until fn returns.
func (db *DB) Snapshot(ctx context.Context, fn func(q Querier) error) error {
	tx, err := db.read.BeginTx(ctx, db.snapshotOptions())
	if err != nil {
		return fmt.Errorf("begin a snapshot: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // It wrote nothing.
	if db.dialect == Postgres {
		// Whoever looks at a snapshot takes the time it takes, also between two looks: a backup writes files meanwhile.
		if _, err := tx.ExecContext(ctx, "set local idle_in_transaction_session_timeout = 0"); err != nil {
			return fmt.Errorf("begin a snapshot: %w", err)
		}
	}
	// The instant of a snapshot is that of its first statement, on both engines.
	var tables int64
	if err := tx.QueryRowContext(ctx, db.text(firstLook)).Scan(&tables); err != nil {
		return fmt.Errorf("%s: %w", firstLook.Name, err)
	}
	return fn(&snapshot{db, tx})
}

var firstLook = Q("sqldb.first_look", `select count(*) from goose_db_version`)

// snapshotOptions: SQLite's readers are read-only already and know one isolation, the right one.
func (db *DB) snapshotOptions() *sql.TxOptions {
	if db.dialect == SQLite {
		return nil
	}
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// again implements Querier: the instant is gone with its transaction.
func (s *snapshot) again(context.Context, *patience, error) bool { return false }

// Now implements Querier.
func (s *snapshot) Now() time.Time { return s.db.clock.Now() }

func (s *snapshot) query(ctx context.Context, stmt Stmt, args []any) (*sql.Rows, error) {
	defer s.db.measure(ctx, stmt.Name)()
	return s.tx.QueryContext(ctx, s.db.text(stmt), bind(s.db.dialect, args)...)
}
