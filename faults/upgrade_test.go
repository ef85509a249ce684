package faults_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"lotsen/internal/desk/search"
	"lotsen/internal/kit/backup"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/sqldb/migrate"
	"lotsen/migrations"
)

// released is what was ever delivered: a line for each migration with its checksum, and a backup that each schema's own
// version took of its own data. A release adds to both and changes nothing:
//
//	sha256sum migrations/*.sql | (format of released.sum)   and   LOTSEN_FAULTS_RELEASE=1 go test ./faults -run Data_of_a_release
const released = "testdata/released"

// TestReleased_migrations_are_never_edited compares them with what they were when they were delivered: databases out
// there have run them.
func TestReleased_migrations_are_never_edited(t *testing.T) {
	t.Parallel()
	f, err := os.Open(filepath.Join(released, "released.sum"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for lines := bufio.NewScanner(f); lines.Scan(); n++ {
		want, name, _ := strings.Cut(lines.Text(), "  ")
		raw, err := fs.ReadFile(migrations.Files, name)
		if err != nil {
			t.Errorf("a released migration is gone: %v", err)
			continue
		}
		if sum := sha256.Sum256(raw); hex.EncodeToString(sum[:]) != want {
			t.Errorf("%s was released and has been edited since; write a new migration instead", name)
		}
	}
	if n < 6 {
		t.Errorf("%d migrations are listed as released", n)
	}
}

// TestEvery_released_database_migrates_forward_with_its_data takes the data of each released version, as that version
// left it, and lets today's binary migrate it in place.
func TestEvery_released_database_migrates_forward_with_its_data(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(released, "*.tar.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no data of released versions: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".tar.gz"), func(t *testing.T) {
			engines(t, func(t *testing.T, engine string) { upgrade(t, engine, file) })
		})
	}
}

func upgrade(t *testing.T, engine, file string) {
	in := emptyInstall(t, engine)
	was := summary(t, file)
	in.load(t, file, was.Schema)
	before := in.dump(t, nil)
	if len(before) < 15 || before["ticket"].rows == 0 || before["message"].rows == 0 {
		t.Fatalf("the old database holds too little to prove anything: %d tables", len(before))
	}
	in.run(t, "migrate")
	after := in.dump(t, before)
	for name, table := range before {
		if after[name].rows != table.rows || after[name].sum != table.sum {
			t.Errorf("table %s had %d rows and has %d, or other values", name, table.rows, after[name].rows)
		}
	}
	// The backup leaves out what is derived, and only today's schema is what today's index is made of.
	in.withDB(t, func(ctx context.Context, db *sqldb.DB) {
		if err := search.Rebuild(ctx, db); err != nil {
			t.Fatal(err)
		}
	})
	in.check(t)
	n := in.start(t)
	in.Token = tokenOf(t, in)
	list, err := pages[seenTicket](t.Context(), n.api(), "/tickets?queue=all&limit=200")
	if err != nil || int64(len(list)) != before["ticket"].rows {
		t.Errorf("the API shows %d of %d cases: %v", len(list), before["ticket"].rows, err)
	}
	if got, err := n.api().do(t.Context(), "POST", "/tickets", "", map[string]any{"title": "After the upgrade"}); err != nil || got.Status != 201 {
		t.Errorf("a case after the upgrade: %v %d %s", err, got.Status, got.Body)
	}
	record(row{Fault: fmt.Sprintf("upgrade from schema %d", was.Schema), Engine: engine, Rounds: 1, Acked: int(before.rows()), Note: "rows kept, table by table"})
}

func tokenOf(t testing.TB, in *install) string {
	lines := strings.Split(strings.TrimSpace(in.run(t, "token", "create", "--name", "after", "--admin")), "\n")
	return lines[len(lines)-1]
}

// upTo is the migrations as they were at a version.
func upTo(t testing.TB, version int64) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		var number int64
		if _, err := fmt.Sscanf(name, "%05d_", &number); err != nil {
			t.Fatal(err)
		}
		if number <= version {
			raw, err := fs.ReadFile(migrations.Files, name)
			if err != nil {
				t.Fatal(err)
			}
			out[name] = &fstest.MapFile{Data: raw}
		}
	}
	return out
}

// load restores a backup into a database that stays at the backup's schema.
func (in *install) load(t testing.TB, file string, version int64) {
	t.Helper()
	in.withDB(t, func(ctx context.Context, db *sqldb.DB) {
		store, err := blob.Open(in.Files)
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := backup.Restore(ctx, db, store, f, backup.Options{Migrations: upTo(t, version)}); err != nil {
			t.Fatal(err)
		}
		if have, err := schema.Version(ctx, db); err != nil || have != version {
			t.Fatalf("the old database is at schema %d: %v", have, err)
		}
	})
}

// withDB opens the database beside whatever serves it.
func (in *install) withDB(t testing.TB, fn func(ctx context.Context, db *sqldb.DB)) {
	t.Helper()
	db, err := sqldb.Open(t.Context(), in.DSN, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fn(t.Context(), db)
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

type (
	// tableSum is the columns that are compared, how many rows there are, and a sum over all of them.
	tableSum struct {
		columns []schema.Column
		rows    int64
		sum     string
	}
	dump map[string]tableSum
)

func (d dump) rows() (n int64) {
	for _, t := range d {
		n += t.rows
	}
	return n
}

// dump sums up every table: by its own columns, or by those of an earlier dump.
func (in *install) dump(t testing.TB, like dump) dump {
	t.Helper()
	out := dump{}
	in.withDB(t, func(ctx context.Context, db *sqldb.DB) {
		tables, err := schema.Tables(ctx, db, db.Dialect())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range tables {
			if s.Name == "goose_db_version" {
				continue
			}
			columns := s.Columns
			if like != nil {
				columns = like[s.Name].columns
			}
			if len(columns) == 0 {
				continue // A table of later days.
			}
			var names []string
			for _, c := range columns {
				names = append(names, "coalesce(cast("+schema.Quote(c.Name)+" as text), '<null>')")
			}
			line := strings.Join(names, " || '|' || ")
			sum, rows := sha256.New(), int64(0)
			err := sqldb.Each(ctx, db, sqldb.Q("faults.dump."+s.Name, "select "+line+" as line from "+schema.Quote(s.Name)+" order by 1"), func(r sqldb.Row) error {
				text, err := sqldb.Value[string](r)
				rows++
				fmt.Fprintln(sum, text)
				return err
			})
			if err != nil {
				t.Fatalf("table %s: %v", s.Name, err)
			}
			out[s.Name] = tableSum{columns, rows, hex.EncodeToString(sum.Sum(nil))}
		}
	})
	return out
}

// newestSchema is the last migration of today.
func newestSchema(t testing.TB) int64 {
	t.Helper()
	n, err := migrate.Newest(migrations.Files)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
