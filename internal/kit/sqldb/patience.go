package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"
)

// waitForConn bounds the wait of a transaction for a free connection of the pool.
const waitForConn = 5 * time.Second

// patience lets something that has had no effect be tried again for about a second in all: as long as a restart or a
// change of servers may take before anybody need be told.
type patience struct{ tries int }

func (p *patience) wait(ctx context.Context) bool {
	if p.tries++; p.tries > 20 || ctx.Err() != nil {
		return false
	}
	sleep(ctx, time.Duration(p.tries)*5*time.Millisecond)
	return ctx.Err() == nil
}

// again reports whether a read that failed is to be run once more: on the primary when the replica failed, or by another
// connection when its own broke.
func (db *DB) again(ctx context.Context, p *patience, err error) bool {
	if db.dialect != Postgres || ctx.Err() != nil || errors.Is(err, ErrNone) {
		return false
	}
	return readingOf(ctx).stepForward() || parted(err) && p.wait(ctx)
}

// begin opens a transaction that lives as long as life. Connections that turn out to be broken are thrown away and
// others tried: nothing has happened yet that could happen twice.
func (db *DB) begin(ctx, life context.Context) (*sql.Conn, *sql.Tx, error) {
	var p patience
	for {
		conn, tx, err := db.beginOnce(ctx, life)
		if err == nil || !parted(err) || !p.wait(ctx) {
			return conn, tx, err
		}
	}
}

func (db *DB) beginOnce(ctx, life context.Context) (*sql.Conn, *sql.Tx, error) {
	wait, cancel := context.WithTimeout(ctx, waitForConn)
	defer cancel()
	conn, err := db.write.Conn(wait)
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			err = fmt.Errorf("no connection was free within %s: %w", waitForConn, err)
		}
		return nil, nil, marked(err)
	}
	tx, err := conn.BeginTx(life, nil)
	if err != nil {
		_ = conn.Close() // A broken one is not kept.
		return nil, nil, marked(err)
	}
	return conn, tx, nil
}

// throwAway takes a connection out of the pool.
func throwAway(conn *sql.Conn) {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn }) // That is the answer it gives back.
}

// brokenOff reports whether PostgreSQL ended the transaction for reasons that another try may not meet.
func brokenOff(err error) bool {
	pg := pgError(err)
	return pg != nil && (pg.Code == "40001" || pg.Code == "40P01") && !Unknown(err)
}

// parted reports whether err says that the connection is no good any more, be it cut, or be its server a standby by now.
func parted(err error) bool {
	if pg := pgError(err); pg != nil {
		return strings.HasPrefix(pg.Code, "57P") || strings.HasPrefix(pg.Code, "08")
	}
	return lost(err) && !errors.Is(err, context.DeadlineExceeded)
}
