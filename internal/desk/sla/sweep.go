package sla

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Stream is the kind of the stream that tells of a case's clocks; it carries the case's number.
const Stream = "sla"

// The events of the sweep.
const (
	EventWarned   = "sla.warned"
	EventBreached = "sla.breached"
	EventPassed   = "sla.passed" // An aim was passed: no breach.
)

// Told is the payload of all three.
type Told struct {
	Clock    Clock              `json:"clock"`
	Due      time.Time          `json:"due"`
	Level    LevelID            `json:"level,omitempty"`
	Desk     directory.DeskID   `json:"desk"`
	Group    directory.GroupID  `json:"group,omitempty"`
	Assignee directory.PersonID `json:"assignee,omitempty"`
	Supplier ticket.SupplierID  `json:"supplier,omitempty"`
}

// sweepBatch is how many clocks are told of in one transaction.
const sweepBatch = 100

// SelectDue finds the clocks that the sweep must look at, by their index alone.
var SelectDue = sqldb.Q("sla.due", `
	select c.ticket_id, c.clock, c.next_at from sla_clock c where c.next_at is not null and c.next_at <= $1 order by c.next_at limit $2`)

var selectPlace = sqldb.Q("sla.due_one", `
	select `+rowColumns+`, c.ticket_id, t.org_id, t.desk_id, t.group_id, t.assignee_id, t.supplier_id from sla_clock c join ticket t on t.id = c.ticket_id
	where c.ticket_id = $1 and c.clock = $2 and c.next_at is not null and c.next_at <= $3`)

var (
	markWarned = sqldb.Q("sla.mark_warned", `update sla_clock set warned_at = $3, next_at = $4 where ticket_id = $1 and clock = $2`)
	markBroken = sqldb.Q("sla.mark_broken", `update sla_clock set told_at = $3, next_at = null where ticket_id = $1 and clock = $2`)
	nextPos    = sqldb.Q("sla.pos", `select coalesce(max(pos), 0) + 1 from event where kind = $1 and stream_id = $2`)
)

type dueClock struct {
	ticket ticket.ID
	clock  Clock
}

// Sweep warns of clocks of which little is left and tells of those whose time is out. It reads only what is due, however
// many clocks run, and does nothing to what another node has done.
func (s *Service) Sweep(ctx context.Context) error {
	for {
		due, err := sqldb.All(ctx, s.db, SelectDue, func(r sqldb.Row) (dueClock, error) {
			var d dueClock
			var at time.Time
			return d, r.Scan(&d.ticket, &d.clock, sqldb.ScanTime(&at))
		}, sqldb.Time(s.db.Now()), sweepBatch)
		if err != nil || len(due) == 0 {
			return err
		}
		var failed error
		for _, d := range due {
			// One clock that cannot be told of does not keep the others from it.
			failed = errors.Join(failed, s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.tellDue(ctx, tx, d) }))
		}
		if failed != nil {
			return failed
		}
	}
}

// placed is a clock with the place of its case.
type placed struct {
	Row
	ticket ticket.ID
	org    directory.OrgID
	told   Told
}

func scanPlaced(r sqldb.Row) (placed, error) {
	var p placed
	var target string
	var used int64
	to := append(p.targets(&target, &used), &p.ticket, &p.org, &p.told.Desk, sqldb.ScanID(&p.told.Group), sqldb.ScanID(&p.told.Assignee), sqldb.ScanID(&p.told.Supplier))
	if err := r.Scan(to...); err != nil {
		return p, err
	}
	return p, p.finish(target, used)
}

// tellDue looks at one clock again, with its case locked: somebody may have been quicker, and nobody shall be meanwhile.
func (s *Service) tellDue(ctx context.Context, tx *sqldb.Tx, d dueClock) error {
	if _, err := sqldb.One(ctx, tx, lockTicket, sqldb.Value[int64], int64(d.ticket)); err != nil {
		return err
	}
	p, found, err := sqldb.Maybe(ctx, tx, selectPlace, scanPlaced, int64(d.ticket), string(d.clock), sqldb.Time(tx.Now()))
	if err != nil || !found {
		return err
	}
	p.told.Clock, p.told.Due, p.told.Level = p.Clock, p.Due, p.Level
	kind := EventWarned
	switch {
	case tx.Now().Before(p.Due):
		_, err = tx.Exec(ctx, markWarned, int64(d.ticket), string(d.clock), sqldb.Time(tx.Now()), sqldb.Time(p.Due))
	default:
		if kind = EventBreached; p.Clock.Soft() {
			kind = EventPassed
		}
		_, err = tx.Exec(ctx, markBroken, int64(d.ticket), string(d.clock), sqldb.Time(tx.Now()))
	}
	if err != nil {
		return err
	}
	if kind == EventBreached {
		if err := s.openFollow(ctx, tx, &p); err != nil {
			return err
		}
	}
	tx.Poke(fmt.Sprintf("ticket:%d", p.ticket), fmt.Sprintf("desk:%d", p.told.Desk)) // Open pages say that it is late.
	return s.tell(ctx, tx, authz.System("sla"), p.org, Stream, int64(p.ticket), kind, string(p.Clock), p.told)
}

// tell appends an event to a stream that nobody else counts.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org directory.OrgID, stream string, id int64, kind, label string, payload any) error {
	pos, err := sqldb.One(ctx, tx, nextPos, sqldb.Value[int64], stream, id)
	if err != nil {
		return err
	}
	_, err = s.events.Append(ctx, tx, by, event.Draft{Org: int64(org), Kind: stream, Stream: id, Pos: pos, Type: kind, Label: label, Payload: payload})
	return err
}
