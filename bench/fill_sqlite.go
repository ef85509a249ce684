package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// sqliteSink writes into a file that nobody else has open: without a journal, without asking the disk, and without the
// indexes, which are made at the end in one go each.
type sqliteSink struct {
	db      *sql.DB
	conn    *sql.Conn
	ctx     context.Context //nolint:containedctx // Lives for one fill.
	indexes []string
	rows    [tableCount]int // Rows in a statement.
	stmts   [tableCount]*sql.Stmt
	args    [tableCount][]any
	written int
}

// perCommit is how many tickets' documents lie between two commits: enough to be quick, few enough for the cache.
const perCommit = 50_000

func openSQLiteSink(ctx context.Context, file string) (*sqliteSink, error) {
	q := url.Values{"_pragma": {"journal_mode(off)", "synchronous(off)", "locking_mode(exclusive)", "cache_size(-600000)", "foreign_keys(0)", "temp_store(memory)"}}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	s := &sqliteSink{db: db, ctx: ctx}
	if s.conn, err = db.Conn(ctx); err != nil {
		return nil, err
	}
	if err := s.dropIndexes(); err != nil {
		return nil, err
	}
	for t := range bulks {
		if err := s.prepare(t); err != nil {
			return nil, fmt.Errorf("%s: %w", bulks[t].name, err)
		}
	}
	return s, s.exec("begin")
}

func (s *sqliteSink) exec(text string) error {
	_, err := s.conn.ExecContext(s.ctx, text)
	return err
}

// dropIndexes takes the indexes off that can be made again by their own text.
func (s *sqliteSink) dropIndexes() error {
	rows, err := s.conn.QueryContext(s.ctx, `select name, sql from sqlite_master where type = 'index' and sql is not null
		and tbl_name in ('person', 'person_word', 'ticket', 'message', 'event') order by name`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return err
		}
		names, s.indexes = append(names, name), append(s.indexes, text)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, name := range names {
		if err := s.exec("drop index " + name); err != nil {
			return err
		}
	}
	return nil
}

func (s *sqliteSink) prepare(t int) error {
	b := bulks[t]
	text := "insert into ticket_text (rowid, public, internal, scope) values (?, ?, ?, ?)"
	s.rows[t] = 1
	if b.columns != nil {
		s.rows[t] = max(1, 200/len(b.columns))
		one := "(" + strings.TrimSuffix(strings.Repeat("?,", len(b.columns)), ",") + "),"
		text = "insert into " + b.name + " (" + strings.Join(b.columns, ", ") + ") values " + strings.TrimSuffix(strings.Repeat(one, s.rows[t]), ",")
	}
	var err error
	s.stmts[t], err = s.conn.PrepareContext(s.ctx, text)
	return err
}

// put implements sink.
func (s *sqliteSink) put(t int, row ...any) error {
	if t == tText {
		row = row[:4]
		if s.written++; s.written%perCommit == 0 {
			if err := errors.Join(s.exec("commit"), s.exec("begin")); err != nil {
				return err
			}
		}
	}
	s.args[t] = append(s.args[t], row...)
	if len(s.args[t]) < s.rows[t]*len(row) {
		return nil
	}
	_, err := s.stmts[t].ExecContext(s.ctx, s.args[t]...)
	s.args[t] = s.args[t][:0]
	return err
}

// close implements sink.
func (s *sqliteSink) close(ctx context.Context) error {
	for t := range bulks {
		width := len(bulks[t].columns)
		for left := s.args[t]; len(left) > 0; left = left[width:] {
			one := "(" + strings.TrimSuffix(strings.Repeat("?,", width), ",") + ")"
			text := "insert into " + bulks[t].name + " (" + strings.Join(bulks[t].columns, ", ") + ") values " + one
			if _, err := s.conn.ExecContext(ctx, text, left[:width]...); err != nil {
				return fmt.Errorf("%s: %w", bulks[t].name, err)
			}
		}
		if err := s.stmts[t].Close(); err != nil {
			return err
		}
	}
	for _, text := range append([]string{"commit"}, s.indexes...) {
		if err := s.exec(text); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	return errors.Join(s.exec("pragma analysis_limit = 1000"), s.exec("pragma optimize = 0x10002"), s.conn.Close(), s.db.Close())
}
