package smtpd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/emersion/go-smtp"

	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/errs"
)

// session is one conversation.
type session struct {
	server *Server
	from   string
	to     []string
}

// Reset implements smtp.Session.
func (s *session) Reset() { s.from, s.to = "", nil }

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }

// Mail implements smtp.Session.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

// Rcpt implements smtp.Session. Only our own mailboxes are written to.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	ctx, cancel := context.WithTimeout(context.Background(), taking) //nolint:forbidigo // The protocol's library hands over no context.
	defer cancel()
	to = strings.ToLower(to)
	ok, err := s.server.in.Inbox.Takes(ctx, to)
	if err != nil {
		s.server.options.Log.WarnContext(ctx, "mail: mailbox not looked up", "error", err)
		return later
	}
	if !ok {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox here"}
	}
	if !slices.Contains(s.to, to) {
		s.to = append(s.to, to)
	}
	return nil
}

// Data implements smtp.Session.
func (s *session) Data(r io.Reader) error {
	spool, err := os.CreateTemp("", "lotsen-mail-")
	if err != nil {
		return s.trouble(err)
	}
	_ = os.Remove(spool.Name()) // It lives on while it is open, and a process that dies leaves no mail behind.
	defer spool.Close()         //nolint:errcheck // Written and read already.
	// The sender of the envelope, where bounces go, is kept the way that mail servers keep it.
	if _, err := fmt.Fprintf(spool, "Return-Path: <%s>\r\n", s.from); err != nil {
		return s.trouble(err)
	}
	if _, err := io.Copy(spool, r); err != nil {
		var refused *smtp.SMTPError
		switch {
		case errors.As(err, &refused) && refused.Code == 552:
			return &smtp.SMTPError{
				Code: 552, EnhancedCode: smtp.EnhancedCode{5, 3, 4},
				Message: fmt.Sprintf("Mail is larger than the %d MB that we take", s.server.options.MaxBytes>>20),
			}
		case errors.Is(err, smtp.ErrTooLongLine):
			return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "A line is longer than 1 MB"}
		}
		return s.trouble(err)
	}
	return s.take(spool)
}

// take hands the mail to every mailbox. The sender comes again unless all have it; those that have it know it again.
func (s *session) take(spool *os.File) error {
	s.server.slots <- struct{}{}
	defer func() { <-s.server.slots }()
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return s.trouble(err)
	}
	raw, err := io.ReadAll(spool)
	if err != nil {
		return s.trouble(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), taking) //nolint:forbidigo // See Rcpt; a mail in hand is taken although the server stops.
	defer cancel()
	for _, to := range s.to {
		o, err := s.server.in.Receive(ctx, mail.Envelope{Mailbox: to, Raw: raw})
		if errs.Is(err, errs.NotFound) {
			return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox here any more"}
		}
		if err != nil {
			return s.trouble(err)
		}
		level := s.server.options.Log.InfoContext
		if o.Result == inbox.Quarantined {
			level = s.server.options.Log.WarnContext
		}
		level(ctx, "mail taken", "id", o.ID, "outcome", string(o.Result), "reason", o.Reason)
	}
	return nil
}

// later is the answer to a passing fault.
var later = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Cannot take mail just now, try again later"}

func (s *session) trouble(err error) error {
	s.server.options.Log.Warn("mail not taken", "error", err)
	return later
}
