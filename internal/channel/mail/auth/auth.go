package auth

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-msgauth/dkim"
	"golang.org/x/net/publicsuffix"

	"lotsen/internal/channel/mail/parse"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/clock"
)

// The bounds of one mail's check.
const (
	maxSignatures = 5
	timeout       = 4 * time.Second
	restAfter     = 2 * time.Minute // How long a resolver that did not answer is left alone.
)

// Lookup finds the TXT records of a name.
type Lookup func(ctx context.Context, name string) ([]string, error)

// Options say what is believed.
type Options struct {
	// Lookup finds domains' keys; nil: signatures are not checked.
	Lookup Lookup
	// Servers are the names with which our own receiving servers sign their Authentication-Results; NoName stands for
	// headers without a name, as Exchange Online writes them.
	Servers []string
	Clock   clock.Clock
}

// NoName is the name of a server that writes none.
const NoName = "-"

// Checker checks mails.
type Checker struct {
	o    Options
	wait time.Duration

	mu   sync.Mutex
	rest time.Time // Until when no name is looked up.
}

// New returns a checker.
func New(o Options) *Checker {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	return &Checker{o: o, wait: timeout}
}

// Check finds out what is to be known of the sender of a mail that has been read. It never fails: what cannot be found
// out is not known.
func (c *Checker) Check(raw []byte, m *parse.Message) inbox.Auth {
	var a inbox.Auth
	if c == nil || c.o.Lookup == nil && len(c.o.Servers) == 0 {
		return a
	}
	header := parse.ReadHeader(raw)
	// Two senders are none: a signature covers one of them, and people are shown the other.
	if m.Headers.FromFields == 1 && m.Headers.FromAddresses == 1 {
		_, a.Domain, _ = strings.Cut(strings.ToLower(m.From.Address), "@")
	}
	trusted(header, c.o.Servers, &a)
	if c.o.Lookup != nil && has(header, "dkim-signature") {
		c.signatures(raw, &a)
	}
	return a
}

// signatures checks the mail's own signatures.
func (c *Checker) signatures(raw []byte, a *inbox.Auth) {
	ctx, cancel := context.WithTimeout(context.Background(), c.wait)
	defer cancel()
	o := &dkim.VerifyOptions{MaxVerifications: maxSignatures, LookupTXT: func(name string) ([]string, error) { return c.lookup(ctx, name) }}
	found, err := dkim.VerifyWithOptions(bytes.NewReader(crlf(raw)), o)
	if err != nil && !errors.Is(err, dkim.ErrTooManySignatures) {
		return // It cannot be read as mail; the reader of mail says so.
	}
	for _, v := range found {
		s := inbox.Signature{Domain: strings.ToLower(v.Domain), Result: word(v.Err)}
		a.Signatures = append(a.Signatures, s)
		if s.Result == "pass" && a.Signed == "" && Aligned(s.Domain, a.Domain) {
			a.Signed = s.Domain
		}
	}
}

func word(err error) string {
	switch {
	case err == nil:
		return "pass"
	case dkim.IsTempFail(err):
		return "temperror"
	case dkim.IsPermFail(err):
		return "permerror"
	}
	return "fail"
}

// lookup asks the resolver, unless it has not answered lately: mail must not wait for it each time.
func (c *Checker) lookup(ctx context.Context, name string) ([]string, error) {
	c.mu.Lock()
	resting := c.o.Clock.Now().Before(c.rest)
	c.mu.Unlock()
	if resting {
		return nil, errResting
	}
	list, err := c.o.Lookup(ctx, name)
	if ctx.Err() != nil {
		c.mu.Lock()
		c.rest = c.o.Clock.Now().Add(restAfter)
		c.mu.Unlock()
	}
	return list, err
}

// resting is a fault that passes, as the library knows them.
type resting struct{}

func (resting) Error() string   { return "names are not looked up just now" }
func (resting) Temporary() bool { return true }
func (resting) Timeout() bool   { return true }

var errResting = resting{}

// Aligned reports whether two domains belong to the same organisation, as DMARC counts it by default.
func Aligned(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	return a == b || organisation(a) != "" && organisation(a) == organisation(b)
}

func organisation(domain string) string {
	o, err := publicsuffix.EffectiveTLDPlusOne(strings.TrimSuffix(domain, "."))
	if err != nil {
		return ""
	}
	return o
}

// crlf gives a mail the line ends that it was signed with; a pipe and a file have others.
func crlf(raw []byte) []byte {
	for bytes.HasPrefix(raw, []byte("From ")) {
		_, rest, found := bytes.Cut(raw, []byte("\n"))
		if !found {
			break
		}
		raw = rest
	}
	if bytes.Count(raw, []byte("\n")) == bytes.Count(raw, []byte("\r\n")) {
		return raw
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
}

func has(header []parse.Field, key string) bool {
	for _, f := range header {
		if f.Key == key {
			return true
		}
	}
	return false
}
