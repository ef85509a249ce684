package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// work is one thing that people do all day.
type work struct {
	name string
	// note says what exactly is measured, for the table's foot.
	note string
	// once does it. With c.check it also looks at what came back.
	once func(ctx context.Context, b *bench, c *client, rng *rand.Rand) error
	// again, when set, makes it possible to do the work anew after so many times; its time does not count.
	again func(ctx context.Context, b *bench, c *client) error
	most  func(b *bench) int
	// leaves says that work is left to do after the answers: it counts, too.
	leaves bool
}

// works in their order: those that only look come first, so that all of them see the database as it was filled.
func works() []work {
	return []work{
		queueWork(), viewWork(), ticketWork(), historyWork(), rareWork(), commonWork(), callerWork(), reportWork(),
		replyWork(), createWork(), mailWork(),
	}
}

// bench is one server on one database in the measuring.
type bench struct {
	engine  string
	tickets int
	town    *town
	server  *server
	meter   meter
	clients []*client
	seconds float64
	fresh   atomic.Int64 // Numbers what is created.
	open    *pool        // Tickets to be solved.
}

// least is how many operations a figure must rest on.
const least = 200

// longest is when a work that is too slow for so many is given up all the same.
const longest = time.Minute

// measure does one work with n clients and returns its row.
func (b *bench) measure(ctx context.Context, w *work, n int) (row, error) {
	for _, c := range b.clients {
		c.check = true
	}
	defer func() {
		for _, c := range b.clients {
			c.hangUp()
		}
	}()
	if err := b.warm(ctx, w, n); err != nil {
		return row{}, fmt.Errorf("%s: %w", w.name, err)
	}
	var took []time.Duration
	var spent, cost time.Duration
	limit := time.Duration(b.seconds * float64(time.Second))
	for round := 0; spent < limit || len(took) < least && spent < longest; round++ {
		if err := b.meter.settle(20 * time.Second); err != nil {
			return row{}, err
		}
		before, err := b.meter.cpu()
		if err != nil {
			return row{}, err
		}
		some, lasted, err := b.round(ctx, w, n, limit-spent, least-len(took))
		if err != nil {
			return row{}, fmt.Errorf("%s with %d clients: %w", w.name, n, err)
		}
		if w.leaves {
			if err := b.meter.settle(30 * time.Second); err != nil {
				return row{}, err
			}
		}
		after, err := b.meter.cpu()
		if err != nil {
			return row{}, err
		}
		if len(some) == 0 {
			return row{}, fmt.Errorf("%s: nothing to do in round %d", w.name, round+1)
		}
		took, spent, cost = append(took, some...), spent+lasted, cost+after-before
		if w.again == nil {
			break
		}
		if err := w.again(ctx, b, b.clients[0]); err != nil {
			return row{}, fmt.Errorf("%s, once more: %w", w.name, err)
		}
	}
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[min(len(took)-1, int(share*float64(len(took))))].Microseconds()) / 1000
	}
	return row{
		Engine: b.engine, Tickets: b.tickets, Clients: n, Work: w.name, P50: at(.5), P95: at(.95), P99: at(.99),
		PerS: float64(len(took)) / spent.Seconds(), CPU: cost.Seconds() * 1000 / float64(len(took)), N: len(took),
	}, nil
}

// warm does the work some times with every client, and looks at each answer.
func (b *bench) warm(ctx context.Context, w *work, n int) error {
	rng := rand.New(rand.NewPCG(1, uint64(n))) //nolint:gosec // Which ticket is looked at needs no secrecy.
	for i := range n + 4 {
		c := b.clients[i%n]
		c.check = true
		if err := w.once(ctx, b, c, rng); err != nil {
			return err
		}
		c.check = false
	}
	return nil
}

// round lets n clients work until the time is over, or until nothing is left to do.
func (b *bench) round(ctx context.Context, w *work, n int, limit time.Duration, wanted int) ([]time.Duration, time.Duration, error) {
	var mu sync.Mutex
	var all []time.Duration
	var failed error
	var done atomic.Int64
	var wg sync.WaitGroup
	most := int64(1) << 40
	if w.most != nil {
		most = int64(w.most(b))
	}
	began := time.Now()
	for i := range n {
		wg.Go(func() {
			c, rng := b.clients[i], rand.New(rand.NewPCG(uint64(b.fresh.Add(1)), 3)) //nolint:gosec // See warm.
			var mine []time.Duration
			for k := done.Add(1); k <= most; k = done.Add(1) {
				if past := time.Since(began); past >= limit && (int(k) > wanted || past > longest) {
					break
				}
				c.check = len(mine)%100 == 0
				start := time.Now()
				err := w.once(ctx, b, c, rng)
				mine = append(mine, time.Since(start))
				if err != nil {
					mu.Lock()
					failed = err
					mu.Unlock()
					done.Add(1 << 40)
					return
				}
			}
			mu.Lock()
			all = append(all, mine...)
			mu.Unlock()
		})
	}
	wg.Wait()
	return all, time.Since(began), failed
}
