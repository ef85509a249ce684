package faults_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// sink is a mail server that keeps count of what it took. How it misbehaves is chosen by mode.
type sink struct {
	Address string

	mu     sync.Mutex
	mode   string // "" takes mail; "refuse" 451; "reject" 550; "drop" breaks off in the middle; "slow" takes its time; "silent" takes the mail and breaks off before it says so.
	slow   time.Duration
	taken  map[letter]int
	tried  int
	server *smtp.Server
}

// letter is a mail to somebody.
type letter struct{ MessageID, To string }

// newSink runs a mail server and points the install's nodes at it.
func newSink(t testing.TB, in *install) *sink {
	t.Helper()
	l, err := net.Listen("tcp", freePort(t))
	if err != nil {
		t.Fatal(err)
	}
	s := &sink{Address: l.Addr().String(), taken: map[letter]int{}}
	s.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &sinkSession{sink: s, conn: c}, nil }))
	s.server.Domain, s.server.ErrorLog = "sink.test", quiet{}
	go func() { _ = s.server.Serve(l) }()
	t.Cleanup(func() { _ = s.server.Close() })
	in.Env["LOTSEN_SMTP_OUT"] = s.Address
	return s
}

// behave chooses how the server behaves from now on.
func (s *sink) behave(mode string, slow time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode, s.slow = mode, slow
}

// letters is a copy of what was taken, with how often.
func (s *sink) letters() map[letter]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make(map[letter]int, len(s.taken))
	for k, n := range s.taken {
		out[k] = n
	}
	return out
}

// attempts counts the mails that somebody tried to hand over.
func (s *sink) attempts() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tried
}

type sinkSession struct {
	sink *sink
	conn *smtp.Conn
	to   []string
}

func (s *sinkSession) Reset()                               { s.to = nil }
func (s *sinkSession) Logout() error                        { return nil }
func (s *sinkSession) Mail(string, *smtp.MailOptions) error { return nil }
func (s *sinkSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	return nil
}

func (s *sinkSession) Data(r io.Reader) error {
	s.sink.mu.Lock()
	mode, slow := s.sink.mode, s.sink.slow
	s.sink.tried++
	s.sink.mu.Unlock()
	switch mode {
	case "refuse":
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "not now"}
	case "reject":
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "not you"}
	case "drop":
		_, _ = io.CopyN(io.Discard, r, 100)
		return s.breakOff()
	case "slow":
		time.Sleep(slow) // The fault itself, not a way to wait for something.
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	s.sink.mu.Lock()
	for _, to := range s.to {
		s.sink.taken[letter{strings.Trim(m.Header.Get("Message-ID"), "<>"), to}]++
	}
	s.sink.mu.Unlock()
	if mode == "silent" {
		return s.breakOff()
	}
	return nil
}

func (s *sinkSession) breakOff() error {
	_ = s.conn.Conn().Close()
	return errors.New("broken off")
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}
