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

// delivered starts the clock to closing: the receiver's server has taken over the word that the case is solved.
func (s *Service) delivered(ctx context.Context, m *Mail) error {
	if m.Reason != Resolved || m.Ticket == 0 || m.State != "sent" && m.State != "caught" {
		return nil
	}
	_, err := s.d.Ticket.MarkTold(ctx, authz.System("mail"), m.Ticket, "mail")
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	return err
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
	if state == "failed" && m.Ticket != 0 {
		text := s.d.Texts.Printer(i18n.Swedish).T("mail.undelivered", "address", m.To, "error", cause.Error())
		if err := s.tellDesk(ctx, m.Ticket, text); err != nil {
			return err
		}
	}
	return fmt.Errorf("send mail %d: %w", m.ID, cause)
}

// tellDesk records on the case that the user could not be reached, so that an agent sees it.
func (s *Service) tellDesk(ctx context.Context, id ticket.ID, text string) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, _, err := s.d.Ticket.RecordIn(ctx, tx, id, ticket.Words{Text: text, Channel: ticket.Mail})
		return err
	})
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

// BouncedIn notes that a mail came back for good. When it was to tell of a solution and nobody else was told by mail, the
// case no longer counts as told. It does nothing for a mail that had not left, or came back before.
func (s *Service) BouncedIn(ctx context.Context, tx *sqldb.Tx, m *Mail, why string) error {
	n, err := tx.Exec(ctx, markBounced, why, m.MailID)
	if err != nil || n == 0 || m.Reason != Resolved || m.Ticket == 0 {
		return err
	}
	others, err := sqldb.One(ctx, tx, selectDelivered, sqldb.Value[int64], m.Event, m.Reason)
	if err != nil || others > 0 {
		return err
	}
	_, err = s.d.Ticket.UntellIn(ctx, tx, authz.System("mail"), m.Ticket)
	return err
}
