package backup_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// perTable is how many rows each table of the test's world has.
const perTable = 40

// awkward are texts that formats like to lose something of.
var awkward = []string{"räksmörgås", `"quotes" and \backslash\`, "two\nlines\r\nand a tab\t", "", "<script>&amp;</script>", "null", "  spaces  ", "👩‍🚒 emoji\u2028", "1e5", "{\"a\":1}"}

func files(t *testing.T) *blob.Store {
	t.Helper()
	s, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// fill puts rows into every table of an SQLite database, also tables that do not exist yet when this is written. Rows
// point at each other in every direction, so that no order of loading them would do.
func fill(t *testing.T, env *dbtest.Env, tables []schema.Table, store *blob.Store) {
	t.Helper()
	pool, err := sqldb.OpenForMigration(env.DSN)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	conn, err := pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	f := filler{t, conn, tables, store}
	f.exec("pragma foreign_keys = 0")
	f.exec("begin")
	for _, table := range tables {
		for i := 1; i <= perTable; i++ {
			f.row(table, i)
		}
	}
	// Numbers that were drawn and are free again must not be drawn once more.
	for i := perTable + 1; i <= perTable+5; i++ {
		f.row(f.table("security_log"), i)
	}
	f.exec(fmt.Sprintf("delete from security_log where id > %d", perTable))
	f.exec("commit")
}

type filler struct {
	t      *testing.T
	conn   *sql.Conn
	tables []schema.Table
	store  *blob.Store
}

func (f filler) exec(text string, args ...any) {
	f.t.Helper()
	if _, err := f.conn.ExecContext(f.t.Context(), text, args...); err != nil {
		f.t.Fatalf("%s: %v", text, err)
	}
}

func (f filler) table(name string) schema.Table {
	i := slices.IndexFunc(f.tables, func(t schema.Table) bool { return t.Name == name })
	if i < 0 {
		f.t.Fatalf("no table %s", name)
	}
	return f.tables[i]
}

func (f filler) row(t schema.Table, i int) {
	var names, marks []string
	var values []any
	for j, c := range t.Columns {
		names, marks = append(names, schema.Quote(c.Name)), append(marks, fmt.Sprintf("$%d", j+1))
		values = append(values, f.value(t, c, i, j))
	}
	f.exec("insert into "+schema.Quote(t.Name)+" ("+strings.Join(names, ",")+") values ("+strings.Join(marks, ",")+")", values...)
}

func (f filler) value(t schema.Table, c schema.Column, i, j int) any {
	unique := slices.Contains(t.Key, c.Name) || slices.ContainsFunc(t.Indexes, func(x schema.Index) bool { return x.Unique && slices.Contains(x.Columns, c.Name) })
	if c.Null && !unique && (i+j)%4 == 0 {
		return nil
	}
	for _, ref := range t.Refs {
		if len(ref.Columns) == 1 && ref.Columns[0] == c.Name {
			if !unique {
				i = 1 + (i*7+j)%perTable
			}
			to := f.table(ref.Table)
			k := slices.IndexFunc(to.Columns, func(c schema.Column) bool { return c.Name == ref.To[0] })
			return f.value(to, to.Columns[k], i, k)
		}
	}
	switch {
	case c.HoldsBlobs():
		ref, err := f.store.Put(context.Background(), strings.NewReader(fmt.Sprintf("file %d", i%20)), 0)
		if err != nil {
			f.t.Fatal(err)
		}
		return ref.SHA256
	case unique && c.Kind == schema.Text:
		return fmt.Sprintf("%s %d %s", c.Name, i, awkward[i%len(awkward)])
	case c.Kind == schema.Text:
		return awkward[(i+j)%len(awkward)]
	case c.Kind == schema.Blob:
		return []byte{0, 255, byte(i), byte(j)}
	case c.Kind == schema.Bool:
		return (i + j) % 2
	case c.Kind == schema.Real:
		return float64(i) / 3
	case unique:
		return i
	default:
		return int64(i) * 1_000_000_007 * int64(1+j)
	}
}
