package sqldb

import "context"

var (
	limitAnalysis = Q("sqldb.analysis_limit", `pragma analysis_limit = 1000`)
	optimize      = Q("sqldb.optimize", `pragma optimize = 0x10002`)
)

// Optimize lets SQLite look at how its tables have grown, so that it picks the index that a query was given. It reads a
// bounded sample. PostgreSQL does this by itself.
func (db *DB) Optimize(ctx context.Context) error {
	if db.dialect != SQLite {
		return nil
	}
	return db.Write(ctx, func(ctx context.Context, tx *Tx) error {
		for _, s := range []Stmt{limitAnalysis, optimize} {
			if _, err := tx.Exec(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
}
