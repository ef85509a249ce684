package main

import (
	"io"
	"net"

	"github.com/emersion/go-smtp"
)

// mailSink takes the mail that the product sends and forgets it, as a mail server nearby would from the product's view.
func mailSink() (address string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // Closed by stop.
	if err != nil {
		return "", nil, err
	}
	s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return forgetful{}, nil }))
	s.Domain = "localhost"
	go func() { _ = s.Serve(l) }() // Ends with stop.
	return l.Addr().String(), func() { _ = s.Close() }, nil
}

type forgetful struct{}

// Reset implements smtp.Session.
func (forgetful) Reset() {}

// Logout implements smtp.Session.
func (forgetful) Logout() error { return nil }

// Mail implements smtp.Session.
func (forgetful) Mail(string, *smtp.MailOptions) error { return nil }

// Rcpt implements smtp.Session.
func (forgetful) Rcpt(string, *smtp.RcptOptions) error { return nil }

// Data implements smtp.Session.
func (forgetful) Data(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}
