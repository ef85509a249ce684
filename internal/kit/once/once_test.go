package once_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

var key = once.Key{Owner: "person:1", Key: "k", Digest: "d"}

func TestRun(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		s := once.New(env.DB)
		n := 0
		work := func(context.Context) (once.Answer, error) {
			n++
			return once.Answer{Status: 201, Body: `{"id":1}`}, nil
		}
		for range 3 {
			ans, again, err := s.Run(t.Context(), key, work)
			if err != nil || ans.Status != 201 || ans.Body != `{"id":1}` {
				t.Fatalf("got %+v %v %v", ans, again, err)
			}
		}
		if n != 1 {
			t.Errorf("worked %d times", n)
		}
		other := key
		other.Digest = "other"
		if _, _, err := s.Run(t.Context(), other, work); !errs.Is(err, errs.Conflict) {
			t.Errorf("the key with other content: %v", err)
		}
		other = key
		other.Owner = "person:2"
		if _, again, err := s.Run(t.Context(), other, work); err != nil || again || n != 2 {
			t.Errorf("another owner got the answer: %v %v", again, err)
		}
		if err := s.Sweep(t.Context(), time.Hour); err != nil {
			t.Fatal(err)
		}
		if _, again, _ := s.Run(t.Context(), key, work); !again {
			t.Error("a young answer is forgotten")
		}
		env.Clock.Advance(2 * time.Hour)
		if err := s.Sweep(t.Context(), time.Hour); err != nil {
			t.Fatal(err)
		}
		if _, again, _ := s.Run(t.Context(), key, work); again {
			t.Error("an old answer is kept")
		}
	})
}

func TestFailureLeavesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		s := once.New(env.DB)
		boom := errors.New("boom")
		if _, _, err := s.Run(t.Context(), key, func(context.Context) (once.Answer, error) { return once.Answer{}, boom }); !errors.Is(err, boom) {
			t.Errorf("got %v", err)
		}
		if _, _, err := s.Run(t.Context(), key, func(context.Context) (once.Answer, error) { return once.Answer{}, nil }); err != nil {
			t.Errorf("got %v", err)
		}
		func() {
			defer func() { _ = recover() }()
			_, _, _ = s.Run(t.Context(), key, func(context.Context) (once.Answer, error) { panic("boom") })
		}()
		ans, again, err := s.Run(t.Context(), key, func(context.Context) (once.Answer, error) { return once.Answer{Status: 201}, nil })
		if err != nil || again || ans.Status != 201 {
			t.Errorf("got %+v %v %v", ans, again, err)
		}
	})
}

func TestTwoNodes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		nodes := []*once.Store{once.New(env.DB), once.New(env.DB)}
		var n, kept atomic.Int64
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				ans, again, err := nodes[i%2].Run(t.Context(), key, func(context.Context) (once.Answer, error) {
					n.Add(1)
					return once.Answer{Status: 201, Body: "made"}, nil
				})
				if err != nil || ans.Body != "made" {
					t.Errorf("got %+v %v", ans, err)
				}
				if again {
					kept.Add(1)
				}
			})
		}
		wg.Wait()
		if n.Load() != 1 || kept.Load() != 19 {
			t.Errorf("worked %d times, gave again %d times", n.Load(), kept.Load())
		}
	})
}

func TestAProcessThatDied(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		// The dead process never comes back from its work.
		dying, cancel := context.WithCancel(t.Context())
		inside := make(chan bool)
		go func() {
			_, _, _ = once.New(env.DB).Run(dying, key, func(context.Context) (once.Answer, error) {
				close(inside)
				<-dying.Done()
				select {}
			})
		}()
		<-inside
		defer cancel()
		next := once.New(env.DB)
		brief, stop := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer stop()
		if _, _, err := next.Run(brief, key, func(context.Context) (once.Answer, error) { return once.Answer{Status: 201}, nil }); err == nil {
			t.Error("took over while the other may still be at work")
		}
		env.Clock.Advance(16 * time.Second)
		if ans, again, err := next.Run(t.Context(), key, func(context.Context) (once.Answer, error) { return once.Answer{Status: 201}, nil }); err != nil || again || ans.Status != 201 {
			t.Errorf("after the lease: %+v %v %v", ans, again, err)
		}
	})
}

func TestSettledWorkIsNotDoneTwice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		n := 0
		report := func(ctx context.Context) (once.Answer, error) {
			n++
			err := env.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return once.Settle(ctx, tx, "L-100001") })
			if err != nil {
				t.Error(err)
			}
			panic("the process dies before it answers")
		}
		func() {
			defer func() { _ = recover() }()
			_, _, _ = once.New(env.DB).Run(t.Context(), key, report)
		}()
		ans, again, err := once.New(env.DB).Run(t.Context(), key, report)
		if err != nil || !again || ans != (once.Answer{Status: once.Settled, Body: "L-100001"}) || n != 1 {
			t.Errorf("got %+v %v %v after %d times", ans, again, err, n)
		}
		// Without a key there is nothing to note.
		if err := env.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return once.Settle(ctx, tx, "x") }); err != nil {
			t.Error(err)
		}
	})
}
