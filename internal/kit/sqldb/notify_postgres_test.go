package sqldb_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

func TestMany_commits_at_once_are_told_to_the_other_node_and_none_twice_to_ones_own(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		if env.DB.Dialect() != sqldb.Postgres {
			t.Log("SQLite has no other nodes")
			return
		}
		own := &heard{}
		env.DB.OnPoke(own.add)
		other, err := sqldb.Open(t.Context(), env.DSN, sqldb.Options{})
		if err != nil {
			t.Fatal(err)
		}
		theirs := &heard{}
		other.OnPoke(theirs.add)
		ctx, cancel := context.WithCancel(t.Context())
		var listening sync.WaitGroup
		for _, db := range []*sqldb.DB{env.DB, other} {
			listening.Go(func() { db.Listen(ctx) })
		}
		defer func() {
			cancel()
			listening.Wait()
			if err := other.Close(); err != nil {
				t.Error(err)
			}
		}()
		theirs.wait(t, sqldb.PokeAll)
		own.wait(t, sqldb.PokeAll)
		const many = 400
		var writing sync.WaitGroup
		for w := range 8 {
			writing.Go(func() {
				for i := w; i < many; i += 8 {
					if err := env.DB.Write(t.Context(), func(_ context.Context, tx *sqldb.Tx) error {
						tx.Poke(fmt.Sprintf("topic:%d", i))
						return nil
					}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		writing.Wait()
		for i := range many {
			theirs.wait(t, fmt.Sprintf("topic:%d", i))
			if n := own.count(fmt.Sprintf("topic:%d", i)); n != 1 {
				t.Fatalf("the writing node was told %d times of its own commit %d", n, i)
			}
		}
	})
}

// heard remembers the topics that somebody was poked about.
type heard struct {
	mu     sync.Mutex
	topics []string
}

func (h *heard) add(topics []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.topics = append(h.topics, topics...)
}

func (h *heard) count(topic string) (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range h.topics {
		if t == topic {
			n++
		}
	}
	return n
}

func (h *heard) wait(t *testing.T, topic string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for h.count(topic) == 0 {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("never heard of %s; heard %d topics, %v …", topic, len(h.topics), slices.Clip(h.topics[:min(3, len(h.topics))]))
		}
	}
}
