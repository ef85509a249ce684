package sqldb

import (
	"database/sql"
	"os"
	"strings"
)

// WritesWaiting is how many writes have been handed to SQLite's writer and are not done; 0 on PostgreSQL, where the pool
// tells.
func (db *DB) WritesWaiting() int64 {
	if db.writer == nil {
		return 0
	}
	return db.writer.waiting.Load()
}

// Pools are the connections in use and waited for, by what they are for.
func (db *DB) Pools() map[string]sql.DBStats {
	if db.dialect == SQLite {
		return map[string]sql.DBStats{"read": db.read.Stats()}
	}
	out := map[string]sql.DBStats{"all": db.write.Stats()}
	if db.replica != nil {
		out["replica"] = db.replica.pool.Stats()
	}
	return out
}

// FileBytes are the sizes of SQLite's file and of its log beside it, which readers that do not end keep from shrinking.
// On PostgreSQL both are 0.
func (db *DB) FileBytes() (file, wal int64) {
	if db.dialect != SQLite {
		return 0, 0
	}
	name := strings.TrimPrefix(db.dsn, "sqlite:")
	return sizeOf(name), sizeOf(name + "-wal")
}

func sizeOf(name string) int64 {
	info, err := os.Stat(name)
	if err != nil {
		return 0 // There is no log yet, or the file has another name by now.
	}
	return info.Size()
}
