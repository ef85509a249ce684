package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"time"
)

// Timing of a replica.
const (
	beatEach   = 500 * time.Millisecond
	beatGap    = 50 * time.Millisecond  // Between beats that pokes asked for.
	beatWithin = 2 * time.Second        // A side that takes longer does not answer.
	askWithin  = 500 * time.Millisecond // For the question whether the replica will do: else it will not.
	pokesLast  = time.Minute            // Longer than any page is in the making.
)

// slots are the rows among which one person's count is spread.
const slots = 16

// The texts are for PostgreSQL alone, so they are no statements of both engines. A beat waits for no disk: one that is
// lost with the server is followed by others.
const (
	writeBeat = `with quiet as materialized (select set_config('synchronous_commit', 'off', true))
		insert into wrote (who, slot, n) select $1, 0, $2 from quiet on conflict (who, slot) do update set n = excluded.n`
	lookForBeat = `select coalesce((select n from wrote where who = $1 and slot = 0), 0), pg_is_in_recovery()`
	dropBeats   = `delete from wrote where who = $1 or who like 'node:%' and n < $2`
	// A transaction that has changed nothing counts for nothing.
	countWrite = `insert into wrote (who, slot, n) select $1, $2, 1 where pg_current_xact_id_if_assigned() is not null
		on conflict (who, slot) do update set n = wrote.n + 1`
	whatWrote = `select slot, n from wrote where who = $1`
	// The beat comes in the same snapshot as the counts.
	whatShows = `select slot, n, 0 from wrote where who = $1 union all select slot, n, 1 from wrote where who = $2 and pg_is_in_recovery()`
)

// FollowReplica writes heartbeats and looks for them in the replica until ctx ends. Without a replica it returns at once.
func (db *DB) FollowReplica(ctx context.Context) {
	r := db.replica
	if r == nil {
		return
	}
	old := r.now() - (24 * time.Hour).Microseconds()
	_, _ = db.write.ExecContext(ctx, dropBeats, r.node, old) // Rows of nodes that were killed; the next start tries again.
	tick := time.NewTicker(beatEach)                         //nolint:forbidigo // Real waiting for a real peer.
	defer tick.Stop()
	for ctx.Err() == nil {
		r.look(ctx, db.write)
		r.forgetPokes(r.now() - pokesLast.Microseconds())
		sleep(ctx, beatGap)
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-r.kick:
		}
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), beatWithin)
	defer cancel()
	_, _ = db.write.ExecContext(end, dropBeats, r.node, old) // See above.
}

// look beats once and sees how far the copy has come. A primary that takes no beat leaves the copy to grow old.
func (r *replica) look(ctx context.Context, primary *sql.DB) {
	ctx, cancel := context.WithTimeout(ctx, beatWithin)
	defer cancel()
	_, _ = primary.ExecContext(ctx, writeBeat, r.node, r.now()) // See above.
	var beat int64
	var following bool
	err := r.pool.QueryRowContext(ctx, lookForBeat, r.node).Scan(&beat, &following)
	switch {
	case err == nil && following:
		r.saw(beat)
	case err == nil: // It has become a primary. Another of the servers named may be a standby by now.
		r.pool.SetMaxIdleConns(0)
		r.pool.SetMaxIdleConns(r.conns)
	}
	r.up.Store(err == nil && following && beat != 0)
}

func (r *replica) saw(beat int64) {
	for old := r.shown.Load(); beat > old; old = r.shown.Load() {
		if r.shown.CompareAndSwap(old, beat) {
			return
		}
	}
}

// holds reports whether the replica shows everything that who has written, and is young enough: then with the instant
// before which all that was committed is in it. Counts are compared slot by slot, because only within one, where each
// change waits for the one before, is their order the same everywhere.
func (r *replica) holds(ctx context.Context, db *DB, who string) (since int64, side Side) {
	if !r.up.Load() {
		return 0, SideDown
	}
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	var wrote, shows [slots]int64
	if err := r.ask(ctx, db, db.read, "replica.wrote", &wrote, nil, whatWrote, who); err != nil {
		return 0, SideDown // The primary is ill; the page's own statements will say how.
	}
	var beat int64
	if err := r.ask(ctx, db, r.pool, "replica.shows", &shows, &beat, whatShows, who, r.node); err != nil {
		r.up.Store(false) // Until the next look.
		return 0, SideDown
	}
	r.saw(beat)
	if beat == 0 || r.now()-beat > r.maxLag.Microseconds() {
		return 0, SideLag
	}
	for i := range wrote {
		if shows[i] < wrote[i] {
			return 0, SideOwnWrite
		}
	}
	return beat, SideReplica
}

// ask reads counts, and where they come with one the beat.
func (r *replica) ask(ctx context.Context, db *DB, from *sql.DB, name string, counts *[slots]int64, beat *int64, text string, args ...any) error {
	defer db.measure(ctx, name)()
	rows, err := from.QueryContext(ctx, text, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer rows.Close()
	for rows.Next() {
		var slot, n, kind int64
		to := []any{&slot, &n}
		if beat != nil {
			to = append(to, &kind)
		}
		if err := rows.Scan(to...); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		switch {
		case kind == 1:
			*beat = n
		case slot >= 0 && slot < slots:
			counts[slot] = n
		}
	}
	return rows.Err()
}

// count notes a change of who's own, last in its transaction: nothing that holds the row waits for anything more.
func (r *replica) count(ctx context.Context, tx *sql.Tx, who string) error {
	if who == "" {
		return nil
	}
	if _, err := tx.ExecContext(ctx, countWrite, who, rand.IntN(slots)); err != nil {
		return fmt.Errorf("count the write: %w", err)
	}
	return nil
}
