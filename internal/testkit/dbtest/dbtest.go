// Package dbtest gives tests a fresh, migrated database: SQLite always, PostgreSQL when LOTSEN_TEST_PG names a server.
//
// Owns: making and dropping test databases.
// Does not own: what is in them (each capability's <noun>test package).
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/sqldb/migrate"
	"lotsen/migrations"
)

// Start is the instant at which every test's clock begins: a Monday at ten in the morning in Sweden.
var Start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// Env is one engine with an empty, migrated database and a clock that the test moves.
type Env struct {
	DB    *sqldb.DB
	Clock *clock.Fake
	DSN   string
}

// Each runs fn on every engine that this machine offers, as a subtest named after the engine.
func Each(t *testing.T, fn func(t *testing.T, env *Env)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		fn(t, Postgres(t))
	})
}

// SQLite returns an environment on a fresh SQLite file.
func SQLite(t testing.TB) *Env {
	t.Helper()
	file := filepath.Join(t.TempDir(), "lotsen.db")
	copyFile(t, sqliteTemplate(t), file)
	return open(t, "sqlite:"+file)
}

// Postgres returns an environment on a fresh PostgreSQL database, or skips where there is no server.
func Postgres(t testing.TB) *Env {
	t.Helper()
	server := os.Getenv("LOTSEN_TEST_PG")
	if server == "" {
		if os.Getenv("LOTSEN_REQUIRE_ALL") == "1" {
			t.Fatal("LOTSEN_TEST_PG is not set, and LOTSEN_REQUIRE_ALL asks for PostgreSQL")
		}
		t.Skip("PostgreSQL is not tested: set LOTSEN_TEST_PG=postgres://… (make test starts a server)")
	}
	return open(t, postgresCopy(t, server))
}

func open(t testing.TB, dsn string) *Env {
	t.Helper()
	fake := clock.NewFake(Start)
	db, err := sqldb.Open(t.Context(), dsn, sqldb.Options{Clock: fake, NoSync: true, MaxConns: 8})
	if err != nil {
		t.Fatalf("open test database: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close test database: %v", err)
		}
	})
	return &Env{DB: db, Clock: fake, DSN: dsn}
}

var (
	liteOnce sync.Once
	liteFile string
	liteErr  error
	pgOnce   sync.Once
	pgErr    error
	pgCount  sync.Mutex
	pgNext   int
)

// sqliteTemplate migrates one file for the whole test binary; each test gets a copy of it.
func sqliteTemplate(t testing.TB) string {
	liteOnce.Do(func() {
		dir, err := os.MkdirTemp("", "lotsen-template")
		if err != nil {
			liteErr = err
			return
		}
		liteFile = filepath.Join(dir, "template.db")
		liteErr = migrated("sqlite:" + liteFile)
	})
	if liteErr != nil {
		t.Fatalf("migrate template: %v", liteErr)
	}
	return liteFile
}

func migrated(dsn string) error {
	ctx := context.Background()
	db, err := sqldb.Open(ctx, dsn, sqldb.Options{NoSync: true})
	if err != nil {
		return err
	}
	if _, err := migrate.Up(ctx, db, migrations.Files); err != nil {
		_ = db.Close() // The migration's error is the one to tell.
		return err
	}
	return db.Close()
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

// postgresCopy clones the migrated template database of this test binary.
func postgresCopy(t testing.TB, server string) string {
	t.Helper()
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	template := fmt.Sprintf("lotsen_template_%d", os.Getpid())
	pgOnce.Do(func() {
		if _, pgErr = admin.Exec("create database " + template); pgErr == nil {
			pgErr = migrated(withDatabase(server, template))
		}
	})
	if pgErr != nil {
		t.Fatalf("migrate template: %v", pgErr)
	}
	// Cloning needs the template to itself, so one at a time.
	pgCount.Lock()
	defer pgCount.Unlock()
	pgNext++
	name := fmt.Sprintf("lotsen_%d_%d", os.Getpid(), pgNext)
	if _, err := admin.Exec("create database " + name + " template " + template); err != nil {
		t.Fatalf("clone template: %v", err)
	}
	t.Cleanup(func() {
		admin, err := sql.Open("pgx", server)
		if err != nil {
			t.Error(err)
			return
		}
		defer admin.Close()
		if _, err := admin.Exec("drop database " + name + " with (force)"); err != nil {
			t.Errorf("drop test database: %v", err)
		}
	})
	return withDatabase(server, name)
}

func withDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return strings.TrimRight(server, "/") + "/" + name
	}
	u.Path = "/" + name
	return u.String()
}
