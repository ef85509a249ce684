package sqldb

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Stats counts what one request asked of the database.
type Stats struct {
	Statements atomic.Int64
	mu         sync.Mutex
	names      []string
}

// Names lists the statements in the order in which they ran.
func (s *Stats) Names() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.names...)
}

type statsMark struct{}

// WithStats returns a context in which every statement is counted into s.
func WithStats(ctx context.Context, s *Stats) context.Context {
	return context.WithValue(ctx, statsMark{}, s)
}

// measure counts a statement and returns what to call when it is done.
func (db *DB) measure(ctx context.Context, name string) func() {
	if s, ok := ctx.Value(statsMark{}).(*Stats); ok {
		s.Statements.Add(1)
		s.mu.Lock()
		s.names = append(s.names, name)
		s.mu.Unlock()
	}
	if db.onStmt == nil {
		return func() {}
	}
	start := time.Now() //nolint:forbidigo // Measures the machine, not the domain's time.
	return func() { db.onStmt(ctx, name, time.Since(start)) }
}
