package blob

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestRemoveOld(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := put(t, s, "once thrown away, now sent again")
	var written time.Time
	if err := s.Each(t.Context(), func(i Info) error { written = i.Written; return nil }); err != nil {
		t.Fatal(err)
	}
	if gone, err := s.RemoveOld(t.Context(), ref.SHA256, written); gone || err != nil {
		t.Errorf("a file that was written since: removed %v, %v", gone, err)
	}
	if err := s.Verify(t.Context(), ref.SHA256); err != nil {
		t.Errorf("it is not whole any more: %v", err)
	}
	if gone, err := s.RemoveOld(t.Context(), ref.SHA256, written.Add(time.Second)); !gone || err != nil {
		t.Errorf("an old file: removed %v, %v", gone, err)
	}
	for _, name := range []string{ref.SHA256, "..", "../../etc/passwd"} {
		if gone, err := s.RemoveOld(t.Context(), name, written.Add(time.Hour)); gone || err != nil {
			t.Errorf("%q is not there: removed %v, %v", name, gone, err)
		}
	}
}

func TestA_file_that_a_crash_left_aside_is_there_again_after_the_next_start(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := put(t, s, "put aside, and then the machine stopped")
	if err := os.Rename(s.path(ref.SHA256), filepath.Join(s.dir, tempDir, aside+ref.SHA256)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Sweep(time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	again, err := Open(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Verify(t.Context(), ref.SHA256); err != nil {
		t.Errorf("it is gone: %v", err)
	}
}

func TestA_disk_that_takes_no_writes_is_known(t *testing.T) {
	t.Parallel()
	for errno, want := range map[syscall.Errno]error{
		syscall.ENOSPC: ErrFull, syscall.EDQUOT: ErrFull, syscall.EFBIG: ErrFull, syscall.EROFS: ErrReadOnly, syscall.EIO: ErrReadOnly,
	} {
		err := wrote(&fs.PathError{Op: "write", Path: "x", Err: errno})
		if !errors.Is(err, want) || !Unavailable(fmt.Errorf("upload: %w", err)) {
			t.Errorf("%v is taken for %v", errno, err)
		}
	}
	if Unavailable(wrote(fs.ErrPermission)) {
		t.Error("a wrong permission does not pass by itself")
	}
}
