package ticket

import (
	"context"
	"time"

	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// ResolveInput is how a case was solved.
type ResolveInput struct {
	Solution string // What the user is told.
	Code     string // How it was solved, by the organisation's list; may be empty.
	// Told says that the user has heard it already, on the phone or face to face.
	Told        bool
	Attachments []AttachmentID
	// FirstContact says that it was solved while the user was there for the first time.
	FirstContact bool
}

// Resolve tells the user that the case is solved. It is closed when the user accepts, or when the period after the
// user is known to have been told has passed. Errors: errs.NotFound, errs.Forbidden, errs.Invalid, errs.Conflict.
func (s *Service) Resolve(ctx context.Context, by authz.Actor, id ID, in ResolveInput) (Ticket, error) {
	return s.update(ctx, by, id, MayResolve, EventResolved, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		return s.resolve(ctx, tx, by, t, p, in)
	})
}

func (s *Service) resolve(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *Ticket, p *Payload, in ResolveInput) error {
	if clean.Blank(in.Solution) {
		var f errs.Fields
		f.Add("solution", "ticket.error.solution_missing")
		return f.Err()
	}
	if err := s.requiredFields(ctx, tx, t, stageResolve); err != nil {
		return err
	}
	if err := move(t, StateResolved); err != nil {
		return err
	}
	m := Message{Kind: Solution, Text: in.Solution, Channel: t.replyChannel(in.Told)}
	if err := s.say(ctx, tx, by, t, p, &m, in.Attachments); err != nil {
		return err
	}
	t.Solution, t.SolutionCode = m.Text, clean.Line(in.Code, 100)
	t.ResolvedAt, t.AwaitsDesk, t.FirstContact = tx.Now(), false, t.FirstContact || in.FirstContact
	if t.RepliedAt.IsZero() {
		t.RepliedAt = tx.Now()
	}
	if in.Told {
		p.How = "spoken"
		return told(ctx, tx, t, tx.Now())
	}
	return nil
}

func (t *Ticket) replyChannel(spoken bool) Channel {
	if spoken && (t.Channel == Phone || t.Channel == Visit) {
		return t.Channel
	}
	return Portal
}

// told notes when the user received word of the solution and when the case may be closed without an answer.
func told(ctx context.Context, q sqldb.Querier, t *Ticket, at time.Time) error {
	hours, err := setting.Get[int](ctx, q, t.Org, setting.CloseAfterHours, at)
	if err != nil {
		return err
	}
	t.ToldAt, t.CloseDue = at, at.Add(time.Duration(hours)*time.Hour)
	return nil
}

// MarkTold notes that the user is known to have received word of the solution: a mail was taken over by the receiver's
// server, the page was read, a call was made. The first time counts; on a case that is not solved it does nothing.
func (s *Service) MarkTold(ctx context.Context, by authz.Actor, id ID, how string) (Ticket, error) {
	return s.update(ctx, by, id, MayReport, EventTold, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		if t.State != StateResolved || !t.ToldAt.IsZero() {
			return nil
		}
		p.How = how
		return told(ctx, tx, t, tx.Now())
	})
}

// Tell notes that an agent has told the user by word of mouth.
func (s *Service) Tell(ctx context.Context, by authz.Actor, id ID) (Ticket, error) {
	return s.update(ctx, by, id, MayResolve, EventTold, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		if t.State != StateResolved {
			return errs.E(errs.Conflict, "ticket.error.not_solved")
		}
		if !t.ToldAt.IsZero() {
			return nil
		}
		p.How = "spoken"
		return told(ctx, tx, t, tx.Now())
	})
}

// Accept closes an own case whose solution the user accepts.
func (s *Service) Accept(ctx context.Context, by authz.Actor, id ID) (Ticket, error) {
	return s.update(ctx, by, id, MayReport, EventClosed, func(_ context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		if t.State == StateClosed {
			return nil
		}
		if err := move(t, StateClosed); err != nil {
			return err
		}
		if t.ToldAt.IsZero() {
			// Whoever accepts has been told.
			t.ToldAt = tx.Now()
		}
		t.ClosedAt, t.ClosedHow, t.CloseDue, p.How = tx.Now(), ByUser, zeroTime, ByUser
		return nil
	})
}

// Reject opens an own case again whose solution did not help; the words say what is still wrong.
func (s *Service) Reject(ctx context.Context, by authz.Actor, id ID, w Words) (Ticket, error) {
	return s.update(ctx, by, id, MayReport, EventRejected, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		if t.State != StateResolved {
			return errs.E(errs.Conflict, "ticket.error.not_solved")
		}
		if !clean.Blank(w.Text) || len(w.Attachments) > 0 {
			m := w.message(FromUser)
			if err := s.say(ctx, tx, by, t, p, &m, w.Attachments); err != nil {
				return err
			}
		}
		reopen(t)
		return nil
	})
}
