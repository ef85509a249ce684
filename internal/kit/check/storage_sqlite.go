package check

import (
	"context"

	"lotsen/internal/kit/sqldb"
)

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
