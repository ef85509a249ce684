package faults_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/sqldb/migrate"
)

// broken does much and then fails.
const broken = `-- +goose Up
create table half_done (id {{id}}, note text not null){{if sqlite}} strict{{end}};
alter table ticket add column half_done text;
update ticket set title = 'half done';
delete from message;
insert into half_done (note) values ('x');
insert into nowhere (note) values ('x');
`

// TestA_failed_migration_leaves_the_old_version_running lets a new version's migration fail beside the old one, which is
// written to all the while.
func TestA_failed_migration_leaves_the_old_version_running(t *testing.T) {
	engines(t, func(t *testing.T, engine string) {
		in := newInstall(t, engine)
		n := in.start(t)
		book := newLedger("m")
		ld := newLoad(in, book, n)
		ld.Calm = true
		ld.begin(t, 3)
		eventually(t, 60*time.Second, "writes before", more(book, 40))
		files, ok := upTo(t, newestSchema(t)).(fstest.MapFS)
		if !ok {
			t.Fatal("not a map of files")
		}
		files[fmt.Sprintf("%05d_broken.sql", newestSchema(t)+1)] = &fstest.MapFile{Data: []byte(broken)}
		in.withDB(t, func(ctx context.Context, db *sqldb.DB) {
			if _, err := migrate.Up(ctx, db, files); err == nil {
				t.Error("the broken migration is said to have run")
			}
			if have, err := schema.Version(ctx, db); err != nil || have != newestSchema(t) {
				t.Errorf("the schema is %d, want %d: %v", have, newestSchema(t), err)
			}
			tables, err := schema.Tables(ctx, db, db.Dialect())
			if err != nil {
				t.Fatal(err)
			}
			for _, table := range tables {
				for _, c := range table.Columns {
					if table.Name == "half_done" || c.Name == "half_done" {
						t.Errorf("%s.%s was left behind", table.Name, c.Name)
					}
				}
			}
		})
		n.alive(t)
		if err := n.readyz(); err != nil {
			t.Errorf("the old version: %v", err)
		}
		eventually(t, 60*time.Second, "writes after", more(book, 40))
		n.kill()
		n.launch(t) // It also starts anew.
		recovery := n.ready(t, 30*time.Second)
		eventually(t, 60*time.Second, "writes after a restart", more(book, 20))
		ld.end()
		ld.settle(t, 60*time.Second)
		f := book.verify(t.Context(), n.look())
		f.report(t)
		in.check(t)
		record(row{Fault: "failed migration", Engine: engine, Rounds: 1, Acked: f.Acked, Lost: f.Lost, Doubles: f.Doubles, Recovery: []time.Duration{recovery}})
	})
}
