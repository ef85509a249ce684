package delivery

import (
	"context"
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

func personOf(by authz.Actor) directory.PersonID { return directory.PersonID(by.Person) }

// begun lets the cases follow their tasks after work on some of these.
func (s *Service) begun(ctx context.Context, tx *sqldb.Tx, by authz.Actor, list []Task) error {
	for _, part := range byTicket(list) {
		if err := s.settle(ctx, tx, by, part[0].Ticket); err != nil {
			return err
		}
	}
	return nil
}

// settle brings a case to where its tasks are: in work while one is open, solved when all have been delivered, over when
// their receivers have said yes, withdrawn when all were cancelled. It tells nobody: the words are about deliveries.
func (s *Service) settle(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID) error {
	tasks, err := ofTicket(ctx, tx, id)
	if err != nil || len(tasks) == 0 {
		return err
	}
	t, err := ticket.LoadIn(ctx, tx, system(), id)
	if err != nil || t.State.Ended() {
		return err
	}
	open, waiting, accepted := len(only(tasks, Todo, Started, Fault)), len(only(tasks, Delivered)), len(only(tasks, Accepted))
	switch {
	case open > 0:
		if t.State == ticket.StateNew && len(only(tasks, Todo)) < len(tasks) {
			return s.step(ctx, tx, by, id, ticket.EventChanged, func(t *ticket.Ticket, _ *ticket.Payload) error { return t.Put(ticket.StateOpen, "") })
		}
		return nil
	case waiting+accepted == 0:
		return s.step(ctx, tx, by, id, ticket.EventWithdrawn, func(t *ticket.Ticket, _ *ticket.Payload) error {
			t.ClosedAt, t.ClosedHow, t.AwaitsDesk = tx.Now(), "withdrawn", false
			return t.Put(ticket.StateWithdrawn, "")
		})
	}
	if t.State != ticket.StateResolved {
		if err := s.solved(ctx, tx, by, &t); err != nil {
			return err
		}
	}
	if waiting > 0 {
		return nil
	}
	return s.step(ctx, tx, by, id, ticket.EventClosed, func(t *ticket.Ticket, p *ticket.Payload) error {
		t.ToldAt, t.ClosedAt, t.ClosedHow, t.CloseDue, p.How = tx.Now(), tx.Now(), ticket.ByUser, time.Time{}, ticket.ByUser
		return t.Put(ticket.StateClosed, "")
	})
}

// solved ends the work on a case. Whoever has it in hand for a supplier gives it back as done.
func (s *Service) solved(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *ticket.Ticket) error {
	words := s.d.Texts.Printer(i18n.Swedish).T("delivery.case.delivered")
	if t.Supplier != 0 && !by.IsSystem() {
		_, err := s.d.Delegation.DoneIn(ctx, tx, by, t.ID, delegation.ReportInput{Text: words})
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
	}
	return s.step(ctx, tx, by, t.ID, ticket.EventResolved, func(t *ticket.Ticket, _ *ticket.Payload) error {
		if t.State == ticket.StateNew {
			if err := t.Put(ticket.StateOpen, ""); err != nil {
				return err
			}
		}
		t.Solution, t.ResolvedAt, t.AwaitsDesk = words, tx.Now(), false
		if t.RepliedAt.IsZero() {
			t.RepliedAt = tx.Now()
		}
		return t.Put(ticket.StateResolved, "")
	})
}

// step changes a case in silence.
func (s *Service) step(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID, event string, fn func(t *ticket.Ticket, p *ticket.Payload) error) error {
	_, err := s.d.Ticket.StepIn(ctx, tx, by, id, event, func(_ context.Context, _ *sqldb.Tx, t *ticket.Ticket, p *ticket.Payload) error {
		p.Silent = true
		return fn(t, p)
	})
	return err
}

// again puts the case of a faulty delivery back to work, with the executor who had it.
func (s *Service) again(ctx context.Context, tx *sqldb.Tx, by authz.Actor, of *ticket.Ticket, list []Task, words string) error {
	err := s.step(ctx, tx, by, of.ID, ticket.EventReopened, func(t *ticket.Ticket, p *ticket.Payload) error {
		if t.State != ticket.StateOpen {
			t.State, t.Substate = ticket.StateOpen, ""
			t.Reopened++
		}
		t.ResolvedAt, t.ToldAt, t.CloseDue, t.ClosedAt = time.Time{}, time.Time{}, time.Time{}, time.Time{}
		t.ClosedHow, t.Solution, t.AwaitsDesk, p.Comment = "", "", true, words
		return nil
	})
	first := &list[0]
	if err != nil || first.Supplier == 0 || of.Sealed {
		return err
	}
	now, err := ticket.LoadIn(ctx, tx, system(), of.ID)
	if err != nil || now.Supplier != 0 {
		return err // The supplier has it still, and sees the fault in its view.
	}
	p := s.d.Texts.Printer(i18n.Swedish)
	task := p.T("delivery.case.again", "order", first.Order.String(), "what", names(p, list)) + "\n\n" + words
	return s.handOver(ctx, tx, &now, first.Supplier, task)
}

// attention asks the desk to look at a case.
func (s *Service) attention(ctx context.Context, tx *sqldb.Tx, id ticket.ID, words string) error {
	return s.step(ctx, tx, system(), id, ticket.EventNoted, func(t *ticket.Ticket, p *ticket.Payload) error {
		t.AwaitsDesk, p.Internal, p.Comment = !t.State.Ended(), true, words
		return nil
	})
}
