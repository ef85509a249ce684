// Package logx sets up the program's log and keeps personal data out of it.
//
// Owns: the log's form and level, the request id in every line, the helpers that shorten what could name a person.
// Does not own: what is logged, and where the lines go (standard error; systemd or the container keeps them).
//
// Invariants: messages are constants; a value under one of the keys in personal is never written.
package logx

import (
	"context"
	"io"
	"log/slog"
	"strings"
)

// New returns a logger that writes to w. Format is "json" or "text", level "debug", "info", "warn" or "error"; the
// configuration has checked both.
func New(w io.Writer, format, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	o := &slog.HandlerOptions{Level: l, ReplaceAttr: redact}
	var h slog.Handler = slog.NewTextHandler(w, o)
	if format == "json" {
		h = slog.NewJSONHandler(w, o)
	}
	return slog.New(withRequest{h})
}

// personal are keys under which somebody might log what names a person or opens a door. Logging a person's number
// under "person" is right: it says nothing to who may not look it up.
var personal = map[string]bool{
	"name": true, "email": true, "address": true, "phone": true, "mobile": true, "login": true, "personnummer": true, "ssn": true,
	"subject": true, "title": true, "text": true, "body": true, "password": true, "token": true, "secret": true,
	"authorization": true, "cookie": true, "query": true,
}

// redact drops values under personal keys, wherever a library or a hurried line put them.
func redact(_ []string, a slog.Attr) slog.Attr {
	if personal[strings.ToLower(a.Key)] {
		return slog.String(a.Key, "***")
	}
	return a
}

type requestMark struct{}

// WithRequest returns a context whose log lines carry the request's id.
func WithRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestMark{}, id)
}

// Request returns the request's id, or "".
func Request(ctx context.Context) string {
	id, _ := ctx.Value(requestMark{}).(string)
	return id
}

// withRequest adds the request's id to each line.
type withRequest struct{ slog.Handler }

// Handle implements slog.Handler.
func (h withRequest) Handle(ctx context.Context, r slog.Record) error {
	if id := Request(ctx); id != "" {
		r.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h withRequest) WithAttrs(attrs []slog.Attr) slog.Handler {
	return withRequest{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (h withRequest) WithGroup(name string) slog.Handler {
	return withRequest{h.Handler.WithGroup(name)}
}

// Mail shortens a mail address to what operations need: the domain.
func Mail(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return "***"
	}
	return "***" + address[at:]
}
