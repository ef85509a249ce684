package app

import (
	"log/slog"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"

	"lotsen/internal/channel/mail/auth"
	"lotsen/internal/channel/mail/imap"
	"lotsen/internal/channel/mail/send"
	"lotsen/internal/desk/notify"
	"lotsen/internal/kit/clock"
)

// MailOptions say how mail comes and goes.
type MailOptions struct {
	SMTPListen string       // Address on which mail is taken, for example "127.0.0.1:2525"; "" for none.
	LMTPListen string       // Where mail is taken by LMTP: "host:port" or "unix:/path"; "" for nowhere.
	Fetch      imap.Options // How mailboxes on other servers are fetched.
	NoFetch    bool         // They are left alone.
	SMTPOut    string       // Server that takes our mail: "host:port"; "" in demo mode means the catcher.
	Username   string
	Password   string
	From       string // Sender when a desk has no mailbox.
	Domain     string // Right-hand side of our Message-IDs; default from BaseURL.
	// Lookup finds the keys with which senders' domains sign; nil: signatures are not checked.
	Lookup auth.Lookup
	// Servers are the names of our own receiving servers, whose Authentication-Results are believed.
	Servers []string
	// ReturnPath is where our mail comes back, with * for the mark of each: "studs+*@it.example.se"; "": to its sender.
	ReturnPath string
	// Sign signs what we send; nil for not.
	Sign *send.Key
}

// PartnerOptions say how other desks are reached.
type PartnerOptions struct {
	// Secrets finds a partner's token and the secret of its calls by name. Nil: there are none.
	Secrets func(name string) (string, bool)
	// Networks are private networks in which partners may be called.
	Networks []netip.Prefix
}

// WebOptions say how people come.
type WebOptions struct {
	Proxies      []netip.Prefix
	Origins      []string
	Secure       bool
	MetricsToken string
}

func (o Options) withDefaults() Options {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Partners.Secrets == nil {
		o.Partners.Secrets = func(string) (string, bool) { return "", false }
	}
	if o.BaseURL == "" {
		o.BaseURL = "http://localhost:8080"
	}
	o.BaseURL = strings.TrimRight(o.BaseURL, "/")
	if o.Files == "" {
		o.Files = "files"
		if file, ok := strings.CutPrefix(o.DB, "sqlite:"); ok {
			o.Files = filepath.Clean(file) + ".files"
		}
	}
	return o
}

// mailDomain is the right-hand side of our Message-IDs.
func (o Options) mailDomain() string {
	if o.Mail.Domain != "" {
		return o.Mail.Domain
	}
	if u, err := url.Parse(o.BaseURL); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "lotsen.invalid"
}

// mailFrom is the sender of desks without a mailbox of their own.
func (o Options) mailFrom() string {
	if o.Mail.From != "" {
		return o.Mail.From
	}
	return "noreply@" + o.mailDomain()
}

// checker finds out whether senders are who they say.
func (o Options) checker() *auth.Checker {
	return auth.New(auth.Options{Lookup: o.Mail.Lookup, Servers: o.Mail.Servers, Clock: o.Clock})
}

// sender is where mail goes: to a server, into the demo's catcher, or nowhere.
func (o Options) sender() notify.Sender {
	switch {
	case o.Mail.SMTPOut != "":
		return send.SMTP{Address: o.Mail.SMTPOut, Username: o.Mail.Username, Password: o.Mail.Password, ReturnPath: o.Mail.ReturnPath, Sign: o.Mail.Sign}
	case o.Demo:
		return send.Catcher{}
	}
	return send.Nowhere{}
}
