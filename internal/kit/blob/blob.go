package blob

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"syscall"
	"time"
)

// Ref names a file.
type Ref struct {
	SHA256 string // 64 lower-case hexadecimal digits.
	Size   int64
}

// Files is what capabilities need of a store. Store is the one in a folder; an object store fits the same form.
type Files interface {
	// Put keeps what r gives, at most limit bytes (0 for no limit), and returns its name. The same bytes again cost nothing.
	Put(ctx context.Context, r io.Reader, limit int64) (Ref, error)
	// Get opens a file. ErrNone when it is not there.
	Get(ctx context.Context, sha256 string) (io.ReadSeekCloser, error)
	// Has reports whether the file is there.
	Has(ctx context.Context, sha256 string) (bool, error)
	// Each calls fn for every file, in no promised order.
	Each(ctx context.Context, fn func(Info) error) error
	// Verify reads the file and returns ErrDamaged when its bytes are not those of its name.
	Verify(ctx context.Context, sha256 string) error
	// Remove deletes a file; one that is not there is no error. Whoever calls it knows that nothing refers to it.
	Remove(ctx context.Context, sha256 string) error
	// RemoveOld deletes a file that was last written before an instant, and reports whether it did. The same bytes put again
	// count as written: a file that nobody referred to a moment ago may be in an upload's hands by now.
	RemoveOld(ctx context.Context, sha256 string, before time.Time) (bool, error)
}

// Info describes a file that is there.
type Info struct {
	Ref
	Written time.Time
}

// Errors that callers tell apart.
var (
	ErrNone     = errors.New("blob: no such file")
	ErrTooLarge = errors.New("blob: larger than allowed")
	ErrFull     = errors.New("blob: the disk is full")
	ErrReadOnly = errors.New("blob: the disk does not take writes")
	ErrDamaged  = errors.New("blob: the bytes are not those that were written")
)

// Unavailable reports whether err says that nothing can be kept just now, here or in any other folder, rather than that
// this file was wrong.
func Unavailable(err error) bool {
	return errors.Is(err, ErrFull) || errors.Is(err, ErrReadOnly) || whyNot(err) != nil
}

// whyNot names what an administrator can do something about; nil for everything else.
func whyNot(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return ErrFull
	case errors.Is(err, syscall.EROFS), errors.Is(err, syscall.EIO):
		return ErrReadOnly
	}
	return nil
}

// ValidName reports whether s can be the name of a file: nothing else is ever made part of a path.
func ValidName(s string) bool {
	if len(s) != 64 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func hexSum(sum []byte) string { return hex.EncodeToString(sum) }
