package ticket

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Close ends a solved case whose user has been told. Only the desk holds ticket.close.
// Errors: errs.Conflict when the case is not solved or nobody has told the user.
func (s *Service) Close(ctx context.Context, by authz.Actor, id ID) (Ticket, error) {
	how := ByDesk
	if by.IsSystem() {
		how = ByTimeout
	}
	return s.update(ctx, by, id, MayClose, EventClosed, func(_ context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		if t.State != StateResolved {
			return errs.E(errs.Conflict, "ticket.error.not_solved")
		}
		if t.ToldAt.IsZero() {
			return errs.E(errs.Conflict, "ticket.error.not_told")
		}
		if how == ByTimeout && (t.CloseDue.IsZero() || t.CloseDue.After(tx.Now())) {
			// The sweep saw an older row: the case was opened again meanwhile.
			return nil
		}
		t.State, t.Substate = StateClosed, ""
		t.ClosedAt, t.ClosedHow, t.CloseDue, p.How = tx.Now(), how, zeroTime, how
		return nil
	})
}

// Withdraw ends an own case that the user no longer needs.
func (s *Service) Withdraw(ctx context.Context, by authz.Actor, id ID, reason string) (Ticket, error) {
	return s.update(ctx, by, id, MayReport, EventWithdrawn, func(_ context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		if err := move(t, StateWithdrawn); err != nil {
			return err
		}
		t.ClosedAt, t.ClosedHow, t.AwaitsDesk = tx.Now(), "withdrawn", false
		p.Comment = clean.Text(reason, 2000)
		return nil
	})
}

// Reopen puts an ended or solved case back to work: the user within the period, the desk at any time.
func (s *Service) Reopen(ctx context.Context, by authz.Actor, id ID, reason string) (Ticket, error) {
	t, err := s.Load(ctx, by, id)
	if err != nil {
		return Ticket{}, err
	}
	verb := MayWork
	if t.Concerns(by.Person) && !s.Can(by, MayWork, &t) {
		verb = MayReport
	}
	return s.update(ctx, by, id, verb, EventReopened, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		if t.State.Active() || t.State == StateMerged {
			return errs.E(errs.Conflict, "ticket.error.not_ended")
		}
		late, err := s.tooLate(ctx, tx, t)
		if err != nil {
			return err
		}
		if late && verb == MayReport {
			return errs.E(errs.Conflict, "ticket.error.too_late")
		}
		p.Comment = clean.Text(reason, 2000)
		reopen(t)
		return nil
	})
}

// FollowUp notes that the desk has followed up a closed case.
func (s *Service) FollowUp(ctx context.Context, by authz.Actor, id ID, note string) (Ticket, error) {
	return s.update(ctx, by, id, MayWork, EventFollowedUp, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		if t.State != StateClosed {
			return errs.E(errs.Conflict, "ticket.error.not_closed")
		}
		t.FollowedUpAt = tx.Now()
		if clean.Blank(note) {
			return nil
		}
		m := Message{Kind: Note, Text: note, Channel: Portal}
		return s.say(ctx, tx, by, t, p, &m, nil)
	})
}

var (
	selectCloseDue = sqldb.Q("ticket.close_due", `
		select id from ticket where state = 'resolved' and close_due is not null and close_due <= $1 order by close_due limit 200`)
	selectHoldOver = sqldb.Q("ticket.hold_over", `
		select id from ticket where state = 'hold' and hold_until is not null and hold_until <= $1 order by hold_until limit 200`)
)

// Sweep does what is due by now: closes cases whose users have been silent since they were told, and wakes those whose
// hold is over. It reads only what is due, however much is stored, and does nothing to what another node has done.
func (s *Service) Sweep(ctx context.Context) error {
	by := authz.System("sweep")
	for {
		due, err := sqldb.All(ctx, s.db, selectCloseDue, sqldb.Value[int64], sqldb.Time(s.db.Now()))
		if err != nil {
			return err
		}
		for _, id := range due {
			if _, err := s.Close(ctx, by, ID(id)); err != nil && !errs.Is(err, errs.Conflict) {
				return err
			}
		}
		over, err := sqldb.All(ctx, s.db, selectHoldOver, sqldb.Value[int64], sqldb.Time(s.db.Now()))
		if err != nil {
			return err
		}
		for _, id := range over {
			if _, err := s.wake(ctx, by, ID(id)); err != nil {
				return err
			}
		}
		if len(due) == 0 && len(over) == 0 {
			return nil
		}
	}
}
