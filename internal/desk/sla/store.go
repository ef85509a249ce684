package sla

import (
	"context"
	"strings"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// marks is what the sweep has told of a clock: when it warned last, and when it told that the time was out.
type marks struct{ warned, broken time.Time }

var (
	selectMarks = sqldb.Q("sla.marks", `select c.clock, c.warned_at, c.told_at from sla_clock c where c.ticket_id = $1`)
	deleteGone  = sqldb.Q("sla.clock_gone", `delete from sla_clock where ticket_id = $1 and clock {{in $2}}`)
)

func marksOf(ctx context.Context, q sqldb.Querier, id ticket.ID) (map[Clock]marks, error) {
	out := map[Clock]marks{}
	return out, sqldb.Each(ctx, q, selectMarks, func(r sqldb.Row) error {
		var c Clock
		var m marks
		err := r.Scan(&c, sqldb.ScanTime(&m.warned), sqldb.ScanTime(&m.broken))
		out[c] = m
		return err
	}, int64(id))
}

const (
	insertClocks = `insert into sla_clock (ticket_id, clock, org_id, level_id, target, state, started_at, due_at, warn_at, ended_at, used,
		rounds, misses, next_at) values `
	clockValues  = `(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	upsertClocks = ` on conflict (ticket_id, clock) do update set level_id = excluded.level_id, target = excluded.target, state = excluded.state,
		started_at = excluded.started_at, due_at = excluded.due_at, warn_at = excluded.warn_at, ended_at = excluded.ended_at,
		used = excluded.used, rounds = excluded.rounds, misses = excluded.misses, next_at = excluded.next_at`
)

// writeClocks writes a case's clocks in one statement, whatever their number, and takes away those for which nothing is
// promised any more.
func writeClocks(ctx context.Context, tx *sqldb.Tx, p *Proof, told map[Clock]marks) error {
	var w sqldb.Where
	var rows []string
	gone := sqldb.List[Clock]{}
	for c := range told {
		if !p.has(c) {
			gone = append(gone, c)
		}
	}
	if len(gone) > 0 {
		if _, err := tx.Exec(ctx, deleteGone, int64(p.Trail.Ticket), gone); err != nil {
			return err
		}
	}
	for i := range p.Clocks {
		r := &p.Clocks[i]
		rows = append(rows, w.Numbered(clockValues, int64(p.Trail.Ticket), string(r.Clock), int64(p.Trail.Last().Org), sqldb.ID(r.Level.ID),
			r.Target.String(), string(r.State), sqldb.Time(r.Started), sqldb.Time(r.Due), sqldb.Time(r.Warn), sqldb.Time(r.Ended),
			r.Used.Microseconds(), r.Rounds, r.Misses, sqldb.Time(look(r, told[r.Clock]))))
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, sqldb.Q("sla.clocks", insertClocks+strings.Join(rows, ", ")+upsertClocks), w.Args()...)
	return err
}

func (p *Proof) has(c Clock) bool {
	for i := range p.Clocks {
		if p.Clocks[i].Clock == c {
			return true
		}
	}
	return false
}

// Row is a clock as it is kept beside its case.
type Row struct {
	Clock   Clock
	Level   LevelID
	Target  Target
	State   State
	Started time.Time
	Due     time.Time
	Warn    time.Time
	Ended   time.Time
	Used    time.Duration
	Rounds  int
	Misses  int
	Warned  time.Time
	Told    time.Time
	Next    time.Time
}

const rowColumns = `c.clock, c.level_id, c.target, c.state, c.started_at, c.due_at, c.warn_at, c.ended_at, c.used, c.rounds, c.misses,
	c.warned_at, c.told_at, c.next_at`

// targets are the places that rowColumns are scanned into; the target is a text still.
func (r *Row) targets(target *string, used *int64) []any {
	return []any{
		&r.Clock, sqldb.ScanID(&r.Level), target, &r.State, sqldb.ScanTime(&r.Started), sqldb.ScanTime(&r.Due), sqldb.ScanTime(&r.Warn),
		sqldb.ScanTime(&r.Ended), used, &r.Rounds, &r.Misses, sqldb.ScanTime(&r.Warned), sqldb.ScanTime(&r.Told), sqldb.ScanTime(&r.Next),
	}
}

func (r *Row) finish(target string, used int64) error {
	var err error
	r.Used = time.Duration(used) * time.Microsecond
	r.Target, err = parseTarget(r.Clock, target)
	return err
}

func scanRow(row sqldb.Row) (Row, error) {
	var r Row
	var target string
	var used int64
	if err := row.Scan(r.targets(&target, &used)...); err != nil {
		return r, err
	}
	return r, r.finish(target, used)
}

// Late reports whether the promise is broken at an instant.
func (r *Row) Late(now time.Time) bool {
	return r.State == Missed || !r.State.Ended() && !r.Due.IsZero() && now.After(r.Due)
}

var selectClocks = sqldb.Q("sla.clocks_of", `select `+rowColumns+` from sla_clock c where c.ticket_id = $1`)
