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

// Each implements Files. Files that are being written, and anything that is not a file of the store, are passed over.
func (s *Store) Each(ctx context.Context, fn func(Info) error) error {
	folders, err := os.ReadDir(s.dir)
	if err != nil {
		return fmt.Errorf("list the file store: %w", err)
	}
	for _, folder := range folders {
		if !folder.IsDir() || len(folder.Name()) != 2 {
			continue
		}
		files, err := os.ReadDir(filepath.Join(s.dir, folder.Name()))
		if err != nil {
			return fmt.Errorf("list the file store: %w", err)
		}
		for _, file := range files {
			if err := ctx.Err(); err != nil {
				return err
			}
			if !ValidName(file.Name()) {
				continue
			}
			info, err := file.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue // Removed meanwhile.
			}
			if err != nil {
				return fmt.Errorf("look at file %s: %w", file.Name(), err)
			}
			if err := fn(Info{Ref{file.Name(), info.Size()}, info.ModTime()}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Verify implements Files.
func (s *Store) Verify(ctx context.Context, name string) error {
	f, err := s.Get(ctx, name)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // Opened for reading only.
	sum := sha256.New()
	if _, err := io.Copy(sum, &cancelled{ctx, f}); err != nil {
		return fmt.Errorf("read file %s: %w", name, err)
	}
	if hexSum(sum.Sum(nil)) != name {
		return ErrDamaged
	}
	return nil
}

// Sweep removes temporary files older than before, which a crash left behind, and returns how many there were. A file
// that somebody is writing is younger.
func (s *Store) Sweep(before time.Time) (int, error) {
	dir := filepath.Join(s.dir, tempDir)
	files, err := os.ReadDir(dir)
	if err != nil {
		return 0, fmt.Errorf("list temporary files: %w", err)
	}
	n := 0
	for _, file := range files {
		if strings.HasPrefix(file.Name(), aside) {
			continue // A file of ours, not a half-written one: the next start gives it its name again.
		}
		info, err := file.Info()
		if err != nil || !info.ModTime().Before(before) {
			continue // Gone or in use.
		}
		if err := os.Remove(filepath.Join(dir, file.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return n, fmt.Errorf("remove a temporary file: %w", err)
		}
		n++
	}
	return n, nil
}
