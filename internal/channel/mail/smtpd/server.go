package smtpd

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/emersion/go-smtp"

	"lotsen/internal/channel/mail"
)

// Limits of the conversation.
const (
	maxRecipients = 50
	maxLine       = 1 << 20 // Some programs write a whole page of HTML on one line.
	maxConns      = 64
	maxAtOnce     = 4 // Mails in memory.
	idle          = time.Minute
	lifetime      = 10 * time.Minute // Of a connection.
	taking        = time.Minute      // One mail.
	farewell      = 10 * time.Second // For mails in hand when the server stops.
)

// Options say how the server presents itself.
type Options struct {
	Domain string // Our name in the greeting.
	Log    *slog.Logger
	// MaxBytes is the largest mail; 0 means mail.MaxMessage. Senders are told.
	MaxBytes int64
	// LMTP speaks LMTP (RFC 2033): to the mail server in front of us, with an answer for each recipient.
	LMTP bool
}

// Server takes mail.
type Server struct {
	in      mail.Receiver
	options Options
	smtp    *smtp.Server
	slots   chan struct{}
}

// New returns a server that hands mail to in.
func New(in mail.Receiver, o Options) *Server {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = mail.MaxMessage
	}
	s := &Server{in: in, options: o, slots: make(chan struct{}, maxAtOnce)}
	s.smtp = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: s, conn: c}, nil }))
	s.smtp.LMTP = o.LMTP
	s.smtp.Domain = o.Domain
	s.smtp.MaxRecipients, s.smtp.MaxMessageBytes, s.smtp.MaxLineLength = maxRecipients, o.MaxBytes, maxLine
	s.smtp.ReadTimeout, s.smtp.WriteTimeout = idle, idle
	s.smtp.EnableSMTPUTF8 = true
	s.smtp.ErrorLog = quiet{o.Log}
	return s
}

// Run serves until the context ends, then lets the mails in hand be taken.
func (s *Server) Run(ctx context.Context, l net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- s.smtp.Serve(limit(l)) }()
	select {
	case err := <-failed:
		return fmt.Errorf("take mail by SMTP: %w", err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	if err := s.smtp.Shutdown(end); err != nil {
		return s.smtp.Close() // Who still talks has had nothing acknowledged and comes again.
	}
	return nil
}

// quiet passes on what the protocol's library says: mostly what strangers' programs do wrong.
type quiet struct{ log *slog.Logger }

// Printf implements smtp.Logger.
func (q quiet) Printf(format string, v ...any) {
	q.log.Debug("smtp", "said", fmt.Sprintf(format, v...))
}

// Println implements smtp.Logger.
func (q quiet) Println(v ...any) { q.log.Debug("smtp", "said", fmt.Sprint(v...)) }
