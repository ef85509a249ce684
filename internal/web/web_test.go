package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/locales"
)

// bundle is the kit with a few people: session "anna" is Anna, "bo" is Bo who may see the desk.
type bundle struct {
	*web.Routes
	t     *testing.T
	clock *clock.Fake
	log   *strings.Builder
}

func setup(t *testing.T, change ...func(*web.Deps)) *bundle {
	t.Helper()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	b := &bundle{t: t, clock: clock.NewFake(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)), log: &strings.Builder{}}
	d := web.Deps{
		Texts: texts, Clock: b.clock, Secret: []byte("0123456789abcdef0123456789abcdef"),
		Log: slog.New(slog.NewTextHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Identify: func(_ context.Context, token string) (web.Identity, error) {
			switch token {
			case "anna":
				return web.Identity{Actor: authz.Actor{Person: 1, Name: "Anna", Session: "s1"}}, nil
			case "bo":
				return web.Identity{Actor: authz.Actor{Person: 2, Name: "Bo", Session: "s2", Grants: []authz.Grant{{Verb: "desk.see", Reach: authz.Everywhere}}}}, nil
			}
			return web.Identity{}, errs.E(errs.Unauthenticated, "web.error.login")
		},
	}
	for _, fn := range change {
		fn(&d)
	}
	b.Routes = web.New(d)
	return b
}

// req is one request; fields left out are what a browser would send.
type req struct {
	method, path, as string
	form             url.Values
	body             io.Reader
	header           map[string]string
	remote           string
}

func (b *bundle) do(q req) *httptest.ResponseRecorder {
	b.t.Helper()
	if q.method == "" {
		q.method = "GET"
	}
	body := q.body
	if q.form != nil {
		body = strings.NewReader(q.form.Encode())
	}
	r := httptest.NewRequestWithContext(b.t.Context(), q.method, q.path, body)
	if q.form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if q.as != "" {
		r.AddCookie(&http.Cookie{Name: "lotsen_session", Value: q.as})
	}
	if q.remote != "" {
		r.RemoteAddr = q.remote
	}
	for k, v := range q.header {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

func page(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

func hello(c *web.Ctx) error { return c.Render(http.StatusOK, page("hej "+c.Actor().Name)) }

func TestPolicy(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Handle("GET /open", web.Public("test"), hello)
	b.Handle("GET /mine", web.SignedIn(), hello)
	b.Handle("GET /desk", web.May("desk.see"), hello)
	for _, row := range []struct {
		path, as string
		status   int
	}{
		{"/open", "", 200},
		{"/mine", "", 303},
		{"/mine", "anna", 200},
		{"/mine", "stolen", 303},
		{"/desk", "", 303},
		{"/desk", "anna", 403},
		{"/desk", "bo", 200},
		{"/nowhere", "bo", 404},
	} {
		if w := b.do(req{path: row.path, as: row.as}); w.Code != row.status {
			t.Errorf("%s as %q: got %d, want %d", row.path, row.as, w.Code, row.status)
		}
	}
	t.Run("a_route_without_a_policy_does_not_start", func(t *testing.T) {
		defer func() {
			if recover() == nil {
				t.Error("want a panic")
			}
		}()
		b.Handle("GET /forgotten", web.Policy{}, hello)
	})
	t.Run("the_login_leads_back", func(t *testing.T) {
		w := b.do(req{path: "/mine?a=1"})
		if got := w.Header().Get("Location"); got != "/login?next=%2Fmine%3Fa%3D1" {
			t.Errorf("got %s", got)
		}
	})
}
