package schema

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lotsen/internal/kit/sqldb"
)

var (
	liteTables = sqldb.Q("schema.sqlite_tables", `
		select m.name, m.sql like '%autoincrement%', l.type = 'virtual' from pragma_table_list l join sqlite_master m on m.name = l.name and m.type = 'table'
		where l.schema = 'main' and l.type in ('table', 'virtual') and l.name not like 'sqlite\_%' escape '\' and l.name <> 'goose_db_version'
		order by l.name`)
	liteColumns = sqldb.Q("schema.sqlite_columns", `select name, lower(type), "notnull", pk from pragma_table_info($1) order by cid`)
	liteRefs    = sqldb.Q("schema.sqlite_refs", `
		select id, "from", "table", coalesce("to", '') from pragma_foreign_key_list($1) order by id, seq`)
	liteIndexes = sqldb.Q("schema.sqlite_indexes", `
		select name, "unique", origin, partial from pragma_index_list($1) where origin <> 'pk' order by name`)
	liteIndexColumns = sqldb.Q("schema.sqlite_index_columns", `
		select coalesce(name, '(expression)') from pragma_index_info($1) order by seqno`)
)

func readSQLite(ctx context.Context, q sqldb.Querier) ([]Table, error) {
	tables, err := listTables(ctx, q, liteTables)
	if err != nil {
		return nil, err
	}
	for i := range tables {
		t := &tables[i]
		if err := t.readColumnsSQLite(ctx, q); err != nil {
			return nil, fmt.Errorf("table %s: %w", t.Name, err)
		}
		if err := t.readRefsSQLite(ctx, q); err != nil {
			return nil, fmt.Errorf("table %s: %w", t.Name, err)
		}
		if t.Indexes, err = sqldb.All(ctx, q, liteIndexes, scanIndexSQLite, t.Name); err != nil {
			return nil, err
		}
		for j := range t.Indexes {
			x := &t.Indexes[j]
			if x.Columns, err = sqldb.All(ctx, q, liteIndexColumns, sqldb.Value[string], x.Name); err != nil {
				return nil, err
			}
			if strings.HasPrefix(x.Name, "sqlite_autoindex_") {
				x.Name = ""
			}
		}
	}
	return tables, nil
}

func (t *Table) readColumnsSQLite(ctx context.Context, q sqldb.Querier) error {
	kinds := map[string]Kind{"integer": Int, "int": Int, "text": Text, "blob": Blob, "real": Real}
	keys := map[int]string{}
	err := sqldb.Each(ctx, q, liteColumns, func(r sqldb.Row) error {
		var c Column
		var declared string
		var notNull bool
		var pk int
		if err := r.Scan(&c.Name, &declared, &notNull, &pk); err != nil {
			return err
		}
		kind, ok := kinds[declared]
		if !ok {
			return fmt.Errorf("column %s has the unknown type %s", c.Name, declared)
		}
		c.Kind, c.Null = kind, !notNull && pk == 0
		if pk > 0 {
			keys[pk] = c.Name
		}
		t.Columns = append(t.Columns, c)
		return nil
	}, t.Name)
	for i := 1; i <= len(keys); i++ {
		t.Key = append(t.Key, keys[i])
	}
	return err
}

func (t *Table) readRefsSQLite(ctx context.Context, q sqldb.Querier) error {
	last := -1
	err := sqldb.Each(ctx, q, liteRefs, func(r sqldb.Row) error {
		var id int
		var from, table, to string
		if err := r.Scan(&id, &from, &table, &to); err != nil {
			return err
		}
		if id != last {
			t.Refs = append(t.Refs, Ref{Table: table})
			last = id
		}
		ref := &t.Refs[len(t.Refs)-1]
		ref.Columns, ref.To = append(ref.Columns, from), append(ref.To, to)
		return nil
	}, t.Name)
	slices.SortFunc(t.Refs, compareRefs)
	return err
}

func compareRefs(a, b Ref) int {
	return slices.Compare(append(a.Columns, a.Table), append(b.Columns, b.Table))
}

func scanIndexSQLite(r sqldb.Row) (Index, error) {
	var x Index
	var origin string
	err := r.Scan(&x.Name, &x.Unique, &origin, &x.Partial)
	return x, err
}
