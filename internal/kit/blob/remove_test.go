package blob

import (
	"errors"
	"fmt"
	"io/fs"
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
