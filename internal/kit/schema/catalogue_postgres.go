package schema

import (
	"context"
	"fmt"
	"slices"

	"lotsen/internal/kit/sqldb"
)

var (
	pgTables = sqldb.Q("schema.postgres_tables", `
		select c.relname, exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attidentity <> ''),
			exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.atttypid = 'tsvector'::regtype and not a.attisdropped)
		from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = current_schema() and c.relkind = 'r' and c.relname <> 'goose_db_version'
		order by c.relname collate "C"`)
	pgColumns = sqldb.Q("schema.postgres_columns", `
		select a.attname, format_type(a.atttypid, null), not a.attnotnull
		from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = current_schema() and c.relname = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`)
	pgRefs = sqldb.Q("schema.postgres_refs", `
		select k.conname, a.attname, t.relname, b.attname
		from pg_constraint k
		join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
		join pg_class t on t.oid = k.confrelid
		cross join lateral unnest(k.conkey, k.confkey) with ordinality as p (from_num, to_num, pos)
		join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.from_num
		join pg_attribute b on b.attrelid = k.confrelid and b.attnum = p.to_num
		where n.nspname = current_schema() and c.relname = $1 and k.contype = 'f' order by k.conname, p.pos`)
	pgIndexes = sqldb.Q("schema.postgres_indexes", `
		select i.relname, x.indisunique, x.indpred is not null, x.indisprimary, coalesce(a.attname, '(expression)')
		from pg_index x
		join pg_class i on i.oid = x.indexrelid
		join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
		cross join lateral unnest(x.indkey) with ordinality as p (num, pos)
		left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = p.num and p.num > 0
		where n.nspname = current_schema() and c.relname = $1 order by i.relname, p.pos`)
)

func readPostgres(ctx context.Context, q sqldb.Querier) ([]Table, error) {
	tables, err := listTables(ctx, q, pgTables)
	if err != nil {
		return nil, err
	}
	for i := range tables {
		t := &tables[i]
		if t.Columns, err = sqldb.All(ctx, q, pgColumns, scanColumnPostgres, t.Name); err != nil {
			return nil, fmt.Errorf("table %s: %w", t.Name, err)
		}
		if err := t.readRefsPostgres(ctx, q); err != nil {
			return nil, fmt.Errorf("table %s: %w", t.Name, err)
		}
		if err := t.readIndexesPostgres(ctx, q); err != nil {
			return nil, fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	return tables, nil
}

func scanColumnPostgres(r sqldb.Row) (Column, error) {
	kinds := map[string]Kind{"bigint": Int, "integer": Int, "boolean": Bool, "text": Text, "bytea": Blob, "double precision": Real}
	var c Column
	var declared string
	if err := r.Scan(&c.Name, &declared, &c.Null); err != nil {
		return c, err
	}
	kind, ok := kinds[declared]
	if !ok {
		return c, fmt.Errorf("column %s has the unknown type %s", c.Name, declared)
	}
	c.Kind = kind
	return c, nil
}

func (t *Table) readRefsPostgres(ctx context.Context, q sqldb.Querier) error {
	last := ""
	err := sqldb.Each(ctx, q, pgRefs, func(r sqldb.Row) error {
		var name, from, table, to string
		if err := r.Scan(&name, &from, &table, &to); err != nil {
			return err
		}
		if name != last {
			t.Refs = append(t.Refs, Ref{Table: table})
			last = name
		}
		ref := &t.Refs[len(t.Refs)-1]
		ref.Columns, ref.To = append(ref.Columns, from), append(ref.To, to)
		return nil
	}, t.Name)
	slices.SortFunc(t.Refs, compareRefs)
	return err
}

func (t *Table) readIndexesPostgres(ctx context.Context, q sqldb.Querier) error {
	last := ""
	return sqldb.Each(ctx, q, pgIndexes, func(r sqldb.Row) error {
		var x Index
		var primary bool
		var column string
		if err := r.Scan(&x.Name, &x.Unique, &x.Partial, &primary, &column); err != nil {
			return err
		}
		switch {
		case primary:
			t.Key = append(t.Key, column)
			return nil
		case x.Name != last:
			last = x.Name
			t.Indexes = append(t.Indexes, x)
		}
		index := &t.Indexes[len(t.Indexes)-1]
		index.Columns = append(index.Columns, column)
		return nil
	}, t.Name)
}
