package ticket

import (
	"context"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// HoldInput says why a case waits and until when.
type HoldInput struct {
	Reason   string
	Code     string    // One of the organisation's pause reasons; may be empty.
	Until    time.Time // The case wakes by itself then. Must lie ahead.
	Substate string    // One of the kind's sub-states of "hold"; may be empty.
}

// Hold lets a case wait with a reason and a date. Errors: errs.Invalid, errs.Conflict, errs.Forbidden, errs.NotFound.
func (s *Service) Hold(ctx context.Context, by authz.Actor, id ID, in HoldInput) (Ticket, error) {
	return s.update(ctx, by, id, MayWork, EventHeld, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, _ *Payload) error {
		var f errs.Fields
		if clean.Blank(in.Reason) {
			f.Add("reason", "ticket.error.reason_missing")
		}
		switch {
		case in.Until.IsZero():
			f.Add("until", "ticket.error.until_missing")
		case !in.Until.After(tx.Now()):
			f.Add("until", "ticket.error.until_past")
		}
		if err := f.Err(); err != nil {
			return err
		}
		if err := move(t, StateOnHold); err != nil {
			return err
		}
		t.HoldCode = clean.Line(in.Code, 40)
		t.HoldReason, t.HoldUntil = clean.Line(in.Reason, 500), in.Until.UTC()
		if in.Substate == "" {
			var err error
			if in.Substate, err = waitingStep(ctx, tx, t); err != nil {
				return err
			}
		}
		return s.substate(ctx, tx, t, in.Substate)
	})
}

// waitingStep is the step that goes with the reason why a case waits, where its kind has it: users see whose turn it is.
func waitingStep(ctx context.Context, q sqldb.Querier, t *Ticket) (string, error) {
	key := map[string]string{"user": "awaiting_user", "supplier": "awaiting_supplier", "cost": "awaiting_approval"}[t.HoldCode]
	if key == "" {
		return "", nil
	}
	c, err := kindConfig(ctx, q, t.Org, t.Kind)
	if sub, ok := c.Substate(key); err != nil || !ok || sub.Hidden || sub.State != StateOnHold || len(sub.After) > 0 {
		return "", err
	}
	return key, nil
}

// Resume takes a waiting case up again before its date.
func (s *Service) Resume(ctx context.Context, by authz.Actor, id ID) (Ticket, error) {
	return s.update(ctx, by, id, MayWork, EventResumed, func(_ context.Context, _ *sqldb.Tx, t *Ticket, _ *Payload) error {
		if t.State != StateOnHold {
			return errs.E(errs.Conflict, "ticket.error.not_on_hold")
		}
		return move(t, StateOpen)
	})
}

// wake resumes a case whose date has come, unless it has moved on meanwhile.
func (s *Service) wake(ctx context.Context, by authz.Actor, id ID) (Ticket, error) {
	return s.update(ctx, by, id, MayWork, EventResumed, func(_ context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		if t.State != StateOnHold || t.HoldUntil.IsZero() || t.HoldUntil.After(tx.Now()) {
			return nil
		}
		p.How, t.AwaitsDesk = "date", true
		return move(t, StateOpen)
	})
}

// Begin takes a new case into work without a word to the user yet.
func (s *Service) Begin(ctx context.Context, by authz.Actor, id ID, substate string) (Ticket, error) {
	return s.update(ctx, by, id, MayWork, EventChanged, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, _ *Payload) error {
		if t.State != StateOpen {
			if err := move(t, StateOpen); err != nil {
				return err
			}
		}
		return s.substate(ctx, tx, t, substate)
	})
}
