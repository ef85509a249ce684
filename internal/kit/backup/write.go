package backup

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
)

// WriteFile takes a backup into file, which is replaced when the backup is complete and flushed to the disk.
func WriteFile(ctx context.Context, db *sqldb.DB, files blob.Files, file string) (Summary, error) {
	temp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-") // Readable by its owner only.
	if err != nil {
		return Summary{}, fmt.Errorf("backup: %w", err)
	}
	defer os.Remove(temp.Name()) //nolint:errcheck // After the rename there is nothing to remove.
	summary, err := Write(ctx, db, files, temp)
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err != nil {
		return Summary{}, err
	}
	if err := os.Rename(temp.Name(), file); err != nil {
		return Summary{}, fmt.Errorf("backup: %w", err)
	}
	folder, err := os.Open(filepath.Dir(file))
	if err != nil {
		return Summary{}, fmt.Errorf("backup: %w", err)
	}
	return summary, errors.Join(folder.Sync(), folder.Close())
}

// Write takes a backup: the tables in one snapshot, then the files that its rows point at.
func Write(ctx context.Context, db *sqldb.DB, files blob.Files, to io.Writer) (Summary, error) {
	zip, err := gzip.NewWriterLevel(to, gzip.BestSpeed)
	if err != nil {
		return Summary{}, fmt.Errorf("backup: %w", err)
	}
	w := &writer{db: db, files: files, tar: tar.NewWriter(zip), taken: db.Now()}
	w.summary = Summary{Tables: map[string]TableSum{}, Taken: w.taken}
	err = db.Snapshot(ctx, func(q sqldb.Querier) error { return w.write(ctx, q) })
	if err != nil {
		return Summary{}, fmt.Errorf("backup: %w", err)
	}
	if err := errors.Join(w.tar.Close(), zip.Close()); err != nil {
		return Summary{}, fmt.Errorf("backup: %w", err)
	}
	return w.summary, nil
}

type writer struct {
	db      *sqldb.DB
	files   blob.Files
	tar     *tar.Writer
	taken   time.Time
	summary Summary
}

func (w *writer) write(ctx context.Context, q sqldb.Querier) error {
	tables, err := schema.Tables(ctx, q, w.db.Dialect())
	if err != nil {
		return err
	}
	if w.summary.Schema, err = schema.Version(ctx, q); err != nil {
		return err
	}
	h := head{Format: formatName, Version: formatNow, Schema: w.summary.Schema, Engine: w.db.Dialect().String(), Taken: w.taken}
	for _, t := range tables {
		h.Tables = append(h.Tables, layout(t))
	}
	if err := w.addJSON(headName, h); err != nil {
		return err
	}
	for _, t := range tables {
		sum, err := w.table(ctx, q, t)
		if err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		w.summary.Tables[t.Name] = sum
	}
	if err := w.blobs(ctx, q, tables); err != nil {
		return err
	}
	return w.addJSON(manifest, w.summary)
}

func layout(t schema.Table) tableLayout {
	l := tableLayout{Name: t.Name}
	for _, c := range t.Columns {
		kind := c.Kind
		if kind == schema.Bool {
			kind = schema.Int // One engine has no booleans, and the sums must not depend on the engine.
		}
		l.Columns = append(l.Columns, columnLayout{c.Name, kind})
	}
	return l
}

func (w *writer) addJSON(name string, v any) error {
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return w.add(name, append(raw, '\n'))
}

func (w *writer) add(name string, data []byte) error {
	if err := w.tar.WriteHeader(w.header(name, int64(len(data)))); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if _, err := w.tar.Write(data); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (w *writer) header(name string, size int64) *tar.Header {
	return &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: w.taken.Truncate(time.Second), Format: tar.FormatPAX}
}
