package check

import (
	"context"
	"fmt"
	"strings"

	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/sqldb/migrate"
)

// findSchema: the database has exactly the migrations of this program.
func findSchema(ctx context.Context, env Env, report func(string)) error {
	want, err := migrate.Newest(env.Migrations)
	if err != nil {
		return err
	}
	have, err := schema.Version(ctx, env.DB)
	if err != nil {
		return err
	}
	if have != want {
		report(fmt.Sprintf("the schema is %d, this program's is %d", have, want))
	}
	return nil
}

// findReferences: what a row points at is there. The engines see to that, but not after a disk or a hand was careless.
func findReferences(ctx context.Context, env Env, report func(string)) error {
	tables, err := schema.Tables(ctx, env.DB, env.DB.Dialect())
	if err != nil {
		return err
	}
	for _, t := range tables {
		for _, ref := range t.Refs {
			var match, set []string
			for i, c := range ref.Columns {
				match = append(match, "p."+schema.Quote(ref.To[i])+" = c."+schema.Quote(c))
				set = append(set, "c."+schema.Quote(c)+" is not null")
			}
			s := sqldb.Q("check.reference", "select c."+schema.Quote(ref.Columns[0])+" from "+schema.Quote(t.Name)+" c where "+strings.Join(set, " and ")+
				" and not exists (select 1 from "+schema.Quote(ref.Table)+" p where "+strings.Join(match, " and ")+")")
			tell := "a row of " + t.Name + " points by " + strings.Join(ref.Columns, ", ") + " at " + ref.Table + " %v, which is not there"
			if err := each(ctx, env.DB, s, tell, report); err != nil {
				return err
			}
		}
	}
	return nil
}
