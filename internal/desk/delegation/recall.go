package delegation

import (
	"context"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Recall takes a case back to the desk. Errors: errs.Conflict when nobody has it, errs.Forbidden, errs.NotFound.
func (s *Service) Recall(ctx context.Context, by authz.Actor, id ticket.ID, why string) (Delegation, error) {
	return s.write(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx) (Delegation, error) {
		t, d, err := s.deskSide(ctx, tx, by, id)
		if err != nil {
			return d, err
		}
		if err := s.endIn(ctx, tx, &t, Recalled); err != nil {
			return d, err
		}
		d.Status, d.EndedAt, d.Due = Recalled, tx.Now(), time.Time{}
		_, err = s.d.Ticket.StepIn(ctx, tx, by, id, ticket.EventRecalled, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, p *ticket.Payload) error {
			p.Handover, p.Comment = d.handover(), clean.Line(why, maxReason)
			t.Supplier, t.AwaitsDesk = 0, true
			if t.Substate == ticket.SubDelegated {
				t.Substate = ""
			}
			return s.exchange(ctx, tx, by, t, p, &d, fromDesk, ticket.Words{Text: why})
		})
		return d, err
	})
}

// Say sends words of the desk to whoever has the case.
func (s *Service) Say(ctx context.Context, by authz.Actor, id ticket.ID, w ticket.Words) (Delegation, error) {
	return s.write(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx) (Delegation, error) {
		_, d, err := s.deskSide(ctx, tx, by, id)
		if err != nil {
			return d, err
		}
		if clean.Blank(w.Text) && len(w.Attachments) == 0 {
			var f errs.Fields
			f.Add("text", "ticket.error.text_missing")
			return d, f.Err()
		}
		_, err = s.d.Ticket.StepIn(ctx, tx, by, id, ticket.EventDelegateSaid, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, p *ticket.Payload) error {
			p.Handover = d.handover()
			return s.exchange(ctx, tx, by, t, p, &d, fromDesk, w)
		})
		return d, err
	})
}

// deskSide returns a case that the actor may delegate, and who has it now.
func (s *Service) deskSide(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID) (ticket.Ticket, Delegation, error) {
	t, err := ticket.LoadIn(ctx, tx, by, id)
	if err != nil {
		return t, Delegation{}, err
	}
	if err := s.mayDelegate(by, &t); err != nil {
		return t, Delegation{}, err
	}
	d, found, err := NowIn(ctx, tx, id)
	if err == nil && !found {
		err = errs.E(errs.Conflict, "delegation.error.nobody")
	}
	return t, d, err
}

// endIn ends a case's hand-over, if there is one.
func (s *Service) endIn(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, as Status) error {
	d, found, err := NowIn(ctx, tx, t.ID)
	if err != nil || !found {
		return err
	}
	d.Status, d.EndedAt, d.Due = as, tx.Now(), time.Time{}
	return d.save(ctx, tx)
}

// onEnd ends the hand-over of a case that the desk has solved, or that is over: whoever had it has it no more.
func (s *Service) onEnd(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	p, err := ticket.DecodePayload(e)
	if err != nil {
		return err
	}
	if d, ok := p.Changes["supplier_id"]; !ok || d.To != nil {
		return nil
	}
	return s.endIn(ctx, tx, &ticket.Ticket{ID: ticket.ID(e.Stream)}, Recalled)
}

// onAssigned holds that a case in other hands has a named owner at the desk.
func (s *Service) onAssigned(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	p, err := ticket.DecodePayload(e)
	if err != nil {
		return err
	}
	if d, ok := p.Changes["assignee_id"]; !ok || d.To != nil {
		return nil
	}
	_, found, err := NowIn(ctx, tx, ticket.ID(e.Stream))
	if err == nil && found {
		var f errs.Fields
		f.Add("assignee", "delegation.error.owner")
		return f.Err()
	}
	return err
}

// onMove holds that a case that waits for somebody's word is not taken on before the word is given.
func (s *Service) onMove(_ context.Context, _ *sqldb.Tx, _ authz.Actor, e event.Event) error {
	p, err := ticket.DecodePayload(e)
	if err != nil || p.Handover != nil {
		return err
	}
	if d, ok := p.Changes["substate"]; ok && (d.From == ticket.SubCost || d.From == ticket.SubInstruction) {
		return errs.E(errs.Conflict, "delegation.error.held")
	}
	return nil
}
