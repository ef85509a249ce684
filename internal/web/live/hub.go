package live

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Right tells whether an actor may hear of the thing with that id, for example "100042" of topic "ticket:100042".
type Right func(ctx context.Context, by authz.Actor, id string) (bool, error)

// Deps is what the hub works with.
type Deps struct {
	// Topics says by a topic's kind, the word before the colon, who may listen.
	Topics map[string]Right
	// Newer tells whether something happened after mark, the number of the newest event that the page has seen. It may
	// say yes too often: that costs one look.
	Newer func(ctx context.Context, topic string, mark int64) (bool, error)
	Log   *slog.Logger
	// Told, when set, is told how long a poke waited until it was written to a reader.
	Told      func(time.Duration)
	Most      int // Streams at the same time: 5,000.
	PerPerson int // Streams of one person: 30.
	// Check is how often rights are asked for again: 30 s.
	Check time.Duration
	// Still is told at each check that somebody has a page open, for those who show who is there; nil for nobody.
	Still func(ctx context.Context, by authz.Actor, topics []string) error
}

// Timing of a stream.
const (
	beatEach = 15 * time.Second // Below what proxies take for silence.
	gap      = time.Second      // At most one poke a second.
	spread   = 2 * time.Second  // When everybody is poked, not all in the same moment.
	retry    = 3 * time.Second  // After which browsers come back, plus as much again by chance.
	patience = 10 * time.Second // A reader that takes longer to take a line is given up.
)

// Hub knows the open streams.
type Hub struct {
	deps    Deps
	mu      sync.RWMutex
	streams map[string]map[*stream]struct{}
	persons map[int64]int
	open    int
	closing chan struct{}
	closed  bool
	done    sync.WaitGroup
}

// stream is one open page. Its slots hold one poke each: one waiting poke says as much as a hundred.
type stream struct {
	topics []string
	person int64
	poke   chan struct{}
	all    chan struct{}
	since  atomic.Int64 // When the poke that waits in the slot came, in nanoseconds of the machine.
}

// New returns a hub without streams.
func New(d Deps) *Hub {
	if d.Log == nil {
		d.Log = slog.Default()
	}
	if d.Most == 0 {
		d.Most = 5000
	}
	if d.PerPerson == 0 {
		d.PerPerson = 30
	}
	if d.Check == 0 {
		d.Check = 30 * time.Second
	}
	return &Hub{deps: d, streams: map[string]map[*stream]struct{}{}, persons: map[int64]int{}, closing: make(chan struct{})}
}

// Poke wakes whoever listens to one of the topics. It never blocks; it is meant for sqldb.DB.OnPoke.
func (h *Hub) Poke(topics []string) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, topic := range topics {
		if topic == sqldb.PokeAll {
			for _, listeners := range h.streams {
				for s := range listeners {
					wake(s.all)
				}
			}
			continue
		}
		for s := range h.streams[topic] {
			s.since.CompareAndSwap(0, time.Now().UnixNano()) //nolint:forbidigo // The connection's time.
			wake(s.poke)
		}
	}
}

func wake(slot chan struct{}) {
	select {
	case slot <- struct{}{}:
	default:
	}
}

// Open is how many streams are open.
func (h *Hub) Open() int {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.open
}

// Close ends all streams and waits for them: first thing at shutdown, because a server waits for its open requests.
func (h *Hub) Close() {
	h.mu.Lock()
	if !h.closed {
		h.closed = true
		close(h.closing)
	}
	h.mu.Unlock()
	h.done.Wait()
}

// enter adds a stream, or says that there are too many.
func (h *Hub) enter(s *stream) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || h.open >= h.deps.Most || h.persons[s.person] >= h.deps.PerPerson && s.person != 0 {
		return false
	}
	for _, topic := range s.topics {
		if h.streams[topic] == nil {
			h.streams[topic] = map[*stream]struct{}{}
		}
		h.streams[topic][s] = struct{}{}
	}
	h.open++
	h.persons[s.person]++
	h.done.Add(1)
	return true
}

func (h *Hub) leave(s *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, topic := range s.topics {
		if delete(h.streams[topic], s); len(h.streams[topic]) == 0 {
			delete(h.streams, topic)
		}
	}
	h.open--
	if h.persons[s.person]--; h.persons[s.person] == 0 {
		delete(h.persons, s.person)
	}
	h.done.Done()
}
