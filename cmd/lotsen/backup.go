package main

import (
	"context"
	"fmt"
	"os"

	"lotsen/internal/kit/backup"
)

type backupCmd struct {
	File string `arg:"" help:"The file to write, as lotsen-2026-11-22.tar.gz. It is replaced when the backup is complete."`
}

// Run takes a backup. One that lacks files is written all the same, but the exit code tells.
func (c *backupCmd) Run(ctx context.Context, w *world) (err error) {
	db, files, err := w.open(ctx)
	if err != nil {
		return err
	}
	defer closeDB(db, &err)
	sum, err := backup.WriteFile(ctx, db, files, c.File)
	if err != nil {
		return err
	}
	info, err := os.Stat(c.File)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	fmt.Fprintf(w.out, "%s: %s, %s\n", c.File, size(info.Size()), amount(sum))
	return incomplete(w, sum, "the backup is written")
}

func amount(sum backup.Summary) string {
	var rows int64
	for _, t := range sum.Tables {
		rows += t.Rows
	}
	return fmt.Sprintf("%d rows in %d tables, %d files with %s, schema %d", rows, len(sum.Tables), sum.Files.Count, size(sum.Files.Bytes), sum.Schema)
}

// incomplete tells of files that a backup does not have.
func incomplete(w *world, sum backup.Summary, what string) error {
	for _, name := range sum.Missing {
		fmt.Fprintf(w.err, "missing file %s\n", name)
	}
	for _, name := range sum.Damaged {
		fmt.Fprintf(w.err, "damaged file %s\n", name)
	}
	if n := len(sum.Missing) + len(sum.Damaged); n > 0 {
		return exit{1, fmt.Sprintf("%s, but %d files were missing or damaged when it was taken: see lotsen check", what, n)}
	}
	return nil
}
