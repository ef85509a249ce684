package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/jackc/pgx/v5"
)

// postgresSink copies rows in without foreign keys' checks and without the indexes, which are made at the end.
type postgresSink struct {
	dsn     string
	conn    *pgx.Conn
	ctx     context.Context //nolint:containedctx // Lives for one fill.
	rows    [tableCount][][]any
	text    bytes.Buffer
	indexes []string
}

// perCopy is how many rows go in one COPY.
const perCopy = 10_000

// stretch is how many ticket numbers share a token of the index: as in desk/search.
const stretch = 1 << 14

func openPostgresSink(ctx context.Context, dsn string) (*postgresSink, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	s := &postgresSink{dsn: dsn, conn: conn, ctx: ctx}
	for _, text := range []string{"set session_replication_role = replica", "set synchronous_commit = off"} {
		if _, err := conn.Exec(ctx, text); err != nil {
			return nil, err
		}
	}
	return s, s.dropIndexes()
}

// dropIndexes takes the indexes off that belong to no constraint.
func (s *postgresSink) dropIndexes() error {
	rows, err := s.conn.Query(s.ctx, `select c.relname, pg_get_indexdef(i.indexrelid) from pg_index i
		join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
		where t.relname in ('person', 'person_word', 'ticket', 'message', 'event', 'ticket_text')
		and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid) order by pg_relation_size(t.oid), 1`)
	if err != nil {
		return err
	}
	var names []string
	var name, text string
	if _, err := pgx.ForEachRow(rows, []any{&name, &text}, func() error {
		names, s.indexes = append(names, name), append(s.indexes, text)
		return nil
	}); err != nil {
		return err
	}
	for _, name := range names {
		if _, err := s.conn.Exec(s.ctx, "drop index "+name); err != nil {
			return err
		}
	}
	return nil
}

// put implements sink.
func (s *postgresSink) put(t int, row ...any) error {
	if t == tText {
		id := row[0].(int64) //nolint:forcetypeassert // See index.
		scope := fmt.Sprint(" ", row[3], " ", token('b', id/stretch))
		// No word holds what COPY's text form would need to have escaped.
		s.text.WriteString(strconv.FormatInt(id, 10) + "\t" + row[1].(string) + scope + "\t" + row[4].(string) + scope + "\n") //nolint:forcetypeassert // See index.
		if s.text.Len() > 16<<20 {
			return s.flushText()
		}
		return nil
	}
	s.rows[t] = append(s.rows[t], row)
	if len(s.rows[t]) < perCopy {
		return nil
	}
	return s.flush(t)
}

func (s *postgresSink) flush(t int) error {
	_, err := s.conn.CopyFrom(s.ctx, pgx.Identifier{bulks[t].name}, bulks[t].columns, pgx.CopyFromRows(s.rows[t]))
	s.rows[t] = s.rows[t][:0]
	if err != nil {
		return fmt.Errorf("copy %s: %w", bulks[t].name, err)
	}
	return nil
}

func (s *postgresSink) flushText() error {
	_, err := s.conn.PgConn().CopyFrom(s.ctx, &s.text, "copy ticket_text (ticket_id, public, everything) from stdin")
	s.text.Reset()
	return err
}

// close implements sink.
func (s *postgresSink) close(ctx context.Context) error {
	for t := range bulks {
		if len(s.rows[t]) == 0 {
			continue
		}
		if err := s.flush(t); err != nil {
			return err
		}
	}
	if err := s.flushText(); err != nil {
		return err
	}
	for _, text := range []string{
		`select setval(pg_get_serial_sequence('person', 'id'), (select max(id) from person))`,
		`select setval(pg_get_serial_sequence('ticket', 'id'), (select max(id) from ticket))`,
		`select setval(pg_get_serial_sequence('message', 'id'), (select max(id) from message))`,
		`select setval(pg_get_serial_sequence('event', 'seq'), (select max(seq) from event))`,
	} {
		if _, err := s.conn.Exec(ctx, text); err != nil {
			return err
		}
	}
	if err := s.makeIndexes(ctx); err != nil {
		return err
	}
	_, err := s.conn.Exec(ctx, "vacuum analyze")
	return errors.Join(err, s.conn.Close(ctx))
}

// makeIndexes makes them again, two at a time.
func (s *postgresSink) makeIndexes(ctx context.Context) error {
	todo := make(chan string, len(s.indexes))
	for _, text := range s.indexes {
		todo <- text
	}
	close(todo)
	var wg sync.WaitGroup
	failed := make([]error, 2)
	for i := range failed {
		wg.Go(func() {
			conn, err := pgx.Connect(ctx, s.dsn)
			if err != nil {
				failed[i] = err
				return
			}
			defer conn.Close(ctx)
			_, failed[i] = conn.Exec(ctx, "set maintenance_work_mem = '512MB'")
			for text := range todo {
				if failed[i] != nil {
					return
				}
				_, failed[i] = conn.Exec(ctx, text)
			}
		})
	}
	wg.Wait()
	return errors.Join(failed...)
}
