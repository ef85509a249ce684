package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Store is a folder of files, spread over 256 subfolders by the first two digits of their names.
type Store struct {
	dir string
	// wrap lets tests stand between the store and the disk.
	wrap func(io.Writer) io.Writer
}

var _ Files = (*Store)(nil)

// tempDir holds files that are being written; what a crash left there goes by Sweep.
const tempDir = "tmp"

// Open makes the folder where it is missing.
func Open(dir string) (*Store, error) {
	folders := []string{tempDir}
	for i := range 256 {
		folders = append(folders, fmt.Sprintf("%02x", i))
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open the file store: %w", err)
	}
	for _, folder := range folders {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("open the file store: %w", err)
		}
	}
	// Once and here, so that Put needs to make only its own entry last.
	if err := syncFolder(dir); err != nil {
		return nil, fmt.Errorf("open the file store: %w", err)
	}
	s := &Store{dir: dir, wrap: func(w io.Writer) io.Writer { return w }}
	return s, s.putBack()
}

// aside begins the name under which RemoveOld looks at a file.
const aside = "old-"

// putBack gives files their names again that a crash inside RemoveOld left without. Whether they are to go is asked anew.
func (s *Store) putBack() error {
	left, err := filepath.Glob(filepath.Join(s.dir, tempDir, aside+"*"))
	if err != nil {
		return fmt.Errorf("open the file store: %w", err)
	}
	for _, file := range left {
		name := strings.TrimPrefix(filepath.Base(file), aside)
		if !ValidName(name) {
			continue
		}
		if err := s.keep(file, name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("open the file store: %w", err)
		}
	}
	return nil
}

// Put implements Files.
func (s *Store) Put(ctx context.Context, r io.Reader, limit int64) (Ref, error) {
	temp, err := os.CreateTemp(filepath.Join(s.dir, tempDir), "put-")
	if err != nil {
		return Ref{}, wrote(err)
	}
	defer os.Remove(temp.Name()) //nolint:errcheck // After the rename there is nothing to remove.
	defer temp.Close()           //nolint:errcheck // Closed with its error below; here only on the way out of a failure.

	sum := sha256.New()
	from := io.Reader(&cancelled{ctx, r})
	if limit > 0 {
		from = io.LimitReader(from, limit+1)
	}
	n, err := io.Copy(io.MultiWriter(s.wrap(temp), sum), from)
	if err != nil {
		return Ref{}, wrote(err)
	}
	if limit > 0 && n > limit {
		return Ref{}, ErrTooLarge
	}
	ref := Ref{SHA256: hexSum(sum.Sum(nil)), Size: n}
	if err := temp.Sync(); err != nil {
		return Ref{}, wrote(err)
	}
	if err := temp.Close(); err != nil {
		return Ref{}, wrote(err)
	}
	return ref, s.keep(temp.Name(), ref.SHA256)
}

// keep gives a written file its name and makes the name last.
func (s *Store) keep(temp, name string) error {
	to := s.path(name)
	// Also over a file of that name: the same bytes, unless that one was damaged, and then this one mends it.
	if err := os.Rename(temp, to); err != nil {
		return wrote(err)
	}
	return syncFolder(filepath.Dir(to))
}

// Get implements Files.
func (s *Store) Get(_ context.Context, name string) (io.ReadSeekCloser, error) {
	if !ValidName(name) {
		return nil, ErrNone
	}
	f, err := os.Open(s.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, fmt.Errorf("open file %s: %w", name, err)
	}
	return f, nil
}

// Has implements Files.
func (s *Store) Has(_ context.Context, name string) (bool, error) {
	if !ValidName(name) {
		return false, nil
	}
	_, err := os.Stat(s.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for file %s: %w", name, err)
	}
	return true, nil
}

// Remove implements Files.
func (s *Store) Remove(_ context.Context, name string) error {
	if !ValidName(name) {
		return nil
	}
	if err := os.Remove(s.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove file %s: %w", name, err)
	}
	return nil
}

// RemoveOld implements Files. The file is put aside before it is looked at, so that nobody can write it anew between the
// look and the removal.
func (s *Store) RemoveOld(_ context.Context, name string, before time.Time) (bool, error) {
	if !ValidName(name) {
		return false, nil
	}
	file := filepath.Join(s.dir, tempDir, aside+name)
	if err := os.Rename(s.path(name), file); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		return false, fmt.Errorf("remove file %s: %w", name, err)
	}
	info, err := os.Stat(file)
	if err != nil || !info.ModTime().Before(before) {
		// It was written meanwhile: somebody is about to refer to it.
		return false, errors.Join(err, s.keep(file, name))
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("remove file %s: %w", name, err)
	}
	return true, nil
}

func (s *Store) path(name string) string { return filepath.Join(s.dir, name[:2], name) }

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return wrote(err)
	}
	defer d.Close() //nolint:errcheck // Opened for reading only.
	if err := d.Sync(); err != nil {
		return wrote(err)
	}
	return nil
}

// wrote names the errors of writing that an administrator can do something about.
func wrote(err error) error {
	if why := whyNot(err); why != nil {
		return fmt.Errorf("%w: %w", why, err)
	}
	return fmt.Errorf("keep a file: %w", err)
}

// cancelled stops a copy when its context ends.
type cancelled struct {
	ctx context.Context //nolint:containedctx // Lives as long as one Put.
	r   io.Reader
}

func (c *cancelled) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
