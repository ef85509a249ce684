package backup

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/sqldb/migrate"
)

// Options are what restoring needs besides the database.
type Options struct {
	Migrations fs.FS
	// Rebuild makes what is derived from the restored rows, such as the full text.
	Rebuild func(ctx context.Context, db *sqldb.DB) error
}

// Restore reads a backup into an empty database, which it brings to the backup's schema first and to the newest one
// last. ErrNotEmpty, ErrNewer or ErrArchive say why it did not; then no row has been written.
func Restore(ctx context.Context, db *sqldb.DB, files blob.Files, from io.Reader, o Options) (Summary, error) {
	zip, err := gzip.NewReader(from)
	if err != nil {
		return Summary{}, fmt.Errorf("%w: %w", ErrArchive, err)
	}
	in := tar.NewReader(zip)
	h, err := readHead(in)
	if err != nil {
		return Summary{}, err
	}
	if err := prepare(ctx, db, o.Migrations, h.Schema); err != nil {
		return Summary{}, err
	}
	r := &reader{files: files, tables: map[string]*loading{}, damaged: map[string]bool{}}
	if err := r.plan(ctx, db, h); err != nil {
		return Summary{}, err
	}
	if err := r.load(ctx, db, in); err != nil {
		return Summary{}, err
	}
	if _, err := migrate.Up(ctx, db, o.Migrations); err != nil {
		return Summary{}, fmt.Errorf("the backup is restored, but: %w", err)
	}
	if o.Rebuild != nil {
		if err := o.Rebuild(ctx, db); err != nil {
			return Summary{}, fmt.Errorf("the backup is restored, but what is derived from it is not: %w", err)
		}
	}
	return r.summary, nil
}

func readHead(in *tar.Reader) (head, error) {
	var h head
	entry, err := in.Next()
	if err != nil || entry.Name != headName || json.NewDecoder(in).Decode(&h) != nil || h.Format != formatName {
		return h, fmt.Errorf("%w: it does not begin like one", ErrArchive)
	}
	if h.Version > formatNow {
		return h, fmt.Errorf("%w: its form is %d, this one reads %d", ErrNewer, h.Version, formatNow)
	}
	return h, nil
}

// prepare brings an empty database to the backup's schema.
func prepare(ctx context.Context, db *sqldb.DB, files fs.FS, want int64) error {
	newest, err := migrate.Newest(files)
	if err != nil {
		return err
	}
	if want > newest {
		return fmt.Errorf("%w: its schema is %d, this one knows %d", ErrNewer, want, newest)
	}
	if _, err := migrate.UpTo(ctx, db, files, want); err != nil {
		return err
	}
	have, err := schema.Version(ctx, db)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if have > want {
		return fmt.Errorf("backup: the database has schema %d and the backup is of %d: restore into a database that has not been migrated", have, want)
	}
	return nil
}

// reader holds what is known of an archive while it is read.
type reader struct {
	files   blob.Files
	order   []string
	tables  map[string]*loading
	loader  loader
	summary Summary
	kept    FileSum
	damaged map[string]bool
	ended   bool
}

// plan matches the archive's tables with the database's.
func (r *reader) plan(ctx context.Context, db *sqldb.DB, h head) error {
	have, err := schema.Tables(ctx, db, db.Dialect())
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	for _, t := range have {
		i := slices.IndexFunc(h.Tables, func(l tableLayout) bool { return l.Name == t.Name })
		if i < 0 {
			return fmt.Errorf("%w: it has no table %s", ErrArchive, t.Name)
		}
		l, err := newLoading(t, h.Tables[i])
		if err != nil {
			return err
		}
		r.order = append(r.order, t.Name)
		r.tables[t.Name] = l
	}
	if len(h.Tables) != len(have) {
		return fmt.Errorf("%w: it has %d tables, the schema has %d", ErrArchive, len(h.Tables), len(have))
	}
	r.loader = newLoader(db)
	return nil
}

// load reads all entries in one transaction, which ends well only when everything adds up.
func (r *reader) load(ctx context.Context, db *sqldb.DB, in *tar.Reader) (err error) {
	if err := r.loader.begin(ctx, db, r.order); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer func() {
		if err != nil {
			r.loader.rollback(context.WithoutCancel(ctx))
		}
	}()
	for {
		entry, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrArchive, err)
		}
		if r.ended || entry.Typeflag != tar.TypeReg {
			return fmt.Errorf("%w: unexpected entry %q", ErrArchive, entry.Name)
		}
		if err := r.entry(ctx, entry.Name, in); err != nil {
			return err
		}
	}
	if err := r.compare(); err != nil {
		return err
	}
	for _, name := range r.order {
		if t := r.tables[name]; t.table.Numbered {
			if err := r.loader.number(ctx, t.table, r.summary.Tables[name].Last); err != nil {
				return fmt.Errorf("restore: numbers of %s: %w", name, err)
			}
		}
	}
	if err := r.loader.commit(ctx); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return nil
}

// entry reads one entry. Its name is only compared, never used as a path.
func (r *reader) entry(ctx context.Context, name string, in io.Reader) error {
	if rest, ok := strings.CutPrefix(name, tableDir); ok {
		table, part, _ := strings.Cut(rest, "/")
		t := r.tables[table]
		if t == nil || part != fmt.Sprintf("%06d.jsonl", t.parts+1) {
			return fmt.Errorf("%w: unexpected entry %q", ErrArchive, name)
		}
		return t.read(ctx, r.loader, in)
	}
	if rest, ok := strings.CutPrefix(name, blobDir); ok {
		folder, sum, _ := strings.Cut(rest, "/")
		if !blob.ValidName(sum) || folder != sum[:2] {
			return fmt.Errorf("%w: unexpected entry %q", ErrArchive, name)
		}
		ref, err := r.files.Put(ctx, in, 0)
		if err != nil {
			return fmt.Errorf("restore: %w", err)
		}
		if ref.SHA256 != sum {
			r.damaged[sum] = true
			return nil
		}
		r.kept.Count++
		r.kept.Bytes += ref.Size
		return nil
	}
	if name != manifest {
		return fmt.Errorf("%w: unexpected entry %q", ErrArchive, name)
	}
	r.ended = true
	if err := json.NewDecoder(in).Decode(&r.summary); err != nil {
		return fmt.Errorf("%w: %w", ErrArchive, err)
	}
	return nil
}

// compare holds what was read against the archive's last entry.
func (r *reader) compare() error {
	if !r.ended {
		return fmt.Errorf("%w: its end is missing", ErrArchive)
	}
	for _, name := range r.order {
		want := r.summary.Tables[name]
		if got := r.tables[name].sum(); got.Rows != want.Rows || got.SHA256 != want.SHA256 {
			return fmt.Errorf("%w: table %s is not what was written", ErrArchive, name)
		}
	}
	if r.kept != r.summary.Files {
		return fmt.Errorf("%w: %d files with %d bytes, but %d with %d were written", ErrArchive, r.kept.Count, r.kept.Bytes, r.summary.Files.Count, r.summary.Files.Bytes)
	}
	for _, name := range slices.Sorted(maps.Keys(r.damaged)) {
		if !slices.Contains(r.summary.Damaged, name) {
			return fmt.Errorf("%w: file %s is not what was written", ErrArchive, name)
		}
	}
	return nil
}
