package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"
)

// runner is what a transaction runs its statements on.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Tx is an open transaction. It lives only inside the closure given to DB.Write.
type Tx struct {
	db    *DB
	on    runner
	ready *stmtCache // SQLite's writer keeps statements prepared on its one connection.
	now   time.Time
	after []func()
	pokes []string
}

// Now is the transaction's instant: the same for everything that happens in it.
func (tx *Tx) Now() time.Time { return tx.now }

// Dialect tells the engine, for full text only.
func (tx *Tx) Dialect() Dialect { return tx.db.dialect }

// AfterCommit runs fn when the transaction is on disk; never when it failed.
func (tx *Tx) AfterCommit(fn func()) { tx.after = append(tx.after, fn) }

// Poke tells every node, after the commit, that whoever looks at topic should look again.
func (tx *Tx) Poke(topics ...string) {
	for _, topic := range topics {
		if !slices.Contains(tx.pokes, topic) {
			tx.pokes = append(tx.pokes, topic)
		}
	}
}

// Exec runs a statement and returns how many rows it changed.
func (tx *Tx) Exec(ctx context.Context, s Stmt, args ...any) (int64, error) {
	defer tx.db.measure(ctx, s.Name)()
	text, args := tx.db.text(s), bind(tx.db.dialect, args)
	var res sql.Result
	var err error
	if stmt, perr := tx.prepared(ctx, text); perr != nil {
		err = perr
	} else if stmt != nil {
		res, err = stmt.ExecContext(ctx, args...)
	} else {
		res, err = tx.on.ExecContext(ctx, text, args...)
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w", s.Name, err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("%s: rows affected: %w", s.Name, err)
	}
	return n, nil
}

// Insert runs an "insert … returning id" and returns the id.
func (tx *Tx) Insert(ctx context.Context, s Stmt, args ...any) (int64, error) {
	return One(ctx, tx, s, Value[int64], args...)
}

func (tx *Tx) query(ctx context.Context, s Stmt, args []any) (*sql.Rows, error) {
	defer tx.db.measure(ctx, s.Name)()
	text, args := tx.db.text(s), bind(tx.db.dialect, args)
	stmt, err := tx.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	if stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return tx.on.QueryContext(ctx, text, args...)
}

// again implements Querier: a transaction is run again as a whole or not at all.
func (tx *Tx) again(context.Context, *patience, error) bool { return false }

func (tx *Tx) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	if tx.ready == nil {
		return nil, nil
	}
	return tx.ready.get(ctx, text)
}

func (tx *Tx) committed() {
	for _, fn := range tx.after {
		fn()
	}
	switch {
	case len(tx.pokes) == 0:
	case tx.db.notifier != nil:
		tx.db.notifier.committed(tx.pokes)
	default:
		tx.db.poked(tx.pokes)
	}
}
