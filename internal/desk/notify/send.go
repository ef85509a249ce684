package notify

import (
	"context"
	"fmt"
	"math"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

type sendArgs struct {
	ID int64 `json:"id"`
}

// send hands one mail to the sender and notes what became of it. A mail that has left already is left alone; one that
// leaves twice, after a crash in between, carries the same Message-ID.
func (s *Service) send(ctx context.Context, args sendArgs) error {
	m, err := sqldb.One(ctx, s.d.DB, selectMail, scanMail, args.ID)
	if err != nil {
		return fmt.Errorf("send: %w", err)
	}
	if m.State != "waiting" {
		return s.delivered(ctx, &m)
	}
	state, err := s.d.Sender.Send(ctx, m)
	if err != nil {
		return s.failed(ctx, &m, err)
	}
	m.State = state
	err = s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, markSent, state, sqldb.Time(tx.Now()), m.ID)
		return err
	})
	if err != nil {
		return fmt.Errorf("note that mail %d left: %w", m.ID, err)
	}
	return s.delivered(ctx, &m)
}

// toldBy is a case that a mail told of, and what it told.
type toldBy struct {
	ticket ticket.ID
	reason string
}

func (s *Service) toldBy(ctx context.Context, q sqldb.Querier, m *Mail) ([]toldBy, error) {
	return sqldb.All(ctx, q, selectToldBy, func(r sqldb.Row) (toldBy, error) {
		var b toldBy
		return b, r.Scan(&b.ticket, &b.reason)
	}, m.ID)
}

// delivered starts the clock to closing: the receiver's server has taken over the word that the cases are solved.
func (s *Service) delivered(ctx context.Context, m *Mail) error {
	if m.Reason != Resolved && m.Reason != Gathered || m.State != "sent" && m.State != "caught" {
		return nil
	}
	about, err := s.toldBy(ctx, s.d.DB, m)
	if err != nil {
		return err
	}
	for _, b := range about {
		if b.reason != Resolved {
			continue
		}
		if _, err := s.d.Ticket.MarkTold(ctx, authz.System("mail"), b.ticket, "mail"); err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
	}
	return nil
}

func (s *Service) failed(ctx context.Context, m *Mail, cause error) error {
	state := "waiting"
	if jobs.IsPermanent(cause) || jobs.CurrentTry(ctx).Last {
		state = "failed"
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, markTried, state, cause.Error(), m.ID)
		return err
	})
	if err != nil {
		return err
	}
	if state == "failed" {
		text := s.d.Texts.Printer(i18n.Swedish).T("mail.undelivered", "address", m.To, "error", cause.Error())
		if err := s.tellDesk(ctx, m, text); err != nil {
			return err
		}
	}
	return fmt.Errorf("send mail %d: %w", m.ID, cause)
}

// tellDesk records on the cases that the user could not be reached, and asks the desk to reach them in another way.
func (s *Service) tellDesk(ctx context.Context, m *Mail, text string) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		about, err := s.toldBy(ctx, tx, m)
		if err != nil {
			return err
		}
		for _, b := range about {
			t, _, err := s.d.Ticket.RecordIn(ctx, tx, b.ticket, ticket.Words{Text: text, Channel: ticket.Mail, Attention: true})
			if err != nil {
				return err
			}
			if b.reason == Posted {
				continue
			}
			if err := s.oweAnother(ctx, tx, &t); err != nil {
				return err
			}
		}
		return nil
	})
}

// oweAnother asks the desk to reach a user in another way than by mail, once for each case that is not over.
func (s *Service) oweAnother(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket) error {
	if t.State.Ended() {
		return nil
	}
	return s.owe(ctx, tx, t, TaskBounced, "", tx.Now())
}

// Latest returns the mails that left or wait, newest first: the demo's catcher shows them.
func (s *Service) Latest(ctx context.Context, before int64, limit int) ([]Mail, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	return sqldb.All(ctx, s.d.DB, selectLatest, scanMail, before, limit)
}

// Mail returns one mail.
func (s *Service) Mail(ctx context.Context, id int64) (Mail, error) {
	m, found, err := sqldb.Maybe(ctx, s.d.DB, selectMail, scanMail, id)
	if err == nil && !found {
		err = errs.Missing()
	}
	return m, err
}

// OfTicket returns the mails about a case. The caller has loaded it for an actor who works at its desk.
func (s *Service) OfTicket(ctx context.Context, by authz.Actor, t *ticket.Ticket) ([]Mail, error) {
	if !ticket.WorksOn(by, t) {
		return nil, nil
	}
	return sqldb.All(ctx, s.d.DB, selectOf, scanMail, int64(t.ID))
}

// FindSent returns the mail that carried a Message-ID.
func FindSent(ctx context.Context, q sqldb.Querier, mailID string) (Mail, bool, error) {
	return sqldb.Maybe(ctx, q, selectByID, scanMail, mailID)
}

// BouncedIn notes that a mail came back for good, and asks the desk to reach the user in another way. A case that it was
// to tell of as solved no longer counts as told, unless somebody else was told by mail. It does nothing for a mail that
// had not left, or came back before.
func (s *Service) BouncedIn(ctx context.Context, tx *sqldb.Tx, m *Mail, why string) error {
	n, err := tx.Exec(ctx, markBounced, why, m.MailID, sqldb.Time(tx.Now()))
	if err != nil || n == 0 {
		return err
	}
	about, err := s.toldBy(ctx, tx, m)
	if err != nil {
		return err
	}
	for _, b := range about {
		if b.reason == Posted {
			continue // No user has missed anything.
		}
		t, err := ticket.LoadIn(ctx, tx, authz.System("mail"), b.ticket)
		if err != nil {
			return err
		}
		if b.reason == Resolved {
			others, err := sqldb.One(ctx, tx, selectDelivered, sqldb.Value[int64], int64(t.ID), m.ID, sqldb.Time(t.ResolvedAt))
			if err != nil {
				return err
			}
			if others > 0 {
				continue
			}
			if t, err = s.d.Ticket.UntellIn(ctx, tx, authz.System("mail"), t.ID); err != nil {
				return err
			}
		}
		if err := s.oweAnother(ctx, tx, &t); err != nil {
			return err
		}
	}
	return nil
}
