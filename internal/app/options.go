package app

import (
	"log/slog"
	"net/netip"
	"path/filepath"
	"strings"

	"lotsen/internal/kit/clock"
)

// MailOptions say how mail comes and goes.
type MailOptions struct {
	SMTPListen string // Address on which mail is taken, for example "127.0.0.1:2525"; "" for none.
	SMTPOut    string // Server that takes our mail: "host:port"; "" in demo mode means the catcher.
	Username   string
	Password   string
	From       string // Sender when a desk has no mailbox.
	Domain     string // Right-hand side of our Message-IDs; default from BaseURL.
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
