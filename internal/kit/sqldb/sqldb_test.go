package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

var (
	insertSchedule = sqldb.Q("test.insert", `insert into schedule (name, last_at) values ($2, $1)`)
	countSchedule  = sqldb.Q("test.count", `select count(*) from schedule`)
	listSchedule   = sqldb.Q("test.list", `select name from schedule where name {{in $1}} order by name`)
)

func count(t *testing.T, env *dbtest.Env) int64 {
	t.Helper()
	n, err := sqldb.One(t.Context(), env.DB, countSchedule, sqldb.Value[int64])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWrite(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		boom := errors.New("boom")
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				err := env.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
					if _, err := tx.Exec(ctx, insertSchedule, i, string(rune('a'+i))); err != nil {
						return err
					}
					if i%4 == 0 {
						return boom
					}
					return nil
				})
				if i%4 == 0 != errors.Is(err, boom) {
					t.Errorf("write %d: error %v", i, err)
				}
			}()
		}
		wg.Wait()
		if n := count(t, env); n != 30 {
			t.Errorf("one of four writes fails alone: want 30 rows, got %d", n)
		}
		err := env.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, insertSchedule, 1, "b")
			return err
		})
		if !sqldb.Violates(err, "schedule_pkey") && !sqldb.Violates(err, "schedule_name_key") {
			t.Errorf("a second row of the same name: want a violated key, got %v", err)
		}
		names, err := sqldb.All(t.Context(), env.DB, listSchedule, sqldb.Value[string], sqldb.List[string]{"b", "c", "zz"})
		if err != nil || len(names) != 2 || names[0] != "b" {
			t.Errorf("in list: got %v, %v", names, err)
		}
	})
}

func TestNestedWritePanics(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		defer func() {
			if recover() == nil {
				t.Error("a Write inside a Write must panic")
			}
		}()
		_ = env.DB.Write(t.Context(), func(ctx context.Context, _ *sqldb.Tx) error {
			return env.DB.Write(ctx, func(context.Context, *sqldb.Tx) error { return nil })
		})
	})
}

func TestOptimizeGathersFigures(t *testing.T) {
	t.Parallel()
	env := dbtest.SQLite(t)
	err := env.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		for i := range 500 {
			if _, err := tx.Exec(ctx, insertSchedule, i, fmt.Sprint("s", i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := env.DB.Optimize(t.Context()); err != nil {
		t.Fatal(err)
	}
	n, err := sqldb.One(t.Context(), env.DB, sqldb.Q("test.stat", `select count(*) from sqlite_stat1`), sqldb.Value[int64])
	if err != nil || n == 0 {
		t.Errorf("no figures after Optimize: %d, %v", n, err)
	}
}
