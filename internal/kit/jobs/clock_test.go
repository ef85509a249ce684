package jobs_test

import (
	"context"
	"testing"
	"time"

	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

func TestA_clock_that_ran_ahead_puts_nothing_off(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		r := jobs.New(env.DB, jobs.Options{})
		done, ticked := map[string]int{}, 0
		r.Register("work", jobs.Typed(func(_ context.Context, name string) error { done[name]++; return nil }))
		r.Every("tick", time.Minute, func(context.Context) error { ticked++; return nil })
		wish := func(name string, o ...jobs.Option) {
			t.Helper()
			err := env.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return jobs.Enqueue(ctx, tx, "work", name, o...) })
			if err != nil {
				t.Fatal(err)
			}
		}
		drain := func() {
			t.Helper()
			if err := r.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		drain()
		right := env.Clock.Now()
		env.Clock.Advance(time.Hour) // Wrong.
		wish("at once")
		wish("in a day", jobs.RunAt(env.Clock.Now().Add(24*time.Hour)))
		env.Clock.Set(right.Add(time.Second)) // Put right.
		drain()
		if done["at once"] != 1 || done["in a day"] != 0 {
			t.Errorf("done: %v", done)
		}
		before := ticked
		env.Clock.Advance(2 * time.Hour)
		drain()
		env.Clock.Set(right.Add(2 * time.Minute))
		drain()
		if ticked != before+2 {
			t.Errorf("recurring work ran %d times after the clock was put right, want 2", ticked-before)
		}
	})
}
