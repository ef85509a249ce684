package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lotsen/internal/kit/backup"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/sqldb/migrate"
	"lotsen/internal/testkit/dbtest"
	"lotsen/migrations"
)

func tablesOf(t *testing.T, env *dbtest.Env) []schema.Table {
	t.Helper()
	tables, err := schema.Tables(t.Context(), env.DB, env.DB.Dialect())
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

func write(t *testing.T, env *dbtest.Env, files blob.Files) ([]byte, backup.Summary) {
	t.Helper()
	var out bytes.Buffer
	sum, err := backup.Write(t.Context(), env.DB, files, &out)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), sum
}

func restore(t *testing.T, env *dbtest.Env, files blob.Files, archive []byte) error {
	t.Helper()
	_, err := backup.Restore(t.Context(), env.DB, files, bytes.NewReader(archive), backup.Options{Migrations: migrations.Files})
	return err
}

var insertLog = sqldb.Q("test.log", `insert into security_log (at, what, detail) values (1, 'test', '{}') returning id`)

// nextNumber draws the next number of a table.
func nextNumber(t *testing.T, env *dbtest.Env) (id int64) {
	t.Helper()
	err := env.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) (err error) {
		id, err = tx.Insert(ctx, insertLog)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestFromSQLiteToPostgresAndBack(t *testing.T) {
	t.Parallel()
	lite, pg, back := dbtest.SQLite(t), dbtest.Postgres(t), dbtest.SQLite(t)
	liteFiles, pgFiles, backFiles := files(t), files(t), files(t)
	fill(t, lite, tablesOf(t, pg), liteFiles)
	if _, err := liteFiles.Put(t.Context(), bytes.NewReader([]byte("nobody points at this")), 0); err != nil {
		t.Fatal(err)
	}

	archive, want := write(t, lite, liteFiles)
	if want.Files.Count != 20 || len(want.Tables) < 30 || want.Tables["ticket"].Rows != perTable || want.Tables["security_log"].Last != perTable+5 {
		t.Fatalf("the world is not the one this test is about: %+v", want)
	}
	if err := restore(t, pg, pgFiles, archive); err != nil {
		t.Fatal(err)
	}
	archive, got := write(t, pg, pgFiles)
	if diff := cmp.Diff(want.Tables, got.Tables); diff != "" {
		t.Errorf("SQLite to PostgreSQL (-want +got):\n%s", diff)
	}
	if err := restore(t, back, backFiles, archive); err != nil {
		t.Fatal(err)
	}
	_, got = write(t, back, backFiles)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("and back (-want +got):\n%s", diff)
	}
	for name, env := range map[string]*dbtest.Env{"sqlite": lite, "postgres": pg, "sqlite again": back} {
		if id := nextNumber(t, env); id != perTable+6 {
			t.Errorf("%s: the next number after %d drawn ones: want %d, got %d", name, perTable+5, perTable+6, id)
		}
	}
}

func TestSnapshotBesideWriters(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		one := sqldb.Q("test.one", `insert into schedule (name, last_at) values ($1, 1)`)
		two := sqldb.Q("test.two", `insert into strike (key, count, since) values ($1, 1, 1)`)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			for i := 0; ; i++ {
				err := env.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
					_, err := tx.Exec(ctx, one, fmt.Sprint(i))
					if err == nil {
						_, err = tx.Exec(ctx, two, fmt.Sprint(i))
					}
					return err
				})
				if ctx.Err() != nil {
					err = nil
				}
				if err != nil || ctx.Err() != nil {
					done <- err
					return
				}
			}
		}()
		store := files(t)
		for range 20 {
			_, sum := write(t, env, store)
			if a, b := sum.Tables["schedule"].Rows, sum.Tables["strike"].Rows; a != b {
				t.Errorf("rows of one transaction: %d in one table, %d in the other", a, b)
			}
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		store := files(t)
		archive, _ := write(t, env, store)
		if err := restore(t, env, store, archive); err != nil {
			t.Fatalf("an empty backup into an empty database: %v", err)
		}
		nextNumber(t, env)
		if err := restore(t, env, store, archive); !errors.Is(err, backup.ErrNotEmpty) {
			t.Errorf("a database with one row: want not empty, got %v", err)
		}
	})
}

func TestMissingAndDamagedFilesAreTold(t *testing.T) {
	t.Parallel()
	env, store := dbtest.SQLite(t), files(t)
	fill(t, env, tablesOf(t, env), store)
	var names []string
	if err := store.Each(t.Context(), func(i blob.Info) error { names = append(names, i.SHA256); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := store.Remove(t.Context(), names[0]); err != nil {
		t.Fatal(err)
	}
	f, err := store.Get(t.Context(), names[1])
	if err != nil {
		t.Fatal(err)
	}
	path := f.(*os.File).Name()
	if err := errors.Join(f.Close(), os.WriteFile(path, []byte("bitrot"), 0o600)); err != nil {
		t.Fatal(err)
	}
	archive, sum := write(t, env, store)
	if len(sum.Missing) != 1 || sum.Missing[0] != names[0] || len(sum.Damaged) != 1 || sum.Damaged[0] != names[1] || sum.Files.Count != int64(len(names))-2 {
		t.Errorf("want one missing and one damaged file told, got %+v", sum)
	}
	to, toFiles := dbtest.SQLite(t), files(t)
	if err := restore(t, to, toFiles, archive); err != nil {
		t.Errorf("the rest can be restored: %v", err)
	}
	if has, err := toFiles.Has(t.Context(), names[1]); has || err != nil {
		t.Errorf("a damaged file does not get the name of the whole one: %v, %v", has, err)
	}
}

func TestOlderSchema(t *testing.T) {
	t.Parallel()
	older, err := sqldb.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "older.db"), sqldb.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer older.Close()
	if _, err := migrate.UpTo(t.Context(), older, migrations.Files, 2); err != nil {
		t.Fatal(err)
	}
	env := &dbtest.Env{DB: older}
	nextNumber(t, env)
	archive, sum := write(t, env, files(t))
	if sum.Schema != 2 {
		t.Fatalf("want a backup of schema 2, got %d", sum.Schema)
	}
	if err := restore(t, dbtest.SQLite(t), files(t), archive); err == nil {
		t.Error("a database of a newer schema is refused")
	}
	fresh, err := sqldb.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "fresh.db"), sqldb.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	rebuilt := false
	_, err = backup.Restore(t.Context(), fresh, files(t), bytes.NewReader(archive), backup.Options{Migrations: migrations.Files, Rebuild: func(ctx context.Context, db *sqldb.DB) error {
		rebuilt = true
		_, err := schema.Version(ctx, db)
		return err
	}})
	if err != nil || !rebuilt {
		t.Fatalf("restore and rebuild: %v, %v", err, rebuilt)
	}
	newest, err := migrate.Newest(migrations.Files)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := schema.Version(t.Context(), fresh); v != newest || err != nil {
		t.Errorf("want the newest schema %d afterwards, got %d, %v", newest, v, err)
	}
	if id := nextNumber(t, &dbtest.Env{DB: fresh}); id != 2 {
		t.Errorf("the row is there: want next number 2, got %d", id)
	}
}

func TestWriteFileReplacesOnlyWhenComplete(t *testing.T) {
	t.Parallel()
	env, dir := dbtest.SQLite(t), t.TempDir()
	file := filepath.Join(dir, "backup.tar.gz")
	if err := os.WriteFile(file, []byte("yesterday's"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := backup.WriteFile(ctx, env.DB, files(t), file); err == nil {
		t.Error("a cancelled backup is an error")
	}
	if raw, err := os.ReadFile(file); string(raw) != "yesterday's" || err != nil {
		t.Errorf("yesterday's backup stays: got %q, %v", raw, err)
	}
	if _, err := backup.WriteFile(t.Context(), env.DB, files(t), file); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("want only the backup, got %v, %v", left, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("only the owner may read it: %v, %v", info.Mode(), err)
	}
}
