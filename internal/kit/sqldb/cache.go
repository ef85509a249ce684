package sqldb

import (
	"context"
	"database/sql"
	"sync"
)

// maxPrepared bounds the statements kept ready; texts built from filters beyond it run unprepared.
const maxPrepared = 1000

// preparer is a pool or a single connection.
type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// stmtCache keeps statements prepared, because on SQLite preparing costs more than running.
type stmtCache struct {
	on preparer
	mu sync.RWMutex
	m  map[string]*sql.Stmt
}

func newStmtCache(on preparer) *stmtCache { return &stmtCache{on: on, m: map[string]*sql.Stmt{}} }

// get returns the prepared statement, or nil when the cache is full.
func (c *stmtCache) get(ctx context.Context, text string) (*sql.Stmt, error) {
	c.mu.RLock()
	stmt, full := c.m[text], len(c.m) >= maxPrepared
	c.mu.RUnlock()
	if stmt != nil || full {
		return stmt, nil
	}
	stmt, err := c.on.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if other := c.m[text]; other != nil {
		_ = stmt.Close() // Somebody was quicker; ours was never used.
		return other, nil
	}
	c.m[text] = stmt
	return stmt, nil
}

func (c *stmtCache) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, stmt := range c.m {
		_ = stmt.Close() // The connections close right after.
	}
	c.m = map[string]*sql.Stmt{}
}
