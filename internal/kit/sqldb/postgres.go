package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// connectWithin bounds reaching one server, unless the address brings connect_timeout: with several named, a silent one
// must not use up the time that the next would need.
const connectWithin = 3 * time.Second

// parsePostgres reads an address. Of several servers it takes the one that is right, wherever that is just now, unless
// the address says otherwise (target_session_attrs).
func parsePostgres(dsn string, right pgconn.ValidateConnectFunc) (*pgx.ConnConfig, error) {
	c, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectWithin
	}
	// A server that vanished without a word is given up after about half a minute even where nobody waits for an answer.
	dialer := &net.Dialer{KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 3}}
	c.DialFunc = dialer.DialContext
	if c.ValidateConnect == nil && manyServers(c) {
		c.ValidateConnect = right
	}
	return c, nil
}

// manyServers reports whether an address names more than one; the fallbacks of one server with and without TLS are one.
func manyServers(c *pgx.ConnConfig) bool {
	for _, f := range c.Fallbacks {
		if f.Host != c.Host || f.Port != c.Port {
			return true
		}
	}
	return false
}

// idleInWrite bounds how long a transaction may stand still between two statements. None of ours waits for anything but
// the database, so one that does belongs to a process that was stopped, and others wait for the rows it holds.
const idleInWrite = "10s"

func openPool(dsn string, conns int, right pgconn.ValidateConnectFunc) (*sql.DB, *pgx.ConnConfig, error) {
	c, err := parsePostgres(dsn, right)
	if err != nil {
		return nil, nil, fmt.Errorf("open PostgreSQL: %w", err)
	}
	if c.RuntimeParams["idle_in_transaction_session_timeout"] == "" {
		c.RuntimeParams["idle_in_transaction_session_timeout"] = idleInWrite
	}
	pool := stdlib.OpenDB(*c)
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return pool, c, nil
}

func (db *DB) openPostgres(ctx context.Context, o Options) error {
	db.dialect = Postgres
	if o.MaxConns == 0 {
		o.MaxConns = 16
	}
	pool, config, err := openPool(db.dsn, o.MaxConns, pgconn.ValidateConnectTargetSessionAttrsReadWrite)
	if err != nil {
		return err
	}
	db.read, db.write, db.config = pool, pool, config
	if err := pool.PingContext(ctx); err != nil {
		_ = pool.Close() // The ping's error is the one to tell.
		return fmt.Errorf("reach PostgreSQL: %w", err)
	}
	if err := db.openReplica(o.Replica, o.MaxConns); err != nil {
		_ = pool.Close() // See above.
		return err
	}
	db.notifier = startNotifier(db)
	return nil
}
