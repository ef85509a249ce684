package sqldb

import (
	"database/sql"
	"fmt"
	"net/url"
	"strings"
)

// OpenForMigration opens a plain pool beside the writer of an SQLite file, for changing its schema.
func OpenForMigration(dsn string) (*sql.DB, error) {
	file := strings.TrimPrefix(dsn, "sqlite:")
	q := url.Values{"_pragma": {"busy_timeout(60000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(1)"}, "_txlock": {"immediate"}}
	pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?"+q.Encode())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	pool.SetMaxOpenConns(1)
	return pool, nil
}
