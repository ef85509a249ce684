package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web/ui"
)

// statuses is the only place where a kind of error becomes an HTTP status.
var statuses = map[errs.Kind]int{
	errs.Internal:        http.StatusInternalServerError,
	errs.Invalid:         http.StatusUnprocessableEntity,
	errs.Unauthenticated: http.StatusUnauthorized,
	errs.Forbidden:       http.StatusForbidden,
	errs.NotFound:        http.StatusNotFound,
	errs.Conflict:        http.StatusConflict,
	errs.TooLarge:        http.StatusRequestEntityTooLarge,
	errs.Limited:         http.StatusTooManyRequests,
	errs.Unavailable:     http.StatusServiceUnavailable,
}

// Status is the status that answers err.
func Status(err error) int { return statuses[kindOf(err)] }

// kindOf knows besides errs the failures of the database, the disk and of time that mean "not now".
func kindOf(err error) errs.Kind {
	var e *errs.Error
	switch {
	case errors.As(err, &e):
		return e.Kind
	case sqldb.Unavailable(err), blob.Unavailable(err), errors.Is(err, context.DeadlineExceeded):
		return errs.Unavailable
	}
	return errs.Internal
}

// ErrorView is what an error page says.
type ErrorView struct {
	Status int
	Title  string
	Text   string
	ID     string          // The number to quote; only where it helps: errors of ours.
	Fields []ui.FieldError // What was wrong, when a page did not show it itself.
}

func (c *Ctx) fail(err error) { c.failAs(Status(err), err) }

// failAs answers err with a status. What is not the visitor's doing is logged here, once.
func (c *Ctx) failAs(status int, err error) {
	if errors.Is(err, context.Canceled) && c.r.Context().Err() != nil {
		return // The visitor left; nobody reads an answer.
	}
	if status >= http.StatusInternalServerError && !expected(err) {
		c.rs.deps.Log.LogAttrs(c.r.Context(), slog.LevelError, "request failed",
			slog.String("id", c.id), slog.String("route", c.route.name()), slog.Any("err", err))
	}
	if c.w.sent() {
		return // Too late for a page; the log has it.
	}
	c.spent = 0
	c.renewDeadline() // The page needs time even when the work used all of it.
	h := c.w.Header()
	for _, name := range []string{"ETag", "Content-Disposition", "Content-Encoding", "Content-Length", "Last-Modified"} {
		h.Del(name)
	}
	if (status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests) && !c.riskyAgain(err) {
		h.Set("Retry-After", retryAfter(err))
	}
	v := c.errorView(status, err)
	switch {
	case c.route != nil && c.route.api:
		c.problem(v, err)
	case status == http.StatusUnauthorized && (c.route == nil || !c.route.stream):
		c.askForLogin()
	case c.sendAgain(v):
	default:
		c.errorPage(v, err)
	}
}

// riskyAgain reports whether the same request again could do its work twice: nobody knows whether it was done, and it
// carries no key. A program is then not invited to send it again.
func (c *Ctx) riskyAgain(err error) bool {
	return sqldb.Unknown(err) && c.route != nil && c.route.api && c.r.Header.Get("Idempotency-Key") == ""
}

// expected errors are answers that we chose, such as "busy"; the line of the request tells enough about them, and a
// rush must not fill the log.
func expected(err error) bool {
	var e *errs.Error
	return errors.As(err, &e) && e.Kind == errs.Unavailable && errors.Unwrap(e) == nil
}

func (c *Ctx) errorView(status int, err error) ErrorView {
	kind := kindOf(err)
	v := ErrorView{Status: status, Title: c.T.T("web.title." + kind.String()), Text: c.T.T("web.error." + kind.String())}
	var e *errs.Error
	if errors.As(err, &e) {
		if kind != errs.Internal && c.T.Has(e.Key) {
			v.Text = c.T.T(e.Key, e.Args...)
		}
		for _, w := range e.Fields {
			v.Fields = append(v.Fields, ui.FieldError{Name: w.Name, Text: c.T.T(w.Key, w.Args...)})
		}
	}
	if errors.Is(err, context.DeadlineExceeded) && c.route.laneOf().narrows() {
		v.Text = c.T.T("web.error.too_long")
	}
	if sqldb.Unknown(err) {
		v.Text = c.T.T("web.error.unknown_outcome")
	}
	if status >= http.StatusInternalServerError {
		v.ID = c.id
		if kind == errs.Internal {
			v.Text = c.T.T("error.internal", "id", c.id)
		}
	}
	return v
}

// errorPage shows the page, or a bare one when there is none or it fails too.
func (c *Ctx) errorPage(v ErrorView, err error) {
	if page := c.rs.deps.Pages.Error; page != nil && !tooMuch(err) && !c.route.plain() {
		err := c.Render(v.Status, page(c, v))
		if err == nil || c.w.sent() {
			return
		}
		c.rs.deps.Log.LogAttrs(c.r.Context(), slog.LevelError, "error page failed", slog.String("id", c.id), slog.Any("err", err))
	}
	if c.route.plain() {
		_ = c.Text(v.Status, v.Title+"\n\n"+v.Text+"\n") // Nothing is left to be done about it.
		return
	}
	_ = c.send(v.Status, "text/html; charset=utf-8", []byte(bareError(c, v))) // See above.
}

func (r *route) name() string {
	if r == nil {
		return "none"
	}
	return r.pattern
}

func (r *route) laneOf() Lane {
	if r == nil {
		return LanePages
	}
	return r.lane
}

// plain routes are read by programs, not by people.
func (r *route) plain() bool { return r != nil && (r.stream || r.exempt) }
