package sqldb

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// PokeAll is the topic that concerns every viewer: something changed, and it is not known what.
const PokeAll = "*"

// OnPoke registers fn for topics poked by any node. It is called before the database is in use, from app only.
func (db *DB) OnPoke(fn func(topics []string)) { db.onPoke = append(db.onPoke, fn) }

func (db *DB) poked(topics []string) {
	for _, fn := range db.onPoke {
		fn(topics)
	}
}

// Listen carries pokes between nodes until ctx ends: PostgreSQL's LISTEN, opened again when the connection breaks. After
// each opening it pokes everything, because notifications sent in between are lost. On SQLite the process pokes itself,
// and Listen watches for commits of other processes on the same file.
func (db *DB) Listen(ctx context.Context) {
	listen := db.listenPostgres
	if db.dialect == SQLite {
		listen = db.watchFile
	}
	for ctx.Err() == nil {
		if err := listen(ctx); err != nil && ctx.Err() == nil {
			sleep(ctx, time.Second)
		}
	}
}

// Timing of the connection that listens. It speaks only when spoken to, so a server that has vanished without a word is
// found by asking.
const (
	askEach   = 10 * time.Second
	answersIn = 5 * time.Second
)

func (db *DB) listenPostgres(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, db.config)
	if err != nil {
		return fmt.Errorf("connect to listen: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // The connection is given up in any case.
	if _, err := conn.Exec(ctx, "listen "+notifyChannel); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	db.poked([]string{PokeAll})
	for {
		n, err := waitForNotification(ctx, conn)
		if err != nil {
			return fmt.Errorf("wait for a notification: %w", err)
		}
		db.notifier.heard(n.Payload)
	}
}

func waitForNotification(ctx context.Context, conn *pgx.Conn) (*pgconn.Notification, error) {
	for {
		quiet, cancel := context.WithTimeout(ctx, askEach)
		n, err := conn.WaitForNotification(quiet)
		silent := quiet.Err() != nil
		cancel()
		if err == nil || ctx.Err() != nil || !silent {
			return n, err
		}
		asking, cancel := context.WithTimeout(ctx, answersIn)
		err = conn.Ping(asking)
		cancel()
		if err != nil {
			return nil, err
		}
	}
}

// watchFile asks each half second whether another process committed to the file.
func (db *DB) watchFile(ctx context.Context) error {
	last := int64(0)
	for ctx.Err() == nil {
		version, err := db.writer.seen(ctx)
		if err != nil {
			return fmt.Errorf("watch: %w", err)
		}
		if last != 0 && version != 0 && version != last {
			db.poked([]string{PokeAll})
		}
		if version != 0 {
			last = version
		}
		sleep(ctx, 500*time.Millisecond)
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d) //nolint:forbidigo // Real waiting for a real peer, not the domain's time.
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
