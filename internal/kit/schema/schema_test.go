package schema_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"lotsen/internal/kit/schema"
	"lotsen/internal/testkit/dbtest"
)

func tables(t *testing.T, env *dbtest.Env) []schema.Table {
	t.Helper()
	out, err := schema.Tables(t.Context(), env.DB, env.DB.Dialect())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// alike removes what the engines cannot tell or name differently by nature.
func alike(tables []schema.Table) []schema.Table {
	for _, t := range tables {
		for i := range t.Columns {
			if t.Columns[i].Kind == schema.Bool {
				t.Columns[i].Kind = schema.Int
			}
		}
		for i, x := range t.Indexes {
			// A constraint is named by us on PostgreSQL and by SQLite itself there; its name follows from its columns,
			// because kit/sqldb tells violated constraints apart by that.
			if x.Name == t.Name+"_"+strings.Join(x.Columns, "_")+"_key" && x.Unique && !x.Partial {
				t.Indexes[i].Name = ""
			}
		}
		slices.SortFunc(t.Indexes, func(a, b schema.Index) int {
			return cmp.Or(cmp.Compare(a.Name, b.Name), slices.Compare(a.Columns, b.Columns))
		})
	}
	return tables
}

func TestEnginesHaveTheSameSchema(t *testing.T) {
	t.Parallel()
	lite := alike(tables(t, dbtest.SQLite(t)))
	pg := alike(tables(t, dbtest.Postgres(t)))
	if len(lite) < 20 {
		t.Fatalf("want the whole schema, got %d tables", len(lite))
	}
	if diff := gocmp.Diff(lite, pg); diff != "" {
		t.Errorf("the engines' schemas differ (-sqlite +postgres):\n%s", diff)
	}
}

func TestEveryTableHasAPrimaryKey(t *testing.T) {
	t.Parallel()
	for _, table := range tables(t, dbtest.SQLite(t)) {
		if len(table.Key) == 0 {
			t.Errorf("table %s has no primary key: backups have no order, and replication has no row to name", table.Name)
		}
	}
}

func TestBlobNames(t *testing.T) {
	t.Parallel()
	query := schema.BlobNames(tables(t, dbtest.SQLite(t)))
	for _, want := range []string{`"blob" as name from "attachment"`, `"raw_blob" as name from "inbound_mail"`} {
		if !strings.Contains(query, want) {
			t.Errorf("want %s among the columns with files, got %s", want, query)
		}
	}
}

func TestFullTextIsNotData(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		for _, table := range tables(t, env) {
			if strings.HasPrefix(table.Name, "ticket_text") {
				t.Errorf("%s is derived from other tables and no part of a backup", table.Name)
			}
		}
	})
}
