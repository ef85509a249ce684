package order

import (
	"context"
	"slices"

	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// maxComment bounds what somebody writes beside a change.
const maxComment = 1000

// Cancel takes lines back before their delivery has begun; no ids means all that still can be. Nobody has to decide about
// them any more, their tasks are closed by whoever hears, and nothing is charged. Errors: errs.NotFound, errs.Forbidden for
// somebody who may only look, errs.Conflict for a line whose delivery has begun.
func (s *Service) Cancel(ctx context.Context, by authz.Actor, id ID, comment string, ids ...LineID) error {
	comment = clean.Line(comment, maxComment)
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		o, behalf, err := s.mayChange(ctx, tx, by, id)
		if err != nil {
			return err
		}
		all, err := LinesIn(ctx, tx, id, ids...)
		if err != nil {
			return err
		}
		known, err := s.changeableIn(ctx, tx, by, id)
		if err != nil {
			return err
		}
		var gone []LineID
		var waited []int64
		for i := range all {
			l := &all[i]
			switch {
			case !known[l.ID]:
				if len(ids) > 0 {
					return errs.Missing()
				}
			case l.State.Changeable():
				gone = append(gone, l.ID)
				if l.State == Approval {
					waited = append(waited, int64(l.ID))
				}
			case len(ids) > 0:
				return errs.E(errs.Conflict, "order.error.begun", "order", o.ID.String())
			}
		}
		if len(gone) == 0 || len(ids) > 0 && len(all) != len(unique(ids)) {
			if len(ids) > 0 {
				return errs.Missing()
			}
			return errs.E(errs.Conflict, "order.error.begun", "order", o.ID.String())
		}
		if len(waited) > 0 {
			if err := s.d.Approval.WithdrawIn(ctx, tx, by, approval.Subject{Kind: subject, ID: int64(id)}, waited); err != nil {
				return err
			}
		}
		return s.move(ctx, tx, by, move{to: Cancelled, kind: EventCancelled, stmt: moveEnded, p: Payload{Comment: comment}, on: behalf}, gone)
	})
}

func unique(ids []LineID) []LineID {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// mayChange locks an order that is the actor's to change. By the desk too, when the desk noted it down.
func (s *Service) mayChange(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID) (Order, directory.PersonID, error) {
	if _, err := s.find(ctx, tx, by, id); err != nil {
		return Order{}, 0, err
	}
	o, err := lock(ctx, tx, id)
	if err != nil {
		return o, 0, err
	}
	behalf, ok := mine(by, &o)
	if !ok && o.Register != 0 && registers(by, &o) {
		behalf, ok = o.Orderer, true
	}
	if !ok {
		return o, 0, errs.Denied("order.change")
	}
	return o, behalf, nil
}

// changeableLine is a line that the actor may change as far as rights go. Errors: errs.NotFound, errs.Forbidden for one
// that they may only look at.
func (s *Service) changeableLine(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID, line LineID) (Line, error) {
	l, err := s.seen(ctx, tx, by, id, line)
	if err != nil {
		return l, err
	}
	known, err := s.changeableIn(ctx, tx, by, id)
	if err == nil && !known[line] {
		err = errs.Denied("order.change")
	}
	return l, err
}

// seenIn are the lines of an order that the actor may see.
func (s *Service) seenIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID) (map[LineID]bool, error) {
	return linesWithin(ctx, tx, lines(by), id)
}

// changeableIn are those of seenIn that the actor may change as far as rights go.
func (s *Service) changeableIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID) (map[LineID]bool, error) {
	return linesWithin(ctx, tx, lines(by).And(changeable(by)), id)
}

func linesWithin(ctx context.Context, tx *sqldb.Tx, scope authz.Scope, id ID) (map[LineID]bool, error) {
	var w sqldb.Where
	condition, args := scope.SQL()
	w.And("l.order_id = ?", int64(id))
	w.And(condition, args...)
	out := map[LineID]bool{}
	return out, sqldb.Each(ctx, tx, sqldb.Q("order.seen", `select l.id from order_line l join orders o on o.id = l.order_id where `+w.SQL()), func(r sqldb.Row) error {
		var l LineID
		err := r.Scan(&l)
		out[l] = true
		return err
	}, w.Args()...)
}
