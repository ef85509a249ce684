package sqldb_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

var endless = sqldb.Q("test.endless", `with recursive n (i) as (select 1 union all select i + 1 from n where i < 2000000000) select count(*) from n`)

func TestA_statement_stops_when_nobody_waits_for_it(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		late, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		began := time.Now()
		_, err := sqldb.One(late, env.DB, endless, sqldb.Value[int64])
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 3*time.Second {
			t.Errorf("beyond its time: %v after %v", err, time.Since(began))
		}
		gone, hangUp := context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, hangUp)
		began = time.Now()
		_, err = sqldb.One(gone, env.DB, endless, sqldb.Value[int64])
		if !errors.Is(err, context.Canceled) || time.Since(began) > 3*time.Second {
			t.Errorf("after its client was gone: %v after %v", err, time.Since(began))
		}
		// The connection is free again, and not lost.
		for range 20 {
			if err := env.DB.Ping(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
}
