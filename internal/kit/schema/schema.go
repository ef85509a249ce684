// Package schema tells what tables a database has, in the same words on both engines.
//
// Owns: reading the engines' catalogues.
// Does not own: changing a schema (sqldb/migrate).
// Invariant: two databases brought to the same migration, one on each engine, are described alike; a test holds that.
package schema

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lotsen/internal/kit/sqldb"
)

// Kind is what a column holds. SQLite has no booleans: there they are Int.
type Kind string

// The kinds.
const (
	Int  Kind = "int"
	Bool Kind = "bool"
	Text Kind = "text"
	Blob Kind = "blob"
	Real Kind = "real"
)

// Column is one column of a table.
type Column struct {
	Name string
	Kind Kind
	Null bool
}

// Ref says that columns point at a row of another table.
type Ref struct {
	Columns []string
	Table   string
	To      []string
}

// Index is one index or unique constraint. Columns that are expressions are called "(expression)".
type Index struct {
	Name    string // "" where the engine named it by itself.
	Columns []string
	Unique  bool
	Partial bool
}

// Table is one table that holds data. Tables of the full text are not listed: they are
// derived, and differ by engine.
type Table struct {
	Name    string
	Columns []Column
	Key     []string // The primary key.
	Refs    []Ref
	Indexes []Index
	// Numbered says that Key is one column from which the engine draws numbers.
	Numbered bool
}

// Tables describes all tables, in the order of their names.
func Tables(ctx context.Context, q sqldb.Querier, d sqldb.Dialect) ([]Table, error) {
	read := readSQLite
	if d == sqldb.Postgres {
		read = readPostgres
	}
	tables, err := read(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	return tables, nil
}

// listTables runs an engine's query for name, numbered and full text, and leaves out what is derived: a full-text table
// and all whose names go on after its name and an underscore, such as what keeps account of it.
func listTables(ctx context.Context, q sqldb.Querier, s sqldb.Stmt) ([]Table, error) {
	var tables []Table
	var derived []string
	err := sqldb.Each(ctx, q, s, func(r sqldb.Row) error {
		var t Table
		var fullText bool
		if err := r.Scan(&t.Name, &t.Numbered, &fullText); err != nil {
			return err
		}
		if fullText {
			derived = append(derived, t.Name)
		}
		tables = append(tables, t)
		return nil
	})
	return slices.DeleteFunc(tables, func(t Table) bool {
		return slices.ContainsFunc(derived, func(d string) bool { return t.Name == d || strings.HasPrefix(t.Name, d+"_") })
	}), err
}

// Version returns the number of the newest migration that was run.
func Version(ctx context.Context, q sqldb.Querier) (int64, error) {
	return sqldb.One(ctx, q, newest, sqldb.Value[int64])
}

var newest = sqldb.Q("schema.version", `select coalesce(max(version_id), 0) from goose_db_version where is_applied`)

// HoldsBlobs reports whether a column holds names of files in the store: by convention it is called blob, or something
// that ends in _blob, and is a text.
func (c Column) HoldsBlobs() bool {
	return c.Kind == Text && (c.Name == "blob" || strings.HasSuffix(c.Name, "_blob"))
}

// Quote writes a name as an identifier. Names come from the catalogue, never from outside; quoting is for words that
// SQL itself uses.
func Quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// BlobNames is the query for all distinct names of files that rows of the tables point at, in order; "" when no column
// can hold one.
func BlobNames(tables []Table) string {
	var parts []string
	for _, t := range tables {
		for _, c := range t.Columns {
			if c.HoldsBlobs() {
				parts = append(parts, fmt.Sprintf(`select %[1]s as name from %[2]s where %[1]s <> ''`, Quote(c.Name), Quote(t.Name)))
			}
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "select distinct name from (" + strings.Join(parts, " union all ") + ") as every order by name"
}
