package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
)

// blobs writes each file that a row points at. One that is missing does not stop the backup: everything else is worth
// having, and the summary tells.
func (w *writer) blobs(ctx context.Context, q sqldb.Querier, tables []schema.Table) error {
	query := schema.BlobNames(tables)
	if query == "" {
		return nil
	}
	return sqldb.Each(ctx, q, sqldb.Q("backup.blobs", query), func(r sqldb.Row) error {
		name, err := sqldb.Value[string](r)
		if err != nil {
			return err
		}
		switch err := w.blob(ctx, name); {
		case errors.Is(err, blob.ErrNone):
			w.summary.Missing = append(w.summary.Missing, name)
		case errors.Is(err, blob.ErrDamaged):
			w.summary.Damaged = append(w.summary.Damaged, name)
		case err != nil:
			return fmt.Errorf("file %s: %w", name, err)
		}
		return nil
	})
}

func (w *writer) blob(ctx context.Context, name string) error {
	f, err := w.files.Get(ctx, name)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // Opened for reading only.
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := w.tar.WriteHeader(w.header(blobDir+name[:2]+"/"+name, size)); err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w.tar, sum), f); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != name {
		return blob.ErrDamaged
	}
	w.summary.Files.Count++
	w.summary.Files.Bytes += size
	return nil
}
