package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/config"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/sqldb/migrate"
	"lotsen/migrations"
)

// openNew opens the database, making an SQLite file and its folder where they are missing.
func (w *world) openNew(ctx context.Context) (*sqldb.DB, error) {
	if file, ok := w.config.SQLiteFile(); ok {
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return nil, fmt.Errorf("database: %w", err)
		}
	}
	db, err := sqldb.Open(ctx, w.config.DB, sqldb.Options{})
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", config.WithoutPassword(w.config.DB), err)
	}
	return db, nil
}

// open opens a database that must be there and have this version's schema, and its files.
func (w *world) open(ctx context.Context) (*sqldb.DB, *blob.Store, error) {
	if file, ok := w.config.SQLiteFile(); ok {
		// SQLite would make an empty one, and a backup of that helps nobody.
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			return nil, nil, fmt.Errorf("database %s: no such file", file)
		}
	}
	db, err := w.openNew(ctx)
	if err != nil {
		return nil, nil, err
	}
	if pending, err := migrate.Pending(ctx, db, migrations.Files); err != nil || pending {
		if err == nil {
			err = errors.New("the schema is not this version's: run lotsen migrate first")
		}
		return nil, nil, errors.Join(err, db.Close())
	}
	files, err := blob.Open(w.config.Files)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return db, files, nil
}

// now is the only look at the machine's clock outside kit/clock.
func now() time.Time { return time.Now().UTC() }

// close ends the database; its error counts when nothing else went wrong.
func closeDB(db *sqldb.DB, err *error) {
	if closed := db.Close(); *err == nil {
		*err = closed
	}
}

// size writes bytes for people.
func size(n int64) string {
	units := []string{"B", "KB", "MB", "GB", "TB"}
	f, i := float64(n), 0
	for f >= 1000 && i < len(units)-1 {
		f, i = f/1000, i+1
	}
	if i == 0 {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%.1f %s", f, units[i])
}
