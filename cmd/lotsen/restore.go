package main

import (
	"context"
	"fmt"
	"os"

	"lotsen/internal/desk/search"
	"lotsen/internal/kit/backup"
	"lotsen/internal/kit/blob"
	"lotsen/migrations"
)

type restoreCmd struct {
	File string `arg:"" type:"existingfile" help:"A file that lotsen backup wrote."`
}

// Run reads a backup into an empty database.
func (c *restoreCmd) Run(ctx context.Context, w *world) (err error) {
	in, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer in.Close() //nolint:errcheck // Opened for reading only.
	db, err := w.openNew(ctx)
	if err != nil {
		return err
	}
	defer closeDB(db, &err)
	files, err := blob.Open(w.config.Files)
	if err != nil {
		return err
	}
	sum, err := backup.Restore(ctx, db, files, in, backup.Options{Migrations: migrations.Files, Rebuild: search.Rebuild})
	if err != nil {
		return err
	}
	fmt.Fprintf(w.out, "restored %s, taken %s\n", amount(sum), sum.Taken.Format("2006-01-02 15:04 UTC"))
	return incomplete(w, sum, "the backup is restored")
}
