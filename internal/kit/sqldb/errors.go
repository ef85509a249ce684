package sqldb

import (
	"context"
	"database/sql/driver"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

// SQLite's result codes that we tell apart (sqlite.org/rescode.html).
const (
	sqliteBusy, sqliteReadOnly, sqliteIOErr, sqliteFull, sqliteCantOpen = 5, 8, 10, 13, 14

	sqliteForeignKey, sqlitePrimaryKey, sqliteUnique = 787, 1555, 2067
)

// Violates reports whether err is a violation of the unique constraint with that name. Constraints are named
// table_column_column_key on both engines; SQLite reports the columns, from which the name is made.
func Violates(err error, constraint string) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505" && pg.ConstraintName == constraint
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) && (lite.Code() == sqliteUnique || lite.Code() == sqlitePrimaryKey) {
		return constraintName(lite.Error()) == constraint
	}
	return false
}

// constraintName turns "… UNIQUE constraint failed: t.a, t.b (2067)" into t_a_b_key.
func constraintName(message string) string {
	_, columns, ok := strings.Cut(message, "constraint failed: ")
	if !ok {
		return ""
	}
	columns, _, _ = strings.Cut(columns, " (")
	if i := strings.LastIndex(columns, "constraint failed: "); i >= 0 {
		columns = columns[i+len("constraint failed: "):]
	}
	name := ""
	for _, column := range strings.Split(columns, ", ") {
		table, col, _ := strings.Cut(strings.TrimSpace(column), ".")
		if name == "" {
			name = table
		}
		name += "_" + col
	}
	return name + "_key"
}

// ViolatesForeignKey reports whether err says that a row refers to one that is not there.
func ViolatesForeignKey(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23503"
	}
	var lite *sqlite.Error
	return errors.As(err, &lite) && lite.Code() == sqliteForeignKey
}

// Unavailable reports whether err says that the database cannot work just now (gone, full, read-only, too busy), rather
// than that the statement was wrong.
func Unavailable(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code[:2] {
		case "08", "53", "57", "58": // Connection, resources, operator intervention, system error.
			return true
		}
		return pg.Code == "25006" // Read-only transaction: a standby.
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() & 0xff {
		case sqliteBusy, sqliteReadOnly, sqliteIOErr, sqliteFull, sqliteCantOpen:
			return true
		}
		return false
	}
	var network net.Error
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, errWriterStopped) || errors.As(err, &network) ||
		errors.Is(err, context.DeadlineExceeded)
}
