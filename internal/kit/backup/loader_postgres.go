package backup

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"

	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
)

type postgresLoader struct {
	conn *pgx.Conn
	tx   pgx.Tx
	// refs are the foreign keys that were put aside, as table, name and definition.
	refs [][3]string
}

func (p *postgresLoader) begin(ctx context.Context, db *sqldb.DB, tables []string) (err error) {
	if p.conn, err = pgx.Connect(ctx, db.DSN()); err != nil {
		return err
	}
	if p.tx, err = p.conn.Begin(ctx); err != nil {
		p.close(ctx)
		return err
	}
	if err := p.clear(ctx, tables); err != nil {
		p.rollback(ctx)
		return err
	}
	return nil
}

// clear makes sure that nobody else is writing, that the tables are empty, and puts the foreign keys aside. All of it is
// undone with the transaction.
func (p *postgresLoader) clear(ctx context.Context, tables []string) error {
	for _, table := range tables {
		if _, err := p.tx.Exec(ctx, "lock table "+schema.Quote(table)+" in access exclusive mode"); err != nil {
			return err
		}
		var some bool
		if err := p.tx.QueryRow(ctx, "select exists (select 1 from "+schema.Quote(table)+")").Scan(&some); err != nil {
			return err
		}
		if some {
			return fmt.Errorf("%w (table %s)", ErrNotEmpty, table)
		}
	}
	rows, err := p.tx.Query(ctx, `
		select quote_ident(c.relname), quote_ident(k.conname), pg_get_constraintdef(k.oid)
		from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = current_schema() and k.contype = 'f'`)
	if err != nil {
		return err
	}
	p.refs, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) ([3]string, error) {
		var ref [3]string
		err := r.Scan(&ref[0], &ref[1], &ref[2])
		return ref, err
	})
	if err != nil {
		return err
	}
	for _, ref := range p.refs {
		if _, err := p.tx.Exec(ctx, "alter table "+ref[0]+" drop constraint "+ref[1]); err != nil {
			return err
		}
	}
	return nil
}

func (p *postgresLoader) rows(ctx context.Context, l *loading, next func() ([]any, error)) error {
	var names []string
	for _, c := range l.columns {
		names = append(names, c.Name)
	}
	var own error
	_, err := p.tx.CopyFrom(ctx, pgx.Identifier{l.table.Name}, names, pgx.CopyFromFunc(func() ([]any, error) {
		values, err := next()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		own = err
		return values, err
	}))
	if own != nil {
		return own // The server's error only quotes it.
	}
	return err
}

func (p *postgresLoader) number(ctx context.Context, t schema.Table, last int64) error {
	_, err := p.tx.Exec(ctx, `select setval(pg_get_serial_sequence(quote_ident($1), $2)::regclass, n) from (
		select greatest($3::bigint, (select coalesce(max(`+schema.Quote(t.Key[0])+`), 0) from `+schema.Quote(t.Name)+`)) as n) as mark where n > 0`, t.Name, t.Key[0], last)
	return err
}

func (p *postgresLoader) commit(ctx context.Context) error {
	for _, ref := range p.refs {
		if _, err := p.tx.Exec(ctx, "alter table "+ref[0]+" add constraint "+ref[1]+" "+ref[2]); err != nil {
			return fmt.Errorf("%w: rows of %s point at rows that are not there: %w", ErrArchive, ref[0], err)
		}
	}
	if err := p.tx.Commit(ctx); err != nil {
		return err
	}
	p.close(ctx)
	return nil
}

func (p *postgresLoader) rollback(ctx context.Context) {
	_ = p.tx.Rollback(ctx) // The error that led here counts.
	p.close(ctx)
}

func (p *postgresLoader) close(ctx context.Context) {
	_ = p.conn.Close(ctx) // Given up in any case.
}
