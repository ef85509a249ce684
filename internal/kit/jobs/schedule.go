package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lotsen/internal/kit/sqldb"
)

var (
	// Of all nodes that see a slot begin, one moves the row. A slot that lies further ahead than the next one was taken by a
	// clock that has been put right since, and holds nobody up.
	takeSlot = sqldb.Q("jobs.take_slot", `
		insert into schedule (name, last_at) values ($1, $2)
		on conflict (name) do update set last_at = excluded.last_at
		where schedule.last_at < excluded.last_at or schedule.last_at > $3`)
	// Of recurring work the newest failure is enough.
	dropDead = sqldb.Q("jobs.drop_dead", `delete from job where state = 'dead' and kind = $1`)
)

// scheduleTries is how often one run of recurring work is tried; the next slot brings the next run anyway.
const scheduleTries = 3

type schedule struct {
	name     string
	interval time.Duration
	seen     time.Time // The last slot that this process looked at.
}

// Every runs fn once in each interval, on one of the nodes. Slots are counted from the year 1 in UTC, so an hour begins
// on the hour. A run is a job: it has a lease, retries and a dead letter. A slot that passed while nobody ran, or while
// the last run had not ended, is not made up for.
func (r *Runner) Every(name string, interval time.Duration, fn func(ctx context.Context) error) {
	r.Register(kindOf(name), func(ctx context.Context, _ json.RawMessage) error { return fn(ctx) })
	r.schedules = append(r.schedules, &schedule{name: name, interval: interval})
}

func kindOf(name string) string { return "every." + name }

// tick enqueues the recurring work whose slot has begun.
func (r *Runner) tick(ctx context.Context) error {
	r.ticking.Lock()
	defer r.ticking.Unlock()
	for _, s := range r.schedules {
		slot := r.clock.Now().Truncate(s.interval)
		if slot.Equal(s.seen) {
			continue
		}
		err := r.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			ours, err := changed(tx.Exec(ctx, takeSlot, s.name, sqldb.Time(slot), sqldb.Time(slot.Add(s.interval))))
			if err != nil || !ours {
				return err
			}
			if _, err := tx.Exec(ctx, dropDead, kindOf(s.name)); err != nil {
				return err
			}
			return Enqueue(ctx, tx, kindOf(s.name), struct{}{}, Key(s.name), MaxTries(scheduleTries))
		})
		if err != nil {
			return fmt.Errorf("schedule %s: %w", s.name, err)
		}
		s.seen = slot
	}
	return nil
}

func (r *Runner) tickLoop(ctx context.Context) {
	for ctx.Err() == nil {
		if err := r.tick(ctx); err != nil && ctx.Err() == nil {
			r.o.Log.ErrorContext(ctx, "recurring work cannot be enqueued", "error", err)
		}
		wait(ctx, nil, r.o.Poll)
	}
}
