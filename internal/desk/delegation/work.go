package delegation

import (
	"context"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/sqldb"
)

// ReportInput is what a receiver tells the desk.
type ReportInput struct {
	Status      Status // "": as before.
	Text        string
	External    string // The receiver's own number; "": as before.
	Attachments []ticket.AttachmentID
	Version     int64 // The hand-over that the receiver saw; 0 skips the check.
	Source      ticket.Source
	Channel     ticket.Channel
}

// Report notes how a case fares in the actor's hands. The next report is due one report-back time later.
// Errors: errs.NotFound for what is not, or no longer, in the actor's hands; errs.Invalid; errs.Conflict.
func (s *Service) Report(ctx context.Context, by authz.Actor, id ticket.ID, in ReportInput) (Delegation, error) {
	return s.write(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx) (Delegation, error) { return s.ReportIn(ctx, tx, by, id, in) })
}

// ReportIn is Report inside a transaction that is already open.
func (s *Service) ReportIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID, in ReportInput) (Delegation, error) {
	d, err := s.hand(ctx, tx, by, id, in.Version)
	if err != nil {
		return d, err
	}
	var f errs.Fields
	if in.Status == "" {
		in.Status = d.Status
	}
	if !in.Status.Open() || in.Status == Sent && d.Status != Sent {
		f.Add("status", "error.choose")
	}
	in.External = clean.Line(in.External, maxExternal)
	if in.External == "" {
		in.External = d.External
	}
	if clean.Blank(in.Text) && len(in.Attachments) == 0 && in.Status == d.Status && in.External == d.External {
		f.Add("text", "delegation.error.nothing")
	}
	if err := f.Err(); err != nil {
		return d, err
	}
	d.Status, d.External, d.ReportedAt = in.Status, in.External, tx.Now()
	if d.AcceptedAt.IsZero() && d.Status != Sent {
		d.AcceptedAt = tx.Now()
	}
	if d.Due, err = s.reportDue(ctx, tx, d.Org, tx.Now(), d.Report); err != nil {
		return d, err
	}
	return d, s.tell(ctx, tx, by, &d, ticket.EventDelegateReported, in, func(*ticket.Ticket) error { return nil })
}

// Done gives a case back as remedied. The desk tells the user; the receiver does not.
func (s *Service) Done(ctx context.Context, by authz.Actor, id ticket.ID, in ReportInput) (Delegation, error) {
	return s.write(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx) (Delegation, error) { return s.DoneIn(ctx, tx, by, id, in) })
}

// DoneIn is Done inside a transaction that is already open.
func (s *Service) DoneIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID, in ReportInput) (Delegation, error) {
	return s.giveBack(ctx, tx, by, id, in, Done, ticket.EventDelegateDone, ticket.SubRemedied)
}

// Refuse gives a case back unremedied, with a reason.
func (s *Service) Refuse(ctx context.Context, by authz.Actor, id ticket.ID, in ReportInput) (Delegation, error) {
	return s.write(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx) (Delegation, error) { return s.RefuseIn(ctx, tx, by, id, in) })
}

// RefuseIn is Refuse inside a transaction that is already open.
func (s *Service) RefuseIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID, in ReportInput) (Delegation, error) {
	return s.giveBack(ctx, tx, by, id, in, Refused, ticket.EventRecalled, "")
}

func (s *Service) giveBack(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID, in ReportInput, as Status, event, substate string) (Delegation, error) {
	d, err := s.hand(ctx, tx, by, id, in.Version)
	if err != nil {
		return d, err
	}
	if clean.Blank(in.Text) {
		var f errs.Fields
		f.Add("text", "delegation.error.how")
		return d, f.Err()
	}
	if external := clean.Line(in.External, maxExternal); external != "" {
		d.External = external
	}
	d.Status, d.ReportedAt, d.EndedAt, d.Due = as, tx.Now(), tx.Now(), time.Time{}
	return d, s.tell(ctx, tx, by, &d, event, in, func(t *ticket.Ticket) error {
		t.Supplier, t.AwaitsDesk = 0, true
		if t.State != ticket.StateOpen {
			return nil // On hold for another reason, which stands.
		}
		return t.Put(ticket.StateOpen, substate)
	})
}

// hand returns what the actor has in hand, as they saw it.
func (s *Service) hand(ctx context.Context, q sqldb.Querier, by authz.Actor, id ticket.ID, version int64) (Delegation, error) {
	d, err := inHand(ctx, q, by, id)
	if err == nil && version != 0 && version != d.Version {
		err = errs.E(errs.Conflict, "delegation.error.meanwhile")
	}
	return d, err
}

// tell stores a receiver's news: the row, the words, the event on the case, the number beside ours.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, d *Delegation, event string, in ReportInput, then func(*ticket.Ticket) error) error {
	if err := d.save(ctx, tx); err != nil {
		return err
	}
	_, err := s.d.Ticket.StepIn(ctx, tx, by, d.Ticket, event, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, p *ticket.Payload) error {
		p.Handover = d.handover()
		if err := s.exchange(ctx, tx, by, t, p, d, fromReceiver, ticket.Words{Text: in.Text, Attachments: in.Attachments, Source: in.Source, Channel: in.Channel}); err != nil {
			return err
		}
		return then(t)
	})
	if err != nil {
		return err
	}
	return s.reference(ctx, tx, d)
}

func (s *Service) write(ctx context.Context, by authz.Actor, id ticket.ID, fn func(ctx context.Context, tx *sqldb.Tx) (Delegation, error)) (Delegation, error) {
	var d Delegation
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if d, err = fn(ctx, tx); err != nil {
			return err
		}
		return once.Settle(ctx, tx, id.String())
	})
	return d, err
}
