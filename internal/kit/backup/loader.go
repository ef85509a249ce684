package backup

import (
	"context"

	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
)

// loader fills an empty database in one transaction, in which references are checked only at the end: rows may point at
// rows that come later.
type loader interface {
	// begin opens the transaction; ErrNotEmpty when one of the tables holds a row.
	begin(ctx context.Context, db *sqldb.DB, tables []string) error
	// rows inserts what next gives until it gives io.EOF.
	rows(ctx context.Context, l *loading, next func() ([]any, error)) error
	// number makes the table's next number greater than last and than every number in it.
	number(ctx context.Context, t schema.Table, last int64) error
	// commit checks all references and commits.
	commit(ctx context.Context) error
	rollback(ctx context.Context)
}

func newLoader(db *sqldb.DB) loader {
	if db.Dialect() == sqldb.Postgres {
		return &postgresLoader{}
	}
	return &sqliteLoader{}
}
