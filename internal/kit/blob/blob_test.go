package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func put(t *testing.T, s *Store, text string) Ref {
	t.Helper()
	ref, err := s.Put(t.Context(), strings.NewReader(text), 0)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// leftovers lists everything on disk but the files in names.
func leftovers(t *testing.T, s *Store, names ...string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(s.dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.Contains(strings.Join(names, " "), d.Name()) {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPut(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := put(t, s, "hej")
	if want := (Ref{"9c478bf63e9500cb5db1e85ece82f18c8eb9e52e2f9135acd7f10972c8d563ba", 3}); ref != want {
		t.Errorf("want %v, got %v", want, ref)
	}
	if again := put(t, s, "hej"); again != ref {
		t.Errorf("the same bytes again: want %v, got %v", ref, again)
	}
	f, err := s.Get(t.Context(), ref.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if text, err := io.ReadAll(f); err != nil || string(text) != "hej" {
		t.Errorf("want hej, got %q, %v", text, err)
	}
	if _, err := f.Seek(1, io.SeekStart); err != nil {
		t.Errorf("a file can be sought in, for ranges: %v", err)
	}
	n := 0
	if err := s.Each(t.Context(), func(i Info) error { n++; return nil }); err != nil || n != 1 {
		t.Errorf("each: want 1 file, got %d, %v", n, err)
	}
	if err := s.Remove(t.Context(), ref.SHA256); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(t.Context(), ref.SHA256); !errors.Is(err, ErrNone) {
		t.Errorf("a removed file: want none, got %v", err)
	}
	if has, err := s.Has(t.Context(), ref.SHA256); has || err != nil {
		t.Errorf("has a removed file: got %v, %v", has, err)
	}
}

func TestPutLimit(t *testing.T) {
	t.Parallel()
	s := open(t)
	if _, err := s.Put(t.Context(), strings.NewReader("1234"), 4); err != nil {
		t.Errorf("exactly the limit is allowed: %v", err)
	}
	if _, err := s.Put(t.Context(), strings.NewReader("12345"), 4); !errors.Is(err, ErrTooLarge) {
		t.Errorf("one byte more: want too large, got %v", err)
	}
}

type failingWriter struct {
	after int
	err   error
}

func (f *failingWriter) Write(p []byte) (int, error) {
	if f.after -= len(p); f.after < 0 {
		return 0, &os.PathError{Op: "write", Path: "x", Err: f.err}
	}
	return len(p), nil
}

type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }

func TestFailedPutLeavesNothing(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("x", 100_000)
	t.Run("disk_full", func(t *testing.T) {
		s := open(t)
		s.wrap = func(io.Writer) io.Writer { return &failingWriter{50_000, syscall.ENOSPC} }
		if _, err := s.Put(t.Context(), strings.NewReader(big), 0); !errors.Is(err, ErrFull) {
			t.Errorf("want full, got %v", err)
		}
		if left := leftovers(t, s); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
	t.Run("sender_hangs_up", func(t *testing.T) {
		s, gone := open(t), errors.New("gone")
		_, err := s.Put(t.Context(), io.MultiReader(strings.NewReader(big), failingReader{gone}), 0)
		if !errors.Is(err, gone) || errors.Is(err, ErrFull) {
			t.Errorf("want the reader's error, got %v", err)
		}
		if left := leftovers(t, s); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		s := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Put(ctx, strings.NewReader(big), 0); !errors.Is(err, context.Canceled) {
			t.Errorf("want cancelled, got %v", err)
		}
		if left := leftovers(t, s); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
}

func TestDamage(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := put(t, s, "important")
	if err := s.Verify(t.Context(), ref.SHA256); err != nil {
		t.Errorf("a whole file: %v", err)
	}
	if err := os.WriteFile(s.path(ref.SHA256), []byte("imp0rtant"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(t.Context(), ref.SHA256); !errors.Is(err, ErrDamaged) {
		t.Errorf("a changed byte: want damaged, got %v", err)
	}
	put(t, s, "important")
	if err := s.Verify(t.Context(), ref.SHA256); err != nil {
		t.Errorf("the same file again mends it: %v", err)
	}
}

func TestNamesNeverLeaveTheFolder(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, name := range []string{"", "..", "../../etc/passwd", strings.Repeat("A", 64), "../" + strings.Repeat("a", 61), strings.Repeat("a", 63) + "\n"} {
		if _, err := s.Get(t.Context(), name); !errors.Is(err, ErrNone) {
			t.Errorf("get %q: want none, got %v", name, err)
		}
		if err := s.Remove(t.Context(), name); err != nil {
			t.Errorf("remove %q: %v", name, err)
		}
	}
}

func TestPutAtTheSameTime(t *testing.T) {
	t.Parallel()
	s := open(t)
	data := bytes.Repeat([]byte("samma"), 10_000)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			ref, err := s.Put(context.Background(), bytes.NewReader(data), 0)
			if err == nil {
				err = s.Verify(context.Background(), ref.SHA256)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	n := 0
	if err := s.Each(t.Context(), func(Info) error { n++; return nil }); err != nil || n != 1 {
		t.Errorf("want one file, got %d, %v", n, err)
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	s := open(t)
	orphan := filepath.Join(s.dir, tempDir, "put-crashed")
	if err := os.WriteFile(orphan, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(orphan)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := s.Sweep(info.ModTime()); n != 0 || err != nil {
		t.Errorf("what is young may be in use: removed %d, %v", n, err)
	}
	if n, err := s.Sweep(info.ModTime().Add(time.Second)); n != 1 || err != nil {
		t.Errorf("want the orphan removed: got %d, %v", n, err)
	}
}
