package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// ErrNone says that a query for one row found none.
var ErrNone = sql.ErrNoRows

// Row is what a scan function reads from.
type Row interface{ Scan(dest ...any) error }

// Querier reads: the database itself, or an open transaction, which sees its own writes.
type Querier interface {
	query(ctx context.Context, s Stmt, args []any) (*sql.Rows, error)
	// again reports whether a read that failed, of which nothing has been used, is to be run once more.
	again(ctx context.Context, p *patience, err error) bool
	// Now is the instant that the reader should take for now.
	Now() time.Time
}

// All returns every row of a statement, through scan.
func All[T any](ctx context.Context, q Querier, s Stmt, scan func(Row) (T, error), args ...any) ([]T, error) {
	ctx, cancel := deadline(ctx)
	defer cancel()
	var p patience
	for {
		out, err := all(ctx, q, s, scan, args)
		if err == nil || !q.again(ctx, &p, err) {
			return out, err
		}
	}
}

func all[T any](ctx context.Context, q Querier, s Stmt, scan func(Row) (T, error), args []any) ([]T, error) {
	rows, err := q.query(ctx, s, args)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, marked(err))
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("%s: scan: %w", s.Name, err)
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, marked(err))
	}
	return out, nil
}

// One returns the first row of a statement, or ErrNone.
func One[T any](ctx context.Context, q Querier, s Stmt, scan func(Row) (T, error), args ...any) (T, error) {
	ctx, cancel := deadline(ctx)
	defer cancel()
	var p patience
	for {
		v, err := one(ctx, q, s, scan, args)
		if err == nil || !q.again(ctx, &p, err) {
			return v, err
		}
	}
}

func one[T any](ctx context.Context, q Querier, s Stmt, scan func(Row) (T, error), args []any) (T, error) {
	var zero T
	rows, err := q.query(ctx, s, args)
	if err != nil {
		return zero, fmt.Errorf("%s: %w", s.Name, marked(err))
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return zero, fmt.Errorf("%s: %w", s.Name, marked(err))
		}
		return zero, ErrNone
	}
	v, err := scan(rows)
	if err != nil {
		return zero, fmt.Errorf("%s: scan: %w", s.Name, err)
	}
	return v, nil
}

// Maybe is One for a row that may be missing: found tells.
func Maybe[T any](ctx context.Context, q Querier, s Stmt, scan func(Row) (T, error), args ...any) (v T, found bool, err error) {
	v, err = One(ctx, q, s, scan, args...)
	if errors.Is(err, ErrNone) {
		return v, false, nil
	}
	return v, err == nil, err
}

// Each calls fn for every row without keeping them: for exports and checks over much data.
func Each(ctx context.Context, q Querier, s Stmt, fn func(Row) error, args ...any) error {
	var p patience
	for {
		used := false
		err := each(ctx, q, s, func(r Row) error {
			used = true
			return fn(r)
		}, args)
		if err == nil || used || !q.again(ctx, &p, err) {
			return err
		}
	}
}

func each(ctx context.Context, q Querier, s Stmt, fn func(Row) error, args []any) error {
	rows, err := q.query(ctx, s, args)
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name, marked(err))
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("%s: %w", s.Name, marked(err))
	}
	return nil
}

// Value scans a single column.
func Value[T any](r Row) (T, error) {
	var v T
	err := r.Scan(&v)
	return v, err
}

func deadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, readDeadline)
}

// Now implements Querier.
func (db *DB) Now() time.Time { return db.clock.Now() }

func (db *DB) query(ctx context.Context, s Stmt, args []any) (*sql.Rows, error) {
	if isInWrite(ctx) {
		// A read beside the transaction would not see its writes, and on PostgreSQL could wait for itself.
		panic("sqldb: " + s.Name + " reads outside the transaction it is called in")
	}
	defer db.measure(ctx, s.Name)()
	text, args := db.text(s), bind(db.dialect, args)
	if db.ready == nil {
		return db.pool(ctx).QueryContext(ctx, text, args...)
	}
	stmt, err := db.ready.get(ctx, text)
	if err != nil {
		return nil, err
	}
	if stmt == nil {
		return db.read.QueryContext(ctx, text, args...)
	}
	return stmt.QueryContext(ctx, args...)
}
