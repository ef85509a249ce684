package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
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

const (
	// readOnly is what a standby answers to a change.
	readOnly = "25006"
	// stoodStill is what a transaction hears that paused for too long; its connection is gone.
	stoodStill = "25P03"
)

func pgError(err error) *pgconn.PgError {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg
	}
	return nil
}

// Unavailable reports whether err says that the database cannot work just now (gone, full, read-only, too busy), rather
// than that the statement was wrong.
func Unavailable(err error) bool {
	if pg := pgError(err); pg != nil {
		switch pg.Code[:2] {
		case "08", "53", "57", "58": // Connection, resources, operator intervention, system error.
			return true
		}
		return pg.Code == readOnly || pg.Code == stoodStill || Unknown(err)
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() & 0xff {
		case sqliteBusy, sqliteReadOnly, sqliteIOErr, sqliteFull, sqliteCantOpen:
			return true
		}
		return false
	}
	return Unknown(err) || lost(err) || errors.Is(err, errWriterStopped) || errors.Is(err, errWriterBusy) || errors.Is(err, context.DeadlineExceeded)
}

// lost reports whether err says that a server was not reached, or left in the middle of a word.
func lost(err error) bool {
	var network net.Error
	var connect *pgconn.ConnectError
	var cut *cutOff
	return errors.Is(err, driver.ErrBadConn) || errors.As(err, &network) || errors.As(err, &connect) || errors.As(err, &cut) ||
		errors.Is(err, sql.ErrConnDone) || pgconn.SafeToRetry(err)
}

// cutOff marks the end of a file where it was the end of a connection to PostgreSQL: elsewhere it is something else, such
// as an upload that was given up.
type cutOff struct{ error }

func (c *cutOff) Unwrap() error { return c.error }

func marked(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) {
		return &cutOff{err}
	}
	return err
}

// unknown is a commit that was sent and never answered.
type unknown struct{ error }

func (u *unknown) Error() string {
	return "commit: it is not known whether it happened: " + u.error.Error()
}

func (u *unknown) Unwrap() error { return u.error }

// Unknown reports whether err leaves open if the transaction happened: the connection ended after its commit was sent.
// It is neither a failure that may simply be repeated nor a success. What is guarded by a key (kit/once) may be sent
// again all the same.
func Unknown(err error) bool {
	var u *unknown
	return errors.As(err, &u)
}

// committing names an error of a commit. What the server refused has not happened; so has what was never sent.
func committing(err error) error {
	pg := pgError(err)
	switch {
	case errors.Is(err, sql.ErrTxDone), errors.Is(err, pgx.ErrTxCommitRollback), pg != nil && !parted(err):
		return err
	}
	return &unknown{err}
}
