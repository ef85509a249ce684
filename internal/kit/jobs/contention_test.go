package jobs_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"lotsen/internal/kit/jobs"
	"lotsen/internal/testkit/dbtest"
)

// start runs r until the test ends or stop is called, which waits for it.
func start(t *testing.T, r *jobs.Runner) (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.Run(ctx)
	}()
	stop = func() {
		cancel()
		<-done
	}
	t.Cleanup(stop)
	return stop
}

func receive[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(30 * time.Second):
		t.Fatal("waited for half a minute")
		panic("unreachable")
	}
}

func TestContention(t *testing.T) {
	t.Parallel()
	const n = 300
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		var mu sync.Mutex
		inHand, tries, done := map[int]int{}, map[int]int{}, map[int]int{}
		work := jobs.Typed(func(_ context.Context, i int) error {
			mu.Lock()
			inHand[i]++
			tries[i]++
			try := tries[i]
			if inHand[i] > 1 {
				t.Errorf("job %d is in two hands", i)
			}
			mu.Unlock()
			defer func() {
				mu.Lock()
				defer mu.Unlock()
				inHand[i]--
			}()
			if i%10 == 3 && try == 1 {
				return errors.New("fails the first time")
			}
			if i%10 == 7 && try == 1 {
				panic("falls over the first time")
			}
			mu.Lock()
			defer mu.Unlock()
			done[i]++
			return nil
		})
		ended := make(chan jobs.Ended, 10*n)
		for range 3 {
			r := jobs.New(env.DB, jobs.Options{Poll: 5 * time.Millisecond, OnTry: func(e jobs.Ended) { ended <- e }})
			r.Register("count", work)
			start(t, r)
		}
		for i := range n {
			enqueue(t, env.DB, "count", i)
		}
		for range n {
			receive(t, ended)
		}
		env.Clock.Advance(15 * time.Second)
		for range n / 5 {
			receive(t, ended)
		}
		mu.Lock()
		defer mu.Unlock()
		for i := range n {
			if done[i] != 1 {
				t.Errorf("job %d: want done once, was done %d times", i, done[i])
			}
		}
		if left := count(t, env.DB, jobs.Waiting) + count(t, env.DB, jobs.Running) + count(t, env.DB, jobs.Dead); left != 0 {
			t.Errorf("want no job left, got %d", left)
		}
	})
}

func TestKeyUnderContention(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		// The number wished for last must be seen by a run that begins after the wish.
		var mu sync.Mutex
		wished, seen := 0, 0
		ended := make(chan jobs.Ended, 1000)
		for range 2 {
			r := jobs.New(env.DB, jobs.Options{Poll: 5 * time.Millisecond, OnTry: func(e jobs.Ended) { ended <- e }})
			r.Register("look", jobs.Typed(func(context.Context, int) error {
				mu.Lock()
				defer mu.Unlock()
				seen = wished
				return nil
			}))
			start(t, r)
		}
		for range 100 {
			mu.Lock()
			wished++
			mu.Unlock()
			enqueue(t, env.DB, "look", 0, jobs.Key("one"))
		}
		for {
			receive(t, ended)
			mu.Lock()
			all := seen == 100
			mu.Unlock()
			if all {
				return
			}
		}
	})
}

func TestCrash(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		begun, resume, outcome := make(chan struct{}), make(chan struct{}), make(chan jobs.Ended, 1)
		// With one worker, which is busy, it cannot be the one that takes its own job up again.
		one := map[string]int{jobs.DefaultQueue: 1}
		stuck := jobs.New(env.DB, jobs.Options{Queues: one, OnTry: func(e jobs.Ended) { outcome <- e }})
		stuck.Register("work", jobs.Typed(func(context.Context, string) error {
			close(begun)
			<-resume
			return nil
		}))
		d, other := &diary{}, jobs.New(env.DB, jobs.Options{})
		other.Register("work", d.worker())

		enqueue(t, env.DB, "work", "a", jobs.MaxTries(2))
		start(t, stuck)
		receive(t, begun)
		env.Clock.Advance(29 * time.Second)
		drain(t, other)
		want(t, d, "[]")
		env.Clock.Advance(2 * time.Second)
		drain(t, other)
		want(t, d, "[a]")
		// The same job comes anew before the stuck worker wakes: its late end must not touch it.
		enqueue(t, env.DB, "work", "b")
		close(resume)
		if e := receive(t, outcome); e.Outcome != jobs.Lost {
			t.Errorf("a worker that lost its lease: want outcome lost, got %s", e.Outcome)
		}
	})
}

func TestCrashOfEveryTry(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		begun, resume := make(chan struct{}, 2), make(chan struct{})
		r := jobs.New(env.DB, jobs.Options{Poll: time.Millisecond})
		r.Register("kills", jobs.Typed(func(context.Context, string) error {
			begun <- struct{}{}
			<-resume
			return nil
		}))
		enqueue(t, env.DB, "kills", "a", jobs.MaxTries(2))
		start(t, r)
		receive(t, begun)
		idle := jobs.New(env.DB, jobs.Options{})
		env.Clock.Advance(31 * time.Second)
		drain(t, idle)
		receive(t, begun)
		env.Clock.Advance(31 * time.Second)
		drain(t, idle)
		if n := count(t, env.DB, jobs.Dead); n != 1 {
			t.Errorf("a job whose every worker vanished: want a dead letter, got %d", n)
		}
		close(resume)
	})
}

func TestStop(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		begun := make(chan int, 1)
		work := jobs.Typed(func(ctx context.Context, _ string) error {
			begun <- jobs.CurrentTry(ctx).Attempt
			<-ctx.Done()
			return ctx.Err()
		})
		enqueue(t, env.DB, "long", "a")
		for range 3 {
			r := jobs.New(env.DB, jobs.Options{Grace: time.Millisecond})
			r.Register("long", work)
			stop := start(t, r)
			if attempt := receive(t, begun); attempt != 1 {
				t.Errorf("a try that was cut off by a stop does not count: want attempt 1, got %d", attempt)
			}
			stop()
			if n := count(t, env.DB, jobs.Waiting); n != 1 {
				t.Errorf("what was cut off waits for the next start: want 1, got %d", n)
			}
		}
	})
}

func TestPoke(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		ran := make(chan string)
		r := jobs.New(env.DB, jobs.Options{Poll: time.Hour, Queues: map[string]int{"mail": 1}})
		r.Register("say", jobs.Typed(func(_ context.Context, s string) error {
			ran <- s
			return nil
		}))
		start(t, r)
		listening, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			env.DB.Listen(listening)
		}()
		for _, queue := range []string{jobs.DefaultQueue, "mail"} {
			enqueue(t, env.DB, "say", queue, jobs.Queue(queue))
			if got := receive(t, ran); got != queue {
				t.Errorf("want %q, got %q", queue, got)
			}
		}
		cancel()
		<-done
	})
}
