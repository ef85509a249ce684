package report

import (
	"context"
	"strings"
	"testing"

	"lotsen/internal/kit/check"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

func TestFind_tells_what_cannot_be_counted_quickly(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env.DB, 8)
		w.step(200, 100)
		find := func() (all []string) {
			if err := Find(t.Context(), check.Env{DB: env.DB, Now: dbtest.Start}, func(finding string) { all = append(all, finding) }); err != nil {
				t.Fatal(err)
			}
			return all
		}
		if got := find(); len(got) > 0 {
			t.Errorf("a sound database: %q", got)
		}
		w.write(func(ctx context.Context, tx *sqldb.Tx) {
			w.exec(ctx, tx, `update ticket set hand_overs = -3 where id = 100007`)
		})
		if got := find(); len(got) != 1 || !strings.Contains(got[0], "slowly") {
			t.Errorf("a ticket handed over less than never: %q", got)
		}
	})
}
