package check

import (
	"context"
	"fmt"

	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
)

var (
	pgNext    = sqldb.Q("check.postgres_next", `select coalesce(pg_sequence_last_value(pg_get_serial_sequence(quote_ident($1), $2)::regclass), 0)`)
	pgSetNext = sqldb.Q("check.postgres_set_next", `select setval(pg_get_serial_sequence(quote_ident($1), $2)::regclass, $3)`)
)

// findNumbers: a table's next number is beyond all it has. SQLite looks at the table itself.
func findNumbers(ctx context.Context, env Env, report func(string)) error {
	return behind(ctx, env, func(t schema.Table, last, highest int64) error {
		report(fmt.Sprintf("the next number of %s would be %d, but %d is taken", t.Name, last+1, highest))
		return nil
	})
}

func repairNumbers(ctx context.Context, env Env) (mended int, err error) {
	err = behind(ctx, env, func(t schema.Table, _, highest int64) error {
		mended++
		return env.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := sqldb.One(ctx, tx, pgSetNext, sqldb.Value[int64], t.Name, t.Key[0], highest)
			return err
		})
	})
	return mended, err
}

func behind(ctx context.Context, env Env, fn func(t schema.Table, last, highest int64) error) error {
	if env.DB.Dialect() != sqldb.Postgres {
		return nil
	}
	tables, err := schema.Tables(ctx, env.DB, env.DB.Dialect())
	if err != nil {
		return err
	}
	for _, t := range tables {
		if !t.Numbered {
			continue
		}
		last, err := sqldb.One(ctx, env.DB, pgNext, sqldb.Value[int64], t.Name, t.Key[0])
		if err != nil {
			return err
		}
		highest, err := sqldb.One(ctx, env.DB, sqldb.Q("check.highest", "select coalesce(max("+schema.Quote(t.Key[0])+"), 0) from "+schema.Quote(t.Name)), sqldb.Value[int64])
		if err != nil {
			return err
		}
		if highest > last {
			if err := fn(t, last, highest); err != nil {
				return err
			}
		}
	}
	return nil
}
