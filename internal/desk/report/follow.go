package report

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"lotsen/internal/desk/report/ledger"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Without the || ” SQLite would prefer reading every ticket's events to reading the newest ones.
var selectTouched = sqldb.Q("report.touched", `
	select e.stream_id, e.pos from event e where e.seq > $1 and e.kind || '' = 'ticket' order by e.seq`)

// follower keeps a ledger as the database is, by the log.
//
// The log's numbers are drawn before their transactions end, so that on PostgreSQL a lower number can appear after a
// higher one. Done is a number up to which none can appear any more; what stands beyond it is looked at again each time,
// and costs little where the ledger has it already.
type follower struct {
	db     *sqldb.DB
	ledger *ledger.Ledger

	mu     sync.Mutex // Held while reading what the ledger does not know yet.
	reader reader
	done   int64
	// wanted is what done will be as soon as the transactions in writers have ended.
	wanted  int64
	writers []string
	// The filling: the next ticket to read.
	began bool
	full  atomic.Bool
	next  int64
	// After the tickets their histories are read, which cost most and are asked for least: the next ticket whose history is.
	storied atomic.Bool
	untold  int64
	// walked is the ticket that the next walk begins with.
	walked int64
	// begun numbers the looks at the log, good is the last one that went well.
	begun, good atomic.Int64
	// off says why the ledger is not used; it stays so until the program starts anew.
	off error
}

func newFollower(db *sqldb.DB) *follower {
	return &follower{db: db, ledger: ledger.New(), reader: reader{newWall()}, done: unknown}
}

const (
	// unknown is done before the first look at the log.
	unknown = -1
	// fillStep is how many tickets the filling reads at a time.
	fillStep = 1024
	// readStep is how many changed tickets are read at a time.
	readStep = 500
	// mostSpread is how many slots for each ticket are too many: then the tickets' numbers have gaps that nobody expected.
	mostSpread = 64
	// someSegments is from where on the spread is looked at.
	someSegments = 256
)

// errNotYet says that the ledger does not hold all tickets yet.
var errNotYet = errors.New("report: the ledger is being filled")

// now returns an edition that knows everything committed before the call. Until the ledger is full it fills it for at
// most patience, unless somebody else does, and returns errNotYet if that was not enough.
func (f *follower) now(ctx context.Context, patience time.Duration, histories bool) (*ledger.Edition, error) {
	ctx = onPrimary(ctx)
	arrived := f.begun.Load()
	ready := func() bool { return f.full.Load() && (!histories || f.storied.Load()) }
	if ready() {
		f.mu.Lock()
	} else if !f.mu.TryLock() {
		return nil, errNotYet
	}
	defer f.mu.Unlock()
	if f.off != nil {
		return nil, f.off
	}
	full := ready()
	if !full {
		if err := f.fill(ctx, patience, histories); err != nil {
			return nil, err
		}
	}
	// A look that began after this call has ended by now, for it held the lock.
	if !full || f.good.Load() <= arrived {
		if err := f.catchUp(ctx); err != nil {
			return nil, err
		}
	}
	return f.ledger.Now(), nil
}

// fill reads all tickets once, and with histories theirs too, for at most patience.
func (f *follower) fill(ctx context.Context, patience time.Duration, histories bool) error {
	if !f.began {
		safe, err := f.settled(ctx)
		if err != nil {
			return err
		}
		if f.done = safe; f.done == unknown {
			return errNotYet
		}
		// Whatever is read from now on knows all events up to done.
		f.began = true
	}
	for began := time.Now(); ; { //nolint:forbidigo // Real patience, not the domain's time.
		step := f.fillTickets
		if f.full.Load() {
			step = f.fillHistories
		}
		if err := step(ctx); err != nil {
			return fmt.Errorf("fill the ledger: %w", err)
		}
		if f.full.Load() && (!histories || f.storied.Load()) {
			return nil
		}
		if time.Since(began) >= patience { //nolint:forbidigo // As above.
			return errNotYet
		}
	}
}

func (f *follower) fillTickets(ctx context.Context) error {
	facts, err := f.reader.next(ctx, f.db, f.next, fillStep)
	if err != nil {
		return err
	}
	if len(facts) == 0 {
		f.full.Store(true)
		return nil
	}
	f.next = facts[len(facts)-1].ID + 1
	return f.put(facts, nil)
}

// fillHistories gives the next tickets in the ledger their histories. What has changed meanwhile has a newer one than its
// other figures until the log is looked at, which happens before anybody counts.
func (f *follower) fillHistories(ctx context.Context) error {
	facts := f.ledger.Now().After(f.untold, fillStep)
	if len(facts) == 0 {
		f.storied.Store(true)
		return nil
	}
	if err := histories(ctx, f.db, facts, selectHistoriesBetween, facts[0].ID, facts[len(facts)-1].ID); err != nil {
		return err
	}
	f.untold = facts[len(facts)-1].ID + 1
	return f.put(facts, nil)
}

// put gives facts to the ledger; what it cannot hold puts it out of use.
func (f *follower) put(facts []ledger.Fact, gone []int64) error {
	err := f.ledger.Put(facts, gone)
	if e := f.ledger.Now(); err == nil && e.Segments() > someSegments && e.Spread() > mostSpread {
		err = errors.New("report: too few tickets for the span of their numbers")
	}
	if err != nil {
		f.off, f.ledger = err, ledger.New()
		f.full.Store(false)
		f.storied.Store(false)
	}
	return err
}

// catchUp puts what the log tells beyond done.
func (f *follower) catchUp(ctx context.Context) error {
	// Most of the time nothing happened, and this is all.
	round := f.begun.Add(1)
	touched, err := f.touched(ctx, f.db)
	if err != nil {
		return err
	}
	if len(touched) == 0 {
		f.good.Store(round)
		return nil
	}
	var facts []ledger.Fact
	var gone []int64
	err = f.db.Snapshot(ctx, func(q sqldb.Querier) error {
		facts, gone = nil, nil
		if touched, err = f.touched(ctx, q); err != nil {
			return err
		}
		for ids := range slices.Chunk(touched, readStep) {
			some, err := f.reader.these(ctx, q, ids)
			if err != nil {
				return err
			}
			facts = append(facts, some...)
		}
		gone = missing(touched, facts)
		return nil
	})
	if err != nil {
		return fmt.Errorf("follow the log: %w", err)
	}
	if err := f.put(facts, gone); err != nil {
		return err
	}
	f.good.Store(round)
	return nil
}

// touched lists the tickets of which the log knows more than the ledger.
func (f *follower) touched(ctx context.Context, q sqldb.Querier) ([]int64, error) {
	e := f.ledger.Now()
	seen := map[int64]bool{}
	var ids []int64
	err := sqldb.Each(ctx, q, selectTouched, func(r sqldb.Row) error {
		var id, pos int64
		if err := r.Scan(&id, &pos); err != nil {
			return err
		}
		if !seen[id] && e.Version(id) < pos {
			seen[id], ids = true, append(ids, id)
		}
		return nil
	}, f.done)
	return ids, err
}

func missing(ids []int64, facts []ledger.Fact) (gone []int64) {
	found := make(map[int64]bool, len(facts))
	for i := range facts {
		found[facts[i].ID] = true
	}
	for _, id := range ids {
		if !found[id] {
			gone = append(gone, id)
		}
	}
	return gone
}

// settled returns a number up to which the log is complete for whoever reads it after this call: no transaction at work can
// add below it any more. It is done itself for as long as one can.
func (f *follower) settled(ctx context.Context) (int64, error) {
	// First the number, then who is at work: whoever drew a lower one before is among them, or has ended and is seen by
	// what is read next.
	last, err := event.Mark(ctx, f.db)
	if err != nil {
		return 0, err
	}
	var writers []string
	if f.db.Dialect() == sqldb.Postgres {
		if writers, err = sqldb.All(ctx, f.db, pgWriters, sqldb.Value[string]); err != nil {
			return 0, err
		}
	}
	ended := !slices.ContainsFunc(f.writers, func(w string) bool { return slices.Contains(writers, w) })
	safe := f.done
	if ended && f.writers != nil {
		safe = f.wanted
	}
	switch {
	case len(writers) == 0:
		safe, f.writers = last, nil
	case ended:
		f.wanted, f.writers = last, writers
	}
	return safe, nil
}
