package jobs

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/sqldb"
)

// Options change how a runner works.
type Options struct {
	// Queues gives workers to named queues; DefaultQueue has four unless it is named here.
	Queues map[string]int
	// Poll is how long an idle runner waits between looks. Default 1 s; pokes make it look at once.
	Poll time.Duration
	// Grace is how long Run lets workers finish after its context ended, before theirs ends too. Default 10 s.
	Grace time.Duration
	// Log is told of failed tries and dead letters. Default: nothing is logged.
	Log *slog.Logger
	// OnTry, when set, is told of each try that ended, for metrics.
	OnTry func(Ended)
	// Around, when set, is called before a worker runs and returns the context for it and what to call after it.
	Around func(ctx context.Context, kind string) (context.Context, func(error))
}

// Runner runs jobs of one database. Workers are registered before Run or Drain is called.
type Runner struct {
	db        *sqldb.DB
	clock     clock.Clock
	o         Options
	workers   map[string]Worker
	kinds     sqldb.List[string]
	queues    []*queue
	schedules []*schedule
	ticking   sync.Mutex

	mu   sync.Mutex
	held map[ID]*held
}

// queue is a line of jobs with workers of its own.
type queue struct {
	name    string
	workers int
	// names and listed choose the queue's jobs: those in names, or for the default queue those that are not.
	names  sqldb.List[string]
	listed bool
	wake   chan struct{}
	// short says that the last look took as many jobs as there were hands: more may be waiting.
	short atomic.Bool
}

// New returns a runner that hears the database's pokes. It is called before the database is in use.
func New(db *sqldb.DB, o Options) *Runner {
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	if o.Grace == 0 {
		o.Grace = 10 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	r := &Runner{db: db, clock: db.Clock(), o: o, workers: map[string]Worker{}, held: map[ID]*held{}}
	rest := &queue{name: DefaultQueue, workers: 4, wake: make(chan struct{}, 1)}
	for name, n := range o.Queues {
		if name == DefaultQueue {
			rest.workers = n
			continue
		}
		rest.names = append(rest.names, name)
		r.queues = append(r.queues, &queue{name: name, workers: n, names: sqldb.List[string]{name}, listed: true, wake: make(chan struct{}, 1)})
	}
	r.queues = append(r.queues, rest)
	db.OnPoke(r.poked)
	return r
}

// Register names the worker of a kind. A kind without a worker on this node is left to nodes that have one.
func (r *Runner) Register(kind string, fn Worker) {
	if _, twice := r.workers[kind]; twice {
		panic("jobs: " + kind + " is registered twice")
	}
	r.workers[kind] = fn
	r.kinds = append(r.kinds, kind)
}

// Run works until ctx ends and the jobs in hand are done or Options.Grace is over; what is cut off then is tried again.
func (r *Runner) Run(ctx context.Context) {
	work, cutOff := context.WithCancel(context.WithoutCancel(ctx))
	defer cutOff()
	keep, stopKeeping := context.WithCancel(work)
	var keeper, servers sync.WaitGroup
	keeper.Go(func() { r.keep(keep) })
	keeper.Go(func() { r.tickLoop(ctx) })
	for _, q := range r.queues {
		servers.Go(func() { r.serve(ctx, work, q) })
	}
	<-ctx.Done()
	grace := time.AfterFunc(r.o.Grace, cutOff) //nolint:forbidigo // Real waiting for real work, not the domain's time.
	servers.Wait()
	grace.Stop()
	stopKeeping()
	keeper.Wait()
}

// serve keeps a queue's workers busy until ctx ends, then waits for them.
func (r *Runner) serve(ctx, work context.Context, q *queue) {
	busy := make(chan struct{}, q.workers)
	var tries sync.WaitGroup
	defer tries.Wait()
	for ctx.Err() == nil {
		free := q.workers - len(busy)
		jobs, err := r.claim(ctx, q, free)
		if err != nil && ctx.Err() == nil {
			r.o.Log.ErrorContext(ctx, "jobs cannot be claimed", "queue", q.name, "error", err)
		}
		q.short.Store(len(jobs) == free)
		for _, j := range jobs {
			busy <- struct{}{}
			tries.Go(func() {
				_ = r.try(work, j) // The error is recorded with the job and logged there.
				<-busy
				if q.short.Load() {
					q.nudge()
				}
			})
		}
		// What came after the look has nudged; what the look left is looked for when a hand is free again.
		wait(ctx, q.wake, r.o.Poll)
	}
}

func (r *Runner) poked(topics []string) {
	for _, q := range r.queues {
		for _, topic := range topics {
			name, one := strings.CutPrefix(topic, Topic+":")
			if topic == Topic || topic == sqldb.PokeAll || one && q.holds(name) {
				q.nudge()
				break
			}
		}
	}
}

// topicOf is what a job due now pokes, so that only its own queue looks.
func topicOf(queue string) string { return Topic + ":" + queue }

// holds reports whether jobs of a queue by that name are this queue's.
func (q *queue) holds(name string) bool { return slices.Contains(q.names, name) == q.listed }

func (q *queue) nudge() {
	select {
	case q.wake <- struct{}{}:
	default: // A nudge is already waiting.
	}
}

// wait returns when woken, when d is over, or when ctx ends.
func wait(ctx context.Context, wake <-chan struct{}, d time.Duration) {
	t := time.NewTimer(d) //nolint:forbidigo // Real waiting between looks, not the domain's time.
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-t.C:
	}
}
