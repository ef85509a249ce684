package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	_ "modernc.org/sqlite" // Driver "sqlite": the one SQLite driver that binds $2,$1 by number.

	"lotsen/internal/kit/clock"
)

// readDeadline bounds every read that brings no deadline of its own: an open cursor keeps SQLite's log from shrinking.
const readDeadline = 30 * time.Second

// Options change how a database is opened.
type Options struct {
	Clock    clock.Clock // Default: the system's.
	MaxConns int         // Connections for PostgreSQL, readers for SQLite. Default 16 and 4.
	// NoSync leaves flushing to the operating system: for tests and for bulk filling only.
	NoSync bool
	// OnStatement, when set, is told of each statement's name and duration (slow-query log, metrics).
	OnStatement func(ctx context.Context, name string, took time.Duration)
	Replica     ReplicaOptions
}

// DB is an open database.
type DB struct {
	dialect Dialect
	dsn     string
	clock   clock.Clock
	read    *sql.DB
	write   *sql.DB         // The same pool as read on PostgreSQL.
	writer  *writer         // SQLite only.
	config  *pgx.ConnConfig // PostgreSQL only.
	replica *replica        // Nil without one.
	// notifier is PostgreSQL's only.
	notifier *notifier
	onStmt   func(context.Context, string, time.Duration)
	onPoke   []func([]string)
	stmts    sync.Map // Rendered text by statement text.
	ready    *stmtCache
}

// Open opens "sqlite:FILE" or "postgres://...". It does not migrate.
func Open(ctx context.Context, dsn string, o Options) (*DB, error) {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	db := &DB{dsn: dsn, clock: o.Clock, onStmt: o.OnStatement}
	var err error
	switch {
	case strings.HasPrefix(dsn, "sqlite:"):
		err = db.openSQLite(ctx, strings.TrimPrefix(dsn, "sqlite:"), o)
	case strings.HasPrefix(dsn, "postgres://"), strings.HasPrefix(dsn, "postgresql://"):
		err = db.openPostgres(ctx, o)
	default:
		err = fmt.Errorf("database %q: want sqlite:FILE or postgres://…", dsn)
	}
	if err != nil {
		return nil, err
	}
	return db, nil
}

func (db *DB) openSQLite(ctx context.Context, file string, o Options) error {
	db.dialect = SQLite
	sync := "full"
	if o.NoSync {
		sync = "off"
	}
	// busy_timeout comes first: the pragmas after it may already have to wait for another process.
	pragmas := url.Values{"_pragma": {
		"busy_timeout(10000)", "journal_mode(wal)", "synchronous(" + sync + ")", "foreign_keys(1)",
		"cache_size(-8000)", "temp_store(memory)", "journal_size_limit(67108864)",
	}}
	pragmas.Set("_txlock", "immediate")
	path := "file:" + (&url.URL{Path: file}).EscapedPath()
	var err error
	if db.write, err = sql.Open("sqlite", path+"?"+pragmas.Encode()); err != nil {
		return fmt.Errorf("open %s: %w", file, err)
	}
	db.write.SetMaxOpenConns(1)
	db.write.SetConnMaxLifetime(0)
	if db.writer, err = startWriter(ctx, db); err != nil {
		return fmt.Errorf("open %s: %w", file, err)
	}
	// The operating system keeps the file's pages once for all of them; what each connection keeps beside that is small.
	pragmas.Add("_pragma", "cache_size(-4000)")
	pragmas.Add("_pragma", "query_only(1)")
	pragmas.Del("_txlock")
	if db.read, err = sql.Open("sqlite", path+"?"+pragmas.Encode()); err != nil {
		return fmt.Errorf("open %s for reading: %w", file, err)
	}
	readers := o.MaxConns
	if readers == 0 {
		readers = 4
	}
	db.read.SetMaxOpenConns(readers)
	db.read.SetMaxIdleConns(readers)
	db.ready = newStmtCache(db.read)
	return db.read.PingContext(ctx)
}

// Close ends all connections after the writes in hand.
func (db *DB) Close() error {
	if db.writer != nil {
		db.writer.stop()
		db.ready.close()
		_ = db.read.Close() // A reader has nothing to lose; the writer's error is the one to tell.
	}
	if db.replica != nil {
		_ = db.replica.pool.Close() // See above.
	}
	if db.notifier != nil {
		db.notifier.stop()
	}
	return db.write.Close()
}

// Dialect tells the engine, for migrations, full text and operations; capabilities have no business with it.
func (db *DB) Dialect() Dialect { return db.dialect }

// DSN returns the address the database was opened with, for opening a connection of one's own (LISTEN).
func (db *DB) DSN() string { return db.dsn }

// Clock returns the clock that Tx.Now reads.
func (db *DB) Clock() clock.Clock { return db.clock }

// Ping reports whether a reading connection answers.
func (db *DB) Ping(ctx context.Context) error { return db.read.PingContext(ctx) }

// Raw gives the writing pool to the few who need it whole: migrations and backup.
func (db *DB) Raw() *sql.DB { return db.write }

func (db *DB) text(s Stmt) string {
	if t, ok := db.stmts.Load(s.Text); ok {
		return t.(string) //nolint:forcetypeassert // Only strings are stored, two lines below.
	}
	t := Render(db.dialect, s.Text)
	db.stmts.Store(s.Text, t)
	return t
}
