package sqldb

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// ReplicaOptions name a copy of the database that follows it by streaming and takes reads that may be a little old.
type ReplicaOptions struct {
	DSN    string        // "" for none, which costs nothing.
	MaxLag time.Duration // An older replica is not read. Default 10 s.
}

// Side is where a request that may lag was answered, and why, as the metrics spell it.
type Side string

// The sides. All but the first are the primary's.
const (
	SideReplica  Side = "replica"
	SideOwnWrite Side = "own_write" // The replica lacks a change of the reader's own.
	SideLag      Side = "lag"       // It is older than MaxLag, or has not shown a heartbeat yet.
	SideDown     Side = "down"      // It does not answer, or is a replica no more.
	SideFailed   Side = "failed"    // A statement failed there and was run again on the primary.
	SideBehind   Side = "behind"    // A live page was made again, because what it shows was poked meanwhile.
)

// Sides lists them all.
func Sides() []Side {
	return []Side{SideReplica, SideOwnWrite, SideLag, SideDown, SideFailed, SideBehind}
}

// replica follows how far the copy has come. Every node writes heartbeats to the primary and looks for them in the copy:
// a copy that shows the beat of an instant holds all that was committed before it, comes from this very primary, and
// still follows it. No clock but this process's own is compared.
type replica struct {
	pool   *sql.DB
	conns  int
	node   string
	maxLag time.Duration
	began  time.Time
	up     atomic.Bool
	shown  atomic.Int64 // The newest beat seen in the copy.
	sides  map[Side]*atomic.Int64
	kick   chan struct{}

	mu    sync.Mutex
	poked map[string]int64 // When topics were poked lately.
}

// openReplica does not connect: a replica that is down when a node starts is found when it is up.
func (db *DB) openReplica(o ReplicaOptions, conns int) error {
	if o.DSN == "" {
		return nil
	}
	if db.dialect != Postgres {
		return errors.New("replica: only PostgreSQL has one")
	}
	pool, _, err := openPool(o.DSN, conns, pgconn.ValidateConnectTargetSessionAttrsStandby)
	if err != nil {
		return fmt.Errorf("replica: %w", err)
	}
	if o.MaxLag == 0 {
		o.MaxLag = 10 * time.Second
	}
	r := &replica{
		pool: pool, conns: conns, node: "node:" + rand.Text(), maxLag: o.MaxLag, began: time.Now(), //nolint:forbidigo // See now.
		sides: map[Side]*atomic.Int64{}, kick: make(chan struct{}, 1), poked: map[string]int64{},
	}
	for _, side := range Sides() {
		r.sides[side] = &atomic.Int64{}
	}
	db.replica = r
	db.OnPoke(r.onPoke)
	return nil
}

// HasReplica reports whether a replica is configured. The functions below are for whoever has one.
func (db *DB) HasReplica() bool { return db.replica != nil }

// ReplicaLag returns how old the newest heartbeat is that this node has seen in the replica, and whether it is read.
func (db *DB) ReplicaLag() (lag time.Duration, up bool) {
	return time.Duration(db.replica.now()-db.replica.shown.Load()) * time.Microsecond, db.replica.up.Load()
}

// ReadsBySide tells how many requests that may lag were answered from where.
func (db *DB) ReadsBySide(s Side) int64 { return db.replica.sides[s].Load() }

// now is the machine's time in microseconds, without the jumps that a corrected clock makes: heartbeats measure
// machines, not the domain's time.
func (r *replica) now() int64 {
	return r.began.Add(time.Since(r.began)).UnixMicro() //nolint:forbidigo // See above.
}

// onPoke notes when a topic was poked, and asks for a heartbeat, so that the copy is soon known to hold the change.
func (r *replica) onPoke(topics []string) {
	now := r.now()
	r.mu.Lock()
	if len(r.poked) > 10_000 {
		clear(r.poked)
		topics = []string{PokeAll}
	}
	for _, topic := range topics {
		r.poked[topic] = now
	}
	r.mu.Unlock()
	select {
	case r.kick <- struct{}{}:
	default:
	}
}

func (r *replica) pokedSince(since int64, topics []string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.poked[PokeAll] >= since {
		return true
	}
	for _, topic := range topics {
		if at, poked := r.poked[topic]; poked && at >= since {
			return true
		}
	}
	return false
}

// forgetPokes drops what no page in the making can depend on any more.
func (r *replica) forgetPokes(before int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for topic, at := range r.poked {
		if at < before {
			delete(r.poked, topic)
		}
	}
}
