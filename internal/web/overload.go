package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"lotsen/internal/kit/errs"
)

// retryUsual is what a client is told to wait when nothing tells better.
const retryUsual = 5

// retryAfter is the value of that header: whole seconds.
func retryAfter(err error) string {
	var e *errs.Error
	if errors.As(err, &e) {
		for i := 0; i+1 < len(e.Args); i += 2 {
			if n, ok := e.Args[i+1].(int); ok && e.Args[i] == "seconds" {
				return strconv.Itoa(max(n, 1))
			}
		}
	}
	return strconv.Itoa(retryUsual)
}

// tooMuch reports whether err is one of the answers of this package to too many requests. Their pages are bare: they
// must cost next to nothing.
func tooMuch(err error) bool {
	var e *errs.Error
	return errors.As(err, &e) && (e.Key == "web.error.busy" || e.Key == "web.error.limited")
}

// sendAgain answers a form that could not be taken just now with a page that holds all that was typed, and a button
// that sends it again. It does nothing when there is nothing to keep, or a password, which no page repeats.
func (c *Ctx) sendAgain(v ErrorView) bool {
	if v.Status != http.StatusServiceUnavailable && v.Status != http.StatusTooManyRequests {
		return false
	}
	if isRead(c.r) || c.route == nil || c.route.plain() {
		return false
	}
	f := c.typed()
	if f == nil || len(f.values) == 0 {
		return false
	}
	view := ResendView{Path: c.Path(), Files: len(f.Lost()) > 0}
	for _, name := range f.Names() {
		if strings.Contains(name, "password") {
			return false
		}
		for _, value := range f.values[name] {
			view.Fields = append(view.Fields, HeldField{name, value})
		}
	}
	_ = c.send(v.Status, "text/html; charset=utf-8", []byte(bareAgain(c, v, view))) // Nothing is left to be done about it.
	return true
}

// typed is the form as far as it can be had by a request that is being refused: read already, or read now if there is
// room for that; nil otherwise.
func (c *Ctx) typed() *Form {
	if c.form == nil {
		if c.rs.bodies.enter(c.r.Context()) != nil {
			return nil
		}
		defer c.rs.bodies.leave()
	}
	f, err := c.Form()
	if err != nil && f.Wrong() == nil {
		return nil
	}
	return f
}
