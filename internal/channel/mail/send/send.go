// Package send hands mails to an SMTP server, or to the demo's catcher.
//
// Owns: speaking SMTP as a client; telling a passing failure from a final one.
// Does not own: what mails say and when they are tried again (desk/notify, kit/jobs).
// Invariant: a mail's Message-ID is the one of its row; names and subjects cannot break out of their headers.
package send

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"lotsen/internal/desk/notify"
	"lotsen/internal/kit/jobs"
)

// timeout bounds one conversation with the server, so that a slow one holds one worker and no more.
const timeout = 30 * time.Second

// SMTP hands mails to one server.
type SMTP struct {
	Address            string // "host:port".
	Username, Password string
	ReturnPath         string // Where mail comes back, with * for its mark: see notify.ReturnPath.
	Sign               *Key   // Nil: mail is not signed.
}

// Send implements notify.Sender. The server's 5xx is final, everything else is tried again.
func (s SMTP) Send(ctx context.Context, m notify.Mail) (string, error) {
	msg, err := Message(m)
	if err != nil {
		return "", jobs.Permanent(err)
	}
	if back := notify.ReturnPath(s.ReturnPath, m.MailID); back != "" {
		if err := msg.EnvelopeFrom(back); err != nil {
			return "", jobs.Permanent(fmt.Errorf("return path: %w", err))
		}
	}
	if s.Sign != nil {
		if err := s.Sign.sign(msg, senderOf(m)); err != nil {
			return "", err
		}
	}
	client, err := s.client()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	err = client.DialAndSendWithContext(ctx, msg)
	var refused *mail.SendError
	if errors.As(err, &refused) && !refused.IsTemp() && refused.ErrorCode() >= 500 {
		return "", jobs.Permanent(err)
	}
	if err != nil {
		return "", fmt.Errorf("smtp: %w", err)
	}
	return "sent", nil
}

func (s SMTP) client() (*mail.Client, error) {
	host, port, err := net.SplitHostPort(s.Address)
	if err != nil {
		return nil, fmt.Errorf("mail server %q: want host:port: %w", s.Address, err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("mail server %q: port: %w", s.Address, err)
	}
	options := []mail.Option{
		mail.WithPort(number), mail.WithTimeout(timeout), mail.WithTLSPolicy(mail.TLSOpportunistic),
		// Asked for where the server offers it: what is lost comes back with its header, and a delay is told.
		mail.WithDSNMailReturnType(mail.DSNMailReturnHeadersOnly), mail.WithDSNRcptNotifyType(mail.DSNRcptNotifyFailure, mail.DSNRcptNotifyDelay),
	}
	if s.Username != "" {
		// A password leaves us only over TLS.
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory), mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover),
			mail.WithUsername(s.Username), mail.WithPassword(s.Password))
	}
	return mail.NewClient(host, options...)
}

// Message builds the mail in both forms, plain text and HTML.
func Message(m notify.Mail) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	msg.SetBoundary(boundary(m.MailID)) // So that a mail that leaves twice is the same mail.
	name, address, _ := strings.Cut(m.From, "\n")
	if err := msg.FromFormat(name, address); err != nil {
		return nil, fmt.Errorf("sender %q: %w", address, err)
	}
	if err := msg.To(m.To); err != nil {
		return nil, fmt.Errorf("recipient: %w", err)
	}
	msg.SetMessageIDWithValue(m.MailID)
	msg.SetDateWithValue(m.Created)
	msg.Subject(m.Subject)
	msg.SetGenHeader(mail.HeaderContentLang, m.Lang)
	for name, value := range m.Headers {
		msg.SetGenHeader(mail.Header(name), value)
	}
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	return msg, nil
}

// boundary parts the forms of a mail: made of its id, which no text holds.
func boundary(mailID string) string {
	sum := sha256.Sum256([]byte("boundary\x00" + mailID))
	return "part-" + hex.EncodeToString(sum[:16])
}

// senderOf is the address that a mail is from.
func senderOf(m notify.Mail) string {
	_, address, _ := strings.Cut(m.From, "\n")
	return address
}

// Catcher keeps mails where they are: the demo shows them on a page and nothing leaves the machine.
type Catcher struct{}

// Send implements notify.Sender.
func (Catcher) Send(context.Context, notify.Mail) (string, error) { return "caught", nil }

// Nowhere is for an installation without a mail server: the mail stays on record as unsent, and nobody counts as told.
type Nowhere struct{}

// Send implements notify.Sender.
func (Nowhere) Send(context.Context, notify.Mail) (string, error) { return "unsent", nil }
