package imap_test

import (
	"context"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/channel/mail"
	"lotsen/internal/channel/mail/imap"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/mailserver"
)

var system = authz.System("test")

// world is an installation with one organisation, whose workers the tests start themselves.
type world struct {
	*app.App
	t    *testing.T
	env  *dbtest.Env
	org  directory.OrgID
	desk directory.DeskID
}

func newWorld(t *testing.T, env *dbtest.Env) *world {
	t.Helper()
	a, err := app.New(t.Context(), app.Options{
		DB: env.DSN, Files: t.TempDir(), Clock: env.Clock, NoSync: true, Demo: true, BaseURL: "https://it.storstad.example",
		Mail: app.MailOptions{Fetch: loopback(nil)},
	})
	check(t, err)
	t.Cleanup(func() { check(t, a.Stop()) })
	w := &world{App: a, t: t, env: env}
	org, err := a.Directory.AddOrganisation(t.Context(), system, directory.OrganisationInput{Key: "storstad", Name: "Storstad"})
	check(t, err)
	desk, err := a.Directory.AddDesk(t.Context(), system, org.ID, "it", "It-support")
	check(t, err)
	w.org, w.desk = org.ID, desk.ID
	return w
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// loopback lets servers on this machine be fetched from, and makes rests short.
func loopback(roots *x509.CertPool) imap.Options {
	return imap.Options{
		Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Roots: roots, Retry: 20 * time.Millisecond, Look: 100 * time.Millisecond,
		Poll: time.Second, Rest: 50 * time.Millisecond, RestLogin: 50 * time.Millisecond,
	}
}

// box adds a mailbox that is fetched from a server.
func (w *world) box(address string, change func(*inbox.Fetch)) inbox.MailboxID {
	w.t.Helper()
	b, err := w.Inbox.SaveMailbox(w.t.Context(), system, inbox.Mailbox{Org: w.org, Desk: w.desk, Address: address, Name: address, Active: true})
	check(w.t, err)
	f := inbox.Defaults(b.ID)
	f.Host, f.Username = "127.0.0.1", address
	change(&f)
	check(w.t, w.Inbox.SaveFetch(w.t.Context(), system, f, inbox.Secrets{Secret: mailserver.Password}))
	return b.ID
}

// at fetches a mailbox of a dovecot by TLS.
func at(d *mailserver.Dovecot) func(*inbox.Fetch) {
	return func(f *inbox.Fetch) { f.Port = d.TLS }
}

// run fetches until the returned function is called or the test ends.
func (w *world) run(in mail.Receiver, o imap.Options) (f *imap.Fetcher, stop func()) {
	f = imap.New(imap.Deps{In: in, Clock: w.env.Clock, Log: slog.New(slog.NewTextHandler(testWriter{w.t}, nil))}, o)
	ctx, cancel := context.WithCancel(context.WithoutCancel(w.t.Context()))
	done := make(chan struct{})
	go func() { defer close(done); f.Run(ctx) }()
	stop = func() { cancel(); <-done }
	w.t.Cleanup(stop)
	return f, stop
}

// testWriter shows what is logged when a test fails.
type testWriter struct{ t *testing.T }

// Write implements io.Writer.
func (w testWriter) Write(b []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

func letter(id, subject, head, text string) []byte {
	return fmt.Appendf(nil, "From: Anna <anna@annan.example>\r\nTo: it@storstad.example\r\nSubject: %s\r\nMessage-ID: <%s@annan.example>\r\n%s\r\n%s\r\n", subject, id, head, text)
}

// tickets lists the titles of all cases, the oldest first.
func (w *world) tickets() []string {
	w.t.Helper()
	var out []string
	for id := ticket.ID(100001); ; id++ {
		x, err := w.Ticket.Load(w.t.Context(), system, id)
		if err != nil {
			return out
		}
		out = append(out, x.Title)
	}
}

func (w *world) await(what string, yes func() bool) {
	w.t.Helper()
	mailserver.Await(w.t, what, yes)
}

// state is how fetching a mailbox goes.
func (w *world) state(id inbox.MailboxID) inbox.Fetch {
	w.t.Helper()
	_, f, err := w.Inbox.FetchOf(w.t.Context(), system, id)
	check(w.t, err)
	return f
}

// waiting lists what stands in quarantine.
func (w *world) waiting() []inbox.Item {
	w.t.Helper()
	items, err := w.Inbox.Quarantined(w.t.Context(), system, 0, 50)
	check(w.t, err)
	return items
}

// other is an inbox whose reading of mail is changed.
func (w *world) other(read func(raw []byte, plain func([]byte) (inbox.Mail, error)) (inbox.Mail, error)) mail.Receiver {
	plain := mail.Reader("it.storstad.example", nil)
	seal := sealOf(w.t, w.Options.Secret)
	return mail.Receiver{Inbox: inbox.New(inbox.Deps{
		DB: w.DB, Directory: w.Directory, Ticket: w.Ticket, Notify: w.Notify, Blobs: w.Blobs, Texts: w.Texts, Domain: "it.storstad.example",
		Secret: w.Options.Secret, Seal: seal, Read: func(raw []byte) (inbox.Mail, error) { return read(raw, plain) },
	})}
}
