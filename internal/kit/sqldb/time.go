package sqldb

import (
	"fmt"
	"time"

	"lotsen/internal/kit/clock"
)

// Time turns an instant into the argument for a time column; the zero time is null.
func Time(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return clock.Micros(t)
}

// ScanTime scans a time column into t; null is the zero time.
func ScanTime(t *time.Time) any { return (*timeScanner)(t) }

type timeScanner time.Time

// Scan implements sql.Scanner.
func (s *timeScanner) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*s = timeScanner{}
	case int64:
		*s = timeScanner(clock.FromMicros(v))
	default:
		return fmt.Errorf("time column holds %T, want microseconds", src)
	}
	return nil
}

// ID turns an id into the argument for a column that may be null; 0 is null.
func ID[T ~int64](id T) any {
	if id == 0 {
		return nil
	}
	return int64(id)
}

// ScanID scans a column that may be null into id; null is 0.
func ScanID[T ~int64](id *T) any { return &idScanner[T]{id} }

type idScanner[T ~int64] struct{ to *T }

// Scan implements sql.Scanner.
func (s *idScanner[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*s.to = 0
	case int64:
		*s.to = T(v)
	default:
		return fmt.Errorf("id column holds %T", src)
	}
	return nil
}

// Text turns "" into null for a column that may be null.
func Text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// ScanText scans a column that may be null into s; null is "".
func ScanText(s *string) any { return (*textScanner)(s) }

type textScanner string

// Scan implements sql.Scanner.
func (s *textScanner) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*s = ""
	case string:
		*s = textScanner(v)
	case []byte:
		*s = textScanner(v)
	default:
		return fmt.Errorf("text column holds %T", src)
	}
	return nil
}
