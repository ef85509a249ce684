package smtpd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
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
	conn   *smtp.Conn
	from   string
	to     []string // Our mailboxes, each once.
	asked  []string // The recipients as they were named, for the answers of LMTP.
}

// Reset implements smtp.Session.
func (s *session) Reset() { s.from, s.to, s.asked = "", nil, nil }

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
	asked := to
	to = strings.ToLower(to)
	ok, err := s.server.in.Inbox.Takes(ctx, to)
	if err != nil {
		s.server.options.Log.WarnContext(ctx, "mail: mailbox not looked up", "error", err)
		return later
	}
	if !ok {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox here"}
	}
	s.asked = append(s.asked, asked)
	if !slices.Contains(s.to, to) {
		s.to = append(s.to, to)
	}
	return nil
}

// Data implements smtp.Session: one answer for all recipients. The sender comes again unless all have the mail; those that
// have it know it again.
func (s *session) Data(r io.Reader) error {
	raw, release, err := s.read(r)
	if err != nil {
		return err
	}
	defer release()
	ctx, cancel := context.WithTimeout(context.Background(), taking) //nolint:forbidigo // See Rcpt; a mail in hand is taken although the server stops.
	defer cancel()
	for _, to := range s.to {
		if err := s.take(ctx, to, raw, inbox.BySMTP); err != nil {
			return err
		}
	}
	return nil
}

// LMTPData implements smtp.LMTPSession: each recipient has an answer of its own, so that one mailbox's fault brings the
// mail to no other again.
func (s *session) LMTPData(r io.Reader, status smtp.StatusCollector) error {
	raw, release, err := s.read(r)
	if err != nil {
		return err // Of all recipients.
	}
	defer release()
	for _, asked := range s.asked { // One named twice has two answers; the mailbox knows the mail the second time.
		ctx, cancel := context.WithTimeout(context.Background(), taking) //nolint:forbidigo // See Data.
		status.SetStatus(asked, s.take(ctx, strings.ToLower(asked), raw, inbox.ByLMTP))
		cancel()
	}
	return nil
}

// read takes what is sent to a file first, so that slow senders hold no memory, and then waits for its turn.
func (s *session) read(r io.Reader) (raw []byte, release func(), err error) {
	spool, err := os.CreateTemp("", "lotsen-mail-")
	if err != nil {
		return nil, nil, s.trouble(err)
	}
	_ = os.Remove(spool.Name()) // It lives on while it is open, and a process that dies leaves no mail behind.
	defer spool.Close()         //nolint:errcheck // Written and read already.
	// The sender of the envelope, where bounces go, is kept the way that mail servers keep it.
	if _, err := fmt.Fprintf(spool, "Return-Path: <%s>\r\n", s.from); err != nil {
		return nil, nil, s.trouble(err)
	}
	if _, err := io.Copy(spool, r); err != nil {
		return nil, nil, s.broken(err)
	}
	s.server.slots <- struct{}{}
	release = func() { <-s.server.slots }
	if _, err = spool.Seek(0, io.SeekStart); err == nil {
		raw, err = io.ReadAll(spool)
	}
	if err != nil {
		release()
		return nil, nil, s.trouble(err)
	}
	return raw, release, nil
}

// broken is the answer to a mail that did not come to its end.
func (s *session) broken(err error) error {
	var refused *smtp.SMTPError
	switch {
	case errors.As(err, &refused) && refused.Code == 552:
		return s.tooLarge()
	case errors.Is(err, smtp.ErrTooLongLine):
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "A line is longer than 1 MB"}
	}
	return s.trouble(err)
}

// tooLarge tells the limit in words.
func (s *session) tooLarge() error {
	return &smtp.SMTPError{
		Code: 552, EnhancedCode: smtp.EnhancedCode{5, 3, 4},
		Message: fmt.Sprintf("Mail is larger than the %d MB that we take", s.server.options.MaxBytes>>20),
	}
}

// take hands the mail to one mailbox.
func (s *session) take(ctx context.Context, to string, raw []byte, by string) error {
	way := inbox.Way{By: by, From: s.from, To: to}
	if s.conn != nil {
		way.Hello = s.conn.Hostname()
		if host, _, err := net.SplitHostPort(s.conn.Conn().RemoteAddr().String()); err == nil {
			way.Peer = host
		}
	}
	o, err := s.server.in.Receive(ctx, mail.Envelope{Mailbox: to, Raw: raw, Way: way})
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
	return nil
}

// later is the answer to a passing fault.
var later = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Cannot take mail just now, try again later"}

func (s *session) trouble(err error) error {
	s.server.options.Log.Warn("mail not taken", "error", err)
	return later
}
