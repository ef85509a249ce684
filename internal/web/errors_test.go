package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

func TestErrors(t *testing.T) {
	t.Parallel()
	var fields errs.Fields
	fields.Add("title", "web.error.form")
	cases := map[string]struct {
		err    error
		status int
		see    string
	}{
		"missing":     {fmt.Errorf("load: %w", errs.Missing()), 404, "Vi hittar inte"},
		"denied":      {errs.Denied("ticket.assign"), 403, "inte behörighet"},
		"invalid":     {fields.Err(), 422, "Formuläret gick inte att läsa"},
		"conflict":    {errs.E(errs.Conflict, "web.error.conflict"), 409, "Någon annan har ändrat"},
		"foreign":     {errors.New("pq: column secret_column does not exist"), 500, "felnummer"},
		"slow":        {fmt.Errorf("q: %w", context.DeadlineExceeded), 503, "inte att nå"},
		"unknown_key": {errs.E(errs.NotFound, "no.such.text"), 404, "Vi hittar inte"},
		"panic":       {nil, 500, "felnummer"},
	}
	for name, row := range cases {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			fail := func(*web.Ctx) error {
				if row.err == nil {
					panic("secret_column")
				}
				return row.err
			}
			b.Handle("GET /x/{id}", web.Public("test"), fail)
			b.Handle("GET /api/x", web.Public("test"), fail, web.API())
			w := b.do(req{path: "/x/19121212-1212?q=hemligt"})
			if w.Code != row.status || !strings.Contains(w.Body.String(), row.see) {
				t.Errorf("got %d %q", w.Code, w.Body)
			}
			if strings.Contains(w.Body.String(), "secret_column") {
				t.Error("the text of a foreign error is shown")
			}
			if log := b.log.String(); strings.Contains(log, "19121212") || strings.Contains(log, "hemligt") {
				t.Errorf("the log carries the address: %s", log)
			}
			if id := w.Header().Get("X-Request-Id"); row.status == 500 && (strings.Count(b.log.String(), "request failed") != 1 ||
				!strings.Contains(b.log.String(), id) || !strings.Contains(w.Body.String(), id)) {
				t.Errorf("want the number %s in page and log, once: %s", id, b.log)
			}
			if retry := w.Header().Get("Retry-After"); (row.status == 503) != (retry != "") {
				t.Errorf("Retry-After is %q", retry)
			}
			w = b.do(req{path: "/api/x"})
			var p web.Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Status != row.status || w.Code != row.status ||
				w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("problem: %d %s %v", w.Code, w.Body, err)
			}
			if name == "invalid" && (len(p.Errors) != 1 || p.Errors[0].Location != "body.title") {
				t.Errorf("got %+v", p.Errors)
			}
		})
	}
}

func TestErrorPage(t *testing.T) {
	t.Parallel()
	b := setup(t, func(d *web.Deps) {
		d.Pages.Error = func(_ *web.Ctx, v web.ErrorView) templ.Component { return page("<h1>" + v.Title + "</h1>") }
	})
	b.Handle("GET /broken", web.Public("test"), func(*web.Ctx) error { return errors.New("x") })
	b.Handle("GET /half", web.Public("test"), func(c *web.Ctx) error {
		return c.Render(200, templ.Join(page("half a page"), templ.ComponentFunc(brokenComponent)))
	})
	b.Handle("POST /only-post", web.Public("test"), hello)
	for path, want := range map[string]int{"/broken": 500, "/half": 500, "/nowhere": 404, "/only-post": 405} {
		w := b.do(req{path: path})
		if w.Code != want || !strings.HasPrefix(w.Body.String(), "<h1>") || strings.Contains(w.Body.String(), "half") {
			t.Errorf("%s: %d %q", path, w.Code, w.Body)
		}
	}
	if w := b.do(req{path: "/only-post"}); w.Header().Get("Allow") != "POST" {
		t.Errorf("Allow is %q", w.Header().Get("Allow"))
	}
	if w := b.do(req{path: "/" + strings.Repeat("a", 9000)}); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a very long address: %d", w.Code)
	}
}

func TestWorkThatTakesTooLong(t *testing.T) {
	t.Parallel()
	b := setup(t, func(d *web.Deps) {
		d.Limits.Lanes = map[web.Lane]web.Room{web.LanePages: {Deadline: time.Millisecond}}
		// As generated components do, the page gives up when its context has ended.
		d.Pages.Error = func(*web.Ctx, web.ErrorView) templ.Component {
			return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				_, err := io.WriteString(w, "the page")
				return err
			})
		}
	})
	b.Handle("GET /slow", web.Public("test"), func(c *web.Ctx) error {
		<-c.Context().Done()
		return c.Context().Err()
	})
	if w := b.do(req{path: "/slow"}); w.Code != 503 || w.Body.String() != "the page" {
		t.Errorf("got %d %q", w.Code, w.Body)
	}
}
