package imap

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"syscall"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/outward"
)

// Options say how mailboxes are fetched. The zero value is right for an installation.
type Options struct {
	// Networks are private networks in which mail servers may stand; there they may be spoken to without TLS. The public
	// internet always may, with TLS.
	Networks []netip.Prefix
	// Roots are the certificates that are believed; nil for the system's.
	Roots *x509.CertPool
	// MaxBytes is the largest mail that is taken; 0 means mail.MaxMessage.
	MaxBytes int64
	// Poll is how often a folder is looked through although its server says nothing; Retry how soon again after a mail that
	// could not be taken; Look how often the list of mailboxes is; Step how long one step with a server may take; Rest how
	// long a mailbox rests after its first failure, and RestLogin after a refused login: servers lock accounts.
	Poll, Retry, Look, Step, Rest, RestLogin time.Duration
}

// The ordinary lengths of time.
const (
	poll      = 3 * time.Minute
	retry     = 30 * time.Second
	look      = 10 * time.Second
	step      = time.Minute
	rest      = 5 * time.Second
	restLogin = time.Minute
	mostRest  = 5 * time.Minute
	dialling  = 20 * time.Second
	reading   = 5 * time.Minute // One mail of the largest size over a slow line.
)

// errRefused says that a server stands in a network that may not be called.
var errRefused = errors.New("the server's address lies in a private network that mail_networks does not name")

var errPlain = errors.New("without TLS only servers in mail_networks are spoken to")

func (o *Options) private(ip netip.Addr) bool {
	for _, p := range o.Networks {
		if p.Contains(ip.Unmap().WithZone("")) {
			return true
		}
	}
	return false
}

// connect opens a mailbox on its server: a connection, TLS, the login.
func (o *Options) connect(ctx context.Context, f *inbox.Fetch, login func(context.Context, *session) error) (*session, error) {
	conn, err := o.dial(ctx, f)
	if err != nil {
		return nil, err
	}
	s := &session{conn: conn, step: o.Step, news: make(chan struct{}, 1)}
	settings := &imapclient.Options{
		TLSConfig: o.tls(f),
		UnilateralDataHandler: &imapclient.UnilateralDataHandler{Mailbox: func(data *imapclient.UnilateralDataMailbox) {
			if data.NumMessages != nil {
				s.nudge()
			}
		}},
	}
	err = s.within(ctx, o.Step, func() error {
		if f.Security == inbox.StartTLS {
			s.client, err = imapclient.NewStartTLS(conn, settings)
			return at(StepTLS, err)
		}
		s.client = imapclient.New(conn, settings)
		return at(StepConnect, s.client.WaitGreeting())
	})
	if err == nil {
		err = at(StepLogin, login(ctx, s))
	}
	if err != nil {
		s.drop()
		return nil, at(StepConnect, err)
	}
	return s, nil
}

// dial connects to a server that may be called, judged by the number its name leads to now.
func (o *Options) dial(ctx context.Context, f *inbox.Fetch) (net.Conn, error) {
	dialer := &net.Dialer{
		Timeout:         dialling,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: time.Minute, Interval: 20 * time.Second, Count: 4},
		Control: func(_, address string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(address)
			switch {
			case err != nil || !outward.Public(to.Addr()) && !o.private(to.Addr()):
				return errRefused
			case f.Security == inbox.Plain && !o.private(to.Addr()):
				return errPlain
			}
			return nil
		},
	}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(f.Host, strconv.Itoa(f.Port)))
	var dns *net.DNSError
	switch {
	case errors.Is(err, errRefused):
		return nil, &Fault{StepRefused, errRefused}
	case errors.Is(err, errPlain):
		return nil, &Fault{StepRefused, errPlain}
	case errors.As(err, &dns):
		return nil, &Fault{StepName, err}
	case err != nil:
		return nil, &Fault{StepConnect, err}
	case f.Security != inbox.TLS:
		return conn, nil
	}
	secure := tls.Client(conn, o.tls(f))
	ctx, cancel := context.WithTimeout(ctx, dialling)
	defer cancel()
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = conn.Close() // The handshake's error counts.
		return nil, &Fault{StepTLS, err}
	}
	return secure, nil
}

func (o *Options) tls(f *inbox.Fetch) *tls.Config {
	return &tls.Config{ServerName: f.Host, RootCAs: o.Roots, MinVersion: tls.VersionTLS12}
}

// password shows who we are by a password.
func password(user, secret string) func(context.Context, *session) error {
	return func(ctx context.Context, s *session) error {
		return s.within(ctx, s.step, func() error {
			if s.client.Caps().Has(imap.AuthCap("PLAIN")) {
				return s.client.Authenticate(&plain{user, secret})
			}
			return s.client.Login(user, secret).Wait()
		})
	}
}

// bearer shows who we are by a token.
func bearer(user string, token func(context.Context) (string, error)) func(context.Context, *session) error {
	return func(ctx context.Context, s *session) error {
		word, err := token(ctx)
		if err != nil {
			return &Fault{StepToken, err}
		}
		return s.within(ctx, s.step, func() error {
			client := &xoauth2{user: user, token: word}
			err := s.client.Authenticate(client)
			if err != nil && client.said != "" {
				return fmt.Errorf("%w (%s)", err, client.said)
			}
			return err
		})
	}
}
