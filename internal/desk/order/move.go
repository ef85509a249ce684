package order

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// move is one way on for lines: to which state, by which event, and which instant it sets.
type move struct {
	to   State
	kind string
	stmt sqldb.Stmt
	p    Payload            // What the event says beside.
	on   directory.PersonID // In whose place.
}

// One statement for any number of lines.
var (
	moveReleased  = sqldb.Q("order.move_released", `update order_line set state = $2, released_at = $3, version = version + 1 where id {{in $1}}`)
	moveStarted   = sqldb.Q("order.move_started", `update order_line set state = $2, started_at = $3, version = version + 1 where id {{in $1}}`)
	moveDelivered = sqldb.Q("order.move_delivered", `update order_line set state = $2, delivered_at = $3, started_at = coalesce(started_at, $3),
		version = version + 1 where id {{in $1}}`)
	moveFault    = sqldb.Q("order.move_fault", `update order_line set state = $2, version = version + 1 where id {{in $1}}`)
	moveAccepted = sqldb.Q("order.move_accepted", `update order_line set state = $2, accepted_at = $3, version = version + 1 where id {{in $1}}`)
	moveEnded    = sqldb.Q("order.move_ended", `update order_line set state = $2, ended_at = $3, version = version + 1 where id {{in $1}}`)
	planLines    = sqldb.Q("order.plan", `update order_line set planned_on = $2, version = version + 1 where id {{in $1}}`)
)

// ReleaseIn lets lines be carried out: nobody's yes is missing any more. Each of the functions in this file takes any
// number of lines, writes them in one statement and appends one event for each order. The caller has decided who may.
// Errors: errs.Conflict where a line's state does not allow it; errs.NotFound for a line that is not there.
func (s *Service) ReleaseIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, ids ...LineID) error {
	return s.move(ctx, tx, by, move{to: Ordered, kind: EventReleased, stmt: moveReleased}, ids)
}

// RejectIn ends lines that somebody said no to.
func (s *Service) RejectIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, comment string, ids ...LineID) error {
	return s.move(ctx, tx, by, move{to: Rejected, kind: EventRejected, stmt: moveEnded, p: Payload{Comment: comment}}, ids)
}

// StartIn says that somebody has begun: from now on the orderer can neither change nor cancel.
func (s *Service) StartIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, ids ...LineID) error {
	return s.move(ctx, tx, by, move{to: Started, kind: EventStarted, stmt: moveStarted}, ids)
}

// DeliverIn says that lines have come to their receivers.
func (s *Service) DeliverIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, ids ...LineID) error {
	return s.move(ctx, tx, by, move{to: Delivered, kind: EventDelivered, stmt: moveDelivered}, ids)
}

// FaultIn says that something is wrong with what was delivered: the lines stay open.
func (s *Service) FaultIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, comment string, ids ...LineID) error {
	return s.move(ctx, tx, by, move{to: Fault, kind: EventFault, stmt: moveFault, p: Payload{Comment: comment}}, ids)
}

// AcceptIn says that lines came as they should.
func (s *Service) AcceptIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, ids ...LineID) error {
	return s.move(ctx, tx, by, move{to: Accepted, kind: EventAccepted, stmt: moveAccepted}, ids)
}

// CancelIn ends lines whose delivery has not begun.
func (s *Service) CancelIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, comment string, ids ...LineID) error {
	return s.move(ctx, tx, by, move{to: Cancelled, kind: EventCancelled, stmt: moveEnded, p: Payload{Comment: comment}}, ids)
}

// PlanIn sets the day, as 2026-12-01, on which lines are to be delivered. States stay.
func (s *Service) PlanIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, day, reason string, ids ...LineID) error {
	return s.move(ctx, tx, by, move{kind: EventPlanned, p: Payload{Day: day, Comment: reason}}, ids)
}

// move is the only place where a line's state changes.
func (s *Service) move(ctx context.Context, tx *sqldb.Tx, by authz.Actor, m move, ids []LineID) error {
	if len(ids) == 0 {
		return nil
	}
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	places, err := sqldb.All(ctx, tx, selectPlaces, scanPlace, sqldb.List[LineID](ids))
	if err != nil {
		return err
	}
	if len(places) != len(ids) {
		return errs.Missing()
	}
	for _, p := range places {
		if m.to != "" && !slices.Contains(moves[p.state], m.to) || m.to == "" && p.state.Over() {
			return errs.E(errs.Conflict, "order.error.state", "order", p.order.String())
		}
	}
	if m.to == "" {
		_, err = tx.Exec(ctx, planLines, sqldb.List[LineID](ids), m.p.Day)
	} else {
		args := []any{sqldb.List[LineID](ids), string(m.to), sqldb.Time(tx.Now())}
		if m.to == Fault {
			args = args[:2] // When it was delivered is what it was.
		}
		_, err = tx.Exec(ctx, m.stmt, args...)
	}
	if err != nil {
		return err
	}
	for start := 0; start < len(places); {
		end := start
		for end < len(places) && places[end].order == places[start].order {
			end++
		}
		p := m.p
		for _, x := range places[start:end] {
			p.Lines = append(p.Lines, x.line)
		}
		if err := s.tell(ctx, tx, by, places[start].order, m.kind, m.on, p); err != nil {
			return err
		}
		start = end
	}
	return nil
}

// tell folds an order anew and appends an event as its next version.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID, kind string, on directory.PersonID, p Payload) error {
	o, err := load(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := settle(ctx, tx, &o); err != nil {
		return err
	}
	return s.append(ctx, tx, by, &o, kind, on, p)
}

func (s *Service) append(ctx context.Context, tx *sqldb.Tx, by authz.Actor, o *Order, kind string, on directory.PersonID, p Payload) error {
	p.Order, p.Orderer, p.Register = o.ID, o.Orderer, o.Register
	_, err := s.d.Events.Append(ctx, tx, by, event.Draft{
		Org: int64(o.Org), Kind: Stream, Stream: int64(o.ID), Pos: o.Version, Type: kind, Label: string(o.State), For: int64(on), Payload: p,
	})
	tx.Poke(topics(o)...)
	return err
}

type place struct {
	line  LineID
	order ID
	state State
}

var selectPlaces = sqldb.Q("order.places", `select l.id, l.order_id, l.state from order_line l where l.id {{in $1}} order by l.order_id, l.pos, l.id {{for_update}}`)

func scanPlace(r sqldb.Row) (place, error) {
	var p place
	return p, r.Scan(&p.line, &p.order, &p.state)
}
