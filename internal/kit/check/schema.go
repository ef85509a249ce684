package check

import (
	"context"
	"fmt"
	"strings"

	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/sqldb/migrate"
)

// findSchema: the database has exactly the migrations of this program.
func findSchema(ctx context.Context, env Env, report func(string)) error {
	want, err := migrate.Newest(env.Migrations)
	if err != nil {
		return err
	}
	have, err := schema.Version(ctx, env.DB)
	if err != nil {
		return err
	}
	if have != want {
		report(fmt.Sprintf("the schema is %d, this program's is %d", have, want))
	}
	return nil
}

var liteIntegrity = sqldb.Q("check.sqlite_integrity", `pragma integrity_check(100)`)

// findStorage: the engine itself finds its pages in order. PostgreSQL looks at its own pages, if it was set up to.
func findStorage(ctx context.Context, env Env, report func(string)) error {
	if env.DB.Dialect() != sqldb.SQLite {
		return nil
	}
	return sqldb.Each(ctx, env.DB, liteIntegrity, func(r sqldb.Row) error {
		line, err := sqldb.Value[string](r)
		if err == nil && line != "ok" {
			report(line)
		}
		return err
	})
}

// findReferences: what a row points at is there. The engines see to that, but not after a disk or a hand was careless.
func findReferences(ctx context.Context, env Env, report func(string)) error {
	tables, err := schema.Tables(ctx, env.DB, env.DB.Dialect())
	if err != nil {
		return err
	}
	for _, t := range tables {
		for _, ref := range t.Refs {
			var match, set []string
			for i, c := range ref.Columns {
				match = append(match, "p."+schema.Quote(ref.To[i])+" = c."+schema.Quote(c))
				set = append(set, "c."+schema.Quote(c)+" is not null")
			}
			s := sqldb.Q("check.reference", "select c."+schema.Quote(ref.Columns[0])+" from "+schema.Quote(t.Name)+" c where "+strings.Join(set, " and ")+
				" and not exists (select 1 from "+schema.Quote(ref.Table)+" p where "+strings.Join(match, " and ")+")")
			tell := "a row of " + t.Name + " points by " + strings.Join(ref.Columns, ", ") + " at " + ref.Table + " %v, which is not there"
			if err := each(ctx, env.DB, s, tell, report); err != nil {
				return err
			}
		}
	}
	return nil
}

var pgNext = sqldb.Q("check.postgres_next", `select coalesce(pg_sequence_last_value(pg_get_serial_sequence(quote_ident($1), $2)::regclass), 0)`)

// findNumbers: a table's next number is beyond all it has. SQLite looks at the table itself.
func findNumbers(ctx context.Context, env Env, report func(string)) error {
	return behind(ctx, env, func(t schema.Table, last, highest int64) error {
		report(fmt.Sprintf("the next number of %s would be %d, but %d is taken", t.Name, last+1, highest))
		return nil
	})
}

func repairNumbers(ctx context.Context, env Env) (mended int, err error) {
	set := sqldb.Q("check.mend_numbers", `select setval(pg_get_serial_sequence(quote_ident($1), $2)::regclass, $3)`)
	err = behind(ctx, env, func(t schema.Table, _, highest int64) error {
		mended++
		return env.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := sqldb.One(ctx, tx, set, sqldb.Value[int64], t.Name, t.Key[0], highest)
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
