package web_test

import (
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"lotsen/internal/web"
)

func TestHeaders(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Handle("GET /x", web.Public("test"), hello)
	for _, path := range []string{"/x", "/nowhere"} {
		h := b.do(req{path: path}).Header()
		csp := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: %s is not in %s", path, want, csp)
			}
		}
		if strings.Contains(csp, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestCookies(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Handle("POST /login", web.Public("test"), func(c *web.Ctx) error {
		if err := c.SignIn("anna", c.Now().Add(time.Hour)); err != nil {
			return err
		}
		return c.Text(200, c.Actor().Name)
	})
	w := b.do(req{method: "POST", path: "/login"})
	k := w.Result().Cookies()[0]
	if w.Body.String() != "Anna" || k.Name != "lotsen_session" || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Secure || k.MaxAge != 3600 {
		t.Errorf("got %q %v", w.Body, k)
	}
	r := httptest.NewRequest("POST", "/login", nil)
	r.TLS = &tls.ConnectionState{}
	rec := httptest.NewRecorder()
	b.ServeHTTP(rec, r)
	if k := rec.Result().Cookies()[0]; k.Name != "__Host-lotsen_session" || !k.Secure || k.Path != "/" || k.Domain != "" {
		t.Errorf("by https: %v", k)
	}
	if rec.Header().Get("Strict-Transport-Security") == "" {
		t.Error("by https there is no HSTS")
	}
}

func TestForgedForms(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Handle("POST /login", web.Public("test"), hello)
	b.Handle("POST /do", web.SignedIn(), hello)
	for name, row := range map[string]struct {
		header map[string]string
		status int
	}{
		"own_page":             {map[string]string{"Sec-Fetch-Site": "same-origin"}, 200},
		"typed_address":        {map[string]string{"Sec-Fetch-Site": "none"}, 200},
		"program":              {nil, 200},
		"another_site":         {map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"a_neighbouring_host":  {map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		"old_browser_own_page": {map[string]string{"Origin": "http://example.com"}, 200},
		"old_browser_foreign":  {map[string]string{"Origin": "https://evil.example"}, 403},
		"sandboxed_frame":      {map[string]string{"Origin": "null"}, 403},
	} {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"/login", "/do"} {
				if w := b.do(req{method: "POST", path: path, as: "anna", header: row.header}); w.Code != row.status {
					t.Errorf("%s: got %d, want %d", path, w.Code, row.status)
				}
			}
		})
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	b := setup(t, func(d *web.Deps) { d.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
	b.Handle("GET /x", web.Public("test"), func(c *web.Ctx) error {
		s := c.Address().String()
		if c.Secure() {
			s += " https"
		}
		return c.Text(200, s)
	})
	for name, row := range map[string]struct{ remote, forwarded, want string }{
		"direct":                     {"192.0.2.1:99", "", "192.0.2.1"},
		"a_stranger_claims":          {"192.0.2.1:99", "203.0.113.7", "192.0.2.1"},
		"behind_our_proxy":           {"10.0.0.1:99", "203.0.113.7", "203.0.113.7 https"},
		"behind_two_of_ours":         {"10.0.0.1:99", "203.0.113.7, 10.0.0.2", "203.0.113.7 https"},
		"a_claim_before_our_proxy":   {"10.0.0.1:99", "127.0.0.1, 203.0.113.7", "203.0.113.7 https"},
		"nonsense_before_our_proxy":  {"10.0.0.1:99", "<script>", "10.0.0.1 https"},
		"ipv6_with_port":             {"10.0.0.1:99", "[2001:db8::1]:443", "2001:db8::1 https"},
		"an_ipv4_written_in_ipv6":    {"[::ffff:192.0.2.1]:99", "", "192.0.2.1"},
		"a_claim_by_an_unknown_zone": {"[fe80::1%eth0]:99", "", "fe80::1"},
	} {
		t.Run(name, func(t *testing.T) {
			h := map[string]string{"X-Forwarded-Proto": "https"}
			if row.forwarded != "" {
				h["X-Forwarded-For"] = row.forwarded
			}
			if w := b.do(req{path: "/x", remote: row.remote, header: h}); w.Body.String() != row.want {
				t.Errorf("got %s, want %s", w.Body, row.want)
			}
		})
	}
}

func TestRates(t *testing.T) {
	t.Parallel()
	b := setup(t, func(d *web.Deps) { d.Limits = web.Limits{Person: 1, Address: 2, RateMemory: 10} })
	b.Handle("POST /do", web.Public("test"), hello)
	b.Handle("GET /see", web.Public("test"), hello)
	count := func(as, remote string) (n int) {
		for b.do(req{method: "POST", path: "/do", as: as, remote: remote}).Code == 200 {
			n++
		}
		return n
	}
	if n := count("anna", "192.0.2.1:1"); n != 10 {
		t.Errorf("Anna came through %d times", n)
	}
	if n := count("bo", "192.0.2.1:1"); n != 10 {
		t.Errorf("Bo at the same address came through %d times", n)
	}
	if n := count("", "192.0.2.1:1"); n != 20 {
		t.Errorf("strangers came through %d times", n)
	}
	if n := count("", "[2001:db8::1]:1") + count("", "[2001:db8::2]:1"); n != 20 {
		t.Errorf("a network of IPv6 came through %d times", n)
	}
	w := b.do(req{method: "POST", path: "/do", as: "anna"})
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("got %d", w.Code)
	}
	if w := b.do(req{path: "/see", as: "anna"}); w.Code != 200 {
		t.Errorf("reading is limited too: %d", w.Code)
	}
	b.clock.Advance(3 * time.Second)
	if n := count("anna", "192.0.2.1:1"); n != 3 {
		t.Errorf("three seconds later Anna came through %d times", n)
	}
}

func TestOverload(t *testing.T) {
	t.Parallel()
	b := setup(t, func(d *web.Deps) { d.Limits.Lanes = map[web.Lane]web.Room{web.LanePages: {Work: 2, Line: -1}} })
	inside, leave := make(chan bool), make(chan bool)
	b.Handle("GET /slow", web.Public("test"), func(c *web.Ctx) error {
		inside <- true
		<-leave
		return hello(c)
	})
	b.Handle("GET /quick", web.Public("test"), hello)
	b.Handle("GET /stream", web.Public("test"), hello, web.Stream())
	b.Operate(web.Operations{})
	done := make(chan int)
	for range 2 {
		go func() { done <- b.do(req{path: "/slow"}).Code }()
		<-inside
	}
	w := b.do(req{path: "/quick"})
	if w.Code != 503 || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "väldigt många") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	if a, b := b.do(req{path: "/stream"}).Code, b.do(req{path: "/healthz"}).Code; a != 200 || b != 200 {
		t.Errorf("stream %d, health %d", a, b)
	}
	close(leave)
	if a, c := <-done, <-done; a != 200 || c != 200 || b.do(req{path: "/quick"}).Code != 200 {
		t.Errorf("afterwards %d %d", a, c)
	}
}

func TestLogCarriesNoPersons(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Handle("POST /people/{id}", web.SignedIn(), func(c *web.Ctx) error {
		if c.Param("id") == "2" {
			return errors.New("broken")
		}
		return hello(c)
	})
	b.do(req{method: "POST", path: "/people/1?name=Hemlig", as: "anna", remote: "192.0.2.77:1", form: url.Values{"pnr": {"191212121212"}}})
	b.do(req{path: "/people/4711"})
	for _, secret := range []string{"Hemlig", "191212121212", "Anna", "192.0.2.77", "people/1", "4711"} {
		if strings.Contains(b.log.String(), secret) {
			t.Errorf("%q is in the log:\n%s", secret, b.log)
		}
	}
	if !strings.Contains(b.log.String(), "POST /people/{id}") {
		t.Errorf("the pattern is not in the log:\n%s", b.log)
	}
}
