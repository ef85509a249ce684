package main

import (
	"context"
	"fmt"

	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb/migrate"
	"lotsen/migrations"
)

type migrateCmd struct{}

// Run brings the schema up. Several nodes may do it at once: one does, the others wait.
func (*migrateCmd) Run(ctx context.Context, w *world) (err error) {
	db, err := w.openNew(ctx)
	if err != nil {
		return err
	}
	defer closeDB(db, &err)
	n, err := migrate.Up(ctx, db, migrations.Files)
	if err != nil {
		return err
	}
	version, err := schema.Version(ctx, db)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.out, "%d migrations run, schema %d\n", n, version)
	return nil
}
