package backup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
)

type sqliteLoader struct {
	pool *sql.DB
	conn *sql.Conn
}

func (s *sqliteLoader) begin(ctx context.Context, db *sqldb.DB, tables []string) (err error) {
	if s.pool, err = sqldb.OpenForMigration(db.DSN()); err != nil {
		return err
	}
	if s.conn, err = s.pool.Conn(ctx); err != nil {
		return errors.Join(err, s.pool.Close())
	}
	for _, text := range []string{"pragma foreign_keys = 0", "begin immediate"} {
		if _, err := s.conn.ExecContext(ctx, text); err != nil {
			s.close()
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	for _, table := range tables {
		var some bool
		if err := s.conn.QueryRowContext(ctx, "select exists (select 1 from "+schema.Quote(table)+")").Scan(&some); err != nil || some {
			s.rollback(ctx)
			if some {
				return fmt.Errorf("%w (table %s)", ErrNotEmpty, table)
			}
			return err
		}
	}
	return nil
}

func (s *sqliteLoader) rows(ctx context.Context, l *loading, next func() ([]any, error)) error {
	var names, marks []string
	for i, c := range l.columns {
		names, marks = append(names, schema.Quote(c.Name)), append(marks, "$"+strconv.Itoa(i+1))
	}
	insert, err := s.conn.PrepareContext(ctx, "insert into "+schema.Quote(l.table.Name)+" ("+strings.Join(names, ", ")+") values ("+strings.Join(marks, ", ")+")")
	if err != nil {
		return err
	}
	defer insert.Close() //nolint:errcheck // The inserts' errors count.
	for {
		values, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
}

// number: inserting has already moved the mark to the highest number in the table.
func (s *sqliteLoader) number(ctx context.Context, t schema.Table, last int64) error {
	res, err := s.conn.ExecContext(ctx, "update sqlite_sequence set seq = max(seq, $1) where name = $2", last, t.Name)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 || last == 0 {
		return err
	}
	_, err = s.conn.ExecContext(ctx, "insert into sqlite_sequence (name, seq) values ($1, $2)", t.Name, last)
	return err
}

func (s *sqliteLoader) commit(ctx context.Context) error {
	var table, parent string
	var row, id sql.NullInt64
	switch err := s.conn.QueryRowContext(ctx, "pragma foreign_key_check").Scan(&table, &row, &parent, &id); {
	case err == nil:
		return fmt.Errorf("%w: row %d of %s points at a row of %s that is not there", ErrArchive, row.Int64, table, parent)
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	if _, err := s.conn.ExecContext(ctx, "commit"); err != nil {
		return err
	}
	s.close()
	return nil
}

func (s *sqliteLoader) rollback(ctx context.Context) {
	_, _ = s.conn.ExecContext(ctx, "rollback") // The error that led here counts.
	s.close()
}

func (s *sqliteLoader) close() {
	_ = s.conn.Close() // Both are given up in any case.
	_ = s.pool.Close()
}
