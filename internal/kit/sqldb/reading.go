package sqldb

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

// Reading is where one request reads: from the primary, or from the replica while that shows everything that its reader
// has written. It may go from the replica to the primary, which is a step forward in time, and never back.
type Reading struct {
	of  *replica
	who string
	may bool

	mu      sync.Mutex
	decided bool
	replica bool
	since   int64 // What was committed before this instant is in what was read; 0 when all came from the primary.
	age     time.Duration
}

// NewReading is for a request of who ("person:12"), whose writes are counted. MayLag says that its answer may come from
// the replica: lists, search and figures, never a single ticket or a form. It returns nil where there is no replica.
func (db *DB) NewReading(who string, mayLag bool) *Reading {
	if db.replica == nil {
		return nil
	}
	return &Reading{of: db.replica, who: who, may: mayLag}
}

type readingMark struct{}

// WithReading returns a context whose statements read as r says, and whose writes are those of r's reader.
func WithReading(ctx context.Context, r *Reading) context.Context {
	return context.WithValue(ctx, readingMark{}, r)
}

func readingOf(ctx context.Context) *Reading {
	r, _ := ctx.Value(readingMark{}).(*Reading)
	return r
}

// Age is how old what was read may be, as of the first statement: everything that was committed longer ago is in it.
// Lagging is false when all of it came from the primary.
func (r *Reading) Age() (age time.Duration, lagging bool) {
	if r == nil {
		return 0, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.age, r.since != 0
}

// Behind reports whether one of the topics was poked on this node since the instant up to which what was read is known
// to be complete. It may then miss what the poke was about, and no other poke will tell.
func (r *Reading) Behind(topics []string) bool {
	if r == nil {
		return false
	}
	r.mu.Lock()
	since := r.since
	r.mu.Unlock()
	return since != 0 && r.of.pokedSince(since, topics)
}

// Anew is for a request that forgets what it has read, and begins again on the primary.
func (r *Reading) Anew() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.decided, r.replica, r.since, r.age = true, false, 0, 0
	r.of.sides[SideBehind].Add(1)
}

// stepForward sends the rest of a request to the primary when a statement failed on the replica, and reports whether it
// was there.
func (r *Reading) stepForward() bool {
	if r == nil {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	was := r.replica
	if r.replica = false; was {
		r.of.sides[SideFailed].Add(1)
	}
	return was
}

// pool is where a statement of this context reads.
func (db *DB) pool(ctx context.Context) *sql.DB {
	if db.replica == nil {
		return db.read
	}
	r := readingOf(ctx)
	if r == nil || !r.may {
		return db.read
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.decided {
		var side Side
		r.since, side = db.replica.holds(ctx, db, r.who)
		if r.decided, r.replica = true, side == SideReplica; r.replica {
			r.age = time.Duration(r.of.now()-r.since) * time.Microsecond
		}
		db.replica.sides[side].Add(1)
	}
	if r.replica {
		return db.replica.pool
	}
	return db.read
}

// writerOf is who writes with this context; "" for the system.
func writerOf(ctx context.Context) string {
	if r := readingOf(ctx); r != nil {
		return r.who
	}
	return ""
}
