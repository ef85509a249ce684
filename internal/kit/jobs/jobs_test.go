package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// diary notes which jobs ran, in order.
type diary struct {
	mu   sync.Mutex
	runs []string
}

func (d *diary) note(s string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.runs = append(d.runs, s)
}

func (d *diary) String() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return fmt.Sprint(d.runs)
}

func (d *diary) worker() jobs.Worker {
	return jobs.Typed(func(_ context.Context, s string) error {
		d.note(s)
		return nil
	})
}

func enqueue(t *testing.T, db *sqldb.DB, kind string, args any, opts ...jobs.Option) {
	t.Helper()
	err := db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return jobs.Enqueue(ctx, tx, kind, args, opts...) })
	if err != nil {
		t.Fatal(err)
	}
}

func drain(t *testing.T, r *jobs.Runner) {
	t.Helper()
	if err := r.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, d *diary, runs string) {
	t.Helper()
	if got := d.String(); got != runs {
		t.Errorf("want runs %s, got %s", runs, got)
	}
}

// count returns how many jobs are in a state.
func count(t *testing.T, db *sqldb.DB, state jobs.State) (n int64) {
	t.Helper()
	counts, err := jobs.Counts(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range counts {
		if c.State == state {
			n += c.N
		}
	}
	return n
}

func TestEnqueue(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d, r := &diary{}, jobs.New(env.DB, jobs.Options{})
		r.Register("say", d.worker())

		boom := errors.New("boom")
		err := env.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			return errors.Join(jobs.Enqueue(ctx, tx, "say", "never"), boom)
		})
		if !errors.Is(err, boom) {
			t.Fatal(err)
		}
		drain(t, r)
		want(t, d, "[]")

		enqueue(t, env.DB, "say", "later", jobs.RunAt(env.DB.Now().Add(time.Hour)))
		enqueue(t, env.DB, "say", "a")
		enqueue(t, env.DB, "say", "b", jobs.Queue("unheard of"))
		enqueue(t, env.DB, "nobody does this", "c")
		drain(t, r)
		want(t, d, "[a b]")
		env.Clock.Advance(time.Hour)
		drain(t, r)
		want(t, d, "[a b later]")
		if n := count(t, env.DB, jobs.Waiting); n != 1 {
			t.Errorf("a kind that this node does not know waits for one that does: want 1 waiting, got %d", n)
		}
	})
}

func TestKey(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d, r := &diary{}, jobs.New(env.DB, jobs.Options{})
		again := true
		r.Register("index", jobs.Typed(func(_ context.Context, s string) error {
			d.note(s)
			if again {
				again = false
				enqueue(t, env.DB, "index", "v3", jobs.Key("7"))
				enqueue(t, env.DB, "index", "v4", jobs.Key("7"))
			}
			return nil
		}))
		enqueue(t, env.DB, "index", "v1", jobs.Key("7"), jobs.RunAt(env.DB.Now().Add(time.Hour)))
		enqueue(t, env.DB, "index", "v2", jobs.Key("7"))
		enqueue(t, env.DB, "index", "other", jobs.Key("8"))
		drain(t, r)
		// Two wishes that wait are one; two that came while it ran are one more run, with the newest arguments.
		want(t, d, "[v2 other v4]")
		if n := count(t, env.DB, jobs.Waiting); n != 0 {
			t.Errorf("nothing is left: got %d waiting", n)
		}
	})
}

func TestFailure(t *testing.T) {
	t.Parallel()
	admin := authz.Actor{Person: 1, Grants: []authz.Grant{{Verb: jobs.Manage, Reach: authz.Everywhere}}}
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d, r := &diary{}, jobs.New(env.DB, jobs.Options{})
		broken := true
		r.Register("send", jobs.Typed(func(ctx context.Context, s string) error {
			try := jobs.CurrentTry(ctx)
			d.note(fmt.Sprintf("%s %d %t", s, try.Attempt, try.Last))
			if !broken {
				return nil
			}
			switch s {
			case "panics":
				panic("on purpose")
			case "hopeless":
				return jobs.Permanent(errors.New("no such address\x00\xff"))
			}
			return errors.New("server is down")
		}))
		enqueue(t, env.DB, "send", "panics", jobs.MaxTries(2))
		if err := r.Drain(t.Context()); err == nil {
			t.Error("drain tells of failed tries")
		}
		want(t, d, "[panics 1 false]")
		env.Clock.Advance(9 * time.Second)
		drain(t, r)
		want(t, d, "[panics 1 false]")
		env.Clock.Advance(4 * time.Second)
		_ = r.Drain(t.Context())
		enqueue(t, env.DB, "send", "hopeless")
		_ = r.Drain(t.Context())
		want(t, d, "[panics 1 false panics 2 true hopeless 1 false]")

		letters, err := jobs.DeadLetters(t.Context(), env.DB, admin, 0, 10)
		if err != nil || len(letters) != 2 || letters[1].Error != "panic: on purpose" || letters[0].Error != "no such address??" {
			t.Fatalf("both are dead letters, newest first: got %+v, %v", letters, err)
		}
		if _, err := jobs.DeadLetters(t.Context(), env.DB, authz.Actor{Person: 2}, 0, 10); !errs.Is(err, errs.Forbidden) {
			t.Errorf("dead letters of a stranger: want forbidden, got %v", err)
		}
		if err := r.Retry(t.Context(), authz.Actor{Person: 2}, letters[0].ID); !errs.Is(err, errs.Forbidden) {
			t.Errorf("retry by a stranger: want forbidden, got %v", err)
		}
		broken = false
		if err := r.Retry(t.Context(), admin, letters[1].ID); err != nil {
			t.Fatal(err)
		}
		if err := r.Discard(t.Context(), admin, letters[0].ID); err != nil {
			t.Fatal(err)
		}
		if err := r.Retry(t.Context(), admin, letters[0].ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("retry of what is gone: want not found, got %v", err)
		}
		drain(t, r)
		want(t, d, "[panics 1 false panics 2 true hopeless 1 false panics 1 false]")
		if n := count(t, env.DB, jobs.Dead); n != 0 {
			t.Errorf("no dead letter is left: got %d", n)
		}
	})
}

func TestRetryBesideALiveJobOfTheSameKey(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d, r := &diary{}, jobs.New(env.DB, jobs.Options{})
		r.Register("index", jobs.Typed(func(_ context.Context, s string) error {
			d.note(s)
			if s == "old" {
				return jobs.Permanent(errors.New("broken"))
			}
			return nil
		}))
		enqueue(t, env.DB, "index", "old", jobs.Key("7"))
		_ = r.Drain(t.Context())
		enqueue(t, env.DB, "index", "new", jobs.Key("7"))
		system := authz.System("test")
		letters, err := jobs.DeadLetters(t.Context(), env.DB, system, 0, 10)
		if err != nil || len(letters) != 1 {
			t.Fatalf("want one dead letter, got %v, %v", letters, err)
		}
		if err := r.Retry(t.Context(), system, letters[0].ID); err != nil {
			t.Fatal(err)
		}
		drain(t, r)
		want(t, d, "[old new]")
	})
}

func TestEvery(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d, broken := &diary{}, false
		node := func(name string) *jobs.Runner {
			r := jobs.New(env.DB, jobs.Options{})
			r.Every("sweep", time.Hour, func(context.Context) error {
				d.note(name)
				if broken {
					return jobs.Permanent(errors.New("broken"))
				}
				return nil
			})
			return r
		}
		a, b := node("a"), node("b")
		drain(t, a)
		drain(t, b)
		drain(t, a)
		want(t, d, "[a]")
		env.Clock.Advance(59 * time.Minute)
		drain(t, b)
		want(t, d, "[a]")
		env.Clock.Advance(5 * time.Hour)
		drain(t, b)
		drain(t, a)
		want(t, d, "[a b]")
		broken = true
		for range 3 {
			env.Clock.Advance(time.Hour)
			_ = a.Drain(t.Context())
		}
		want(t, d, "[a b a a a]")
		if n := count(t, env.DB, jobs.Dead); n != 1 {
			t.Errorf("of recurring work the newest failure stays: want 1 dead letter, got %d", n)
		}
	})
}
