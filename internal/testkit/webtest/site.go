package webtest

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"lotsen/internal/kit/sqldb"
)

// host is the name under which the site is reached; it leads nowhere.
const host = "lotsen.test"

// defaultStatements is how many database statements a page may cost.
const defaultStatements = 12

// Options fit the site to what is tested.
type Options struct {
	// SignIn returns a session's token for a person that the test knows by name.
	SignIn func(person string) string
	// Statements is how many database statements a page may cost: 12, or -1 for any number.
	Statements int
	// Unchecked lifts the checks of pages: for the kit's own tests.
	Unchecked bool
}

// Site is the product under test.
type Site struct {
	t       testing.TB
	handler http.Handler
	options Options
}

// New returns a site served by h.
func New(t testing.TB, h http.Handler, o ...Options) *Site {
	t.Helper()
	s := &Site{t: t, handler: h}
	if len(o) > 0 {
		s.options = o[0]
	}
	if s.options.Statements == 0 {
		s.options.Statements = defaultStatements
	}
	return s
}

// Anonymous returns a visitor whom nobody knows.
func (s *Site) Anonymous() *Visitor {
	return &Visitor{site: s, t: s.t, cookies: map[string]string{}, Header: http.Header{"Accept-Language": {"sv"}}}
}

// As returns a visitor who is logged in as that person.
func (s *Site) As(person string) *Visitor {
	s.t.Helper()
	if s.options.SignIn == nil {
		s.t.Fatal("webtest: Options.SignIn is not set")
	}
	v := s.Anonymous()
	v.cookies["lotsen_session"] = s.options.SignIn(person)
	return v
}

// Visitor is one browser with its cookies.
type Visitor struct {
	// Header goes with each request.
	Header  http.Header
	site    *Site
	t       testing.TB
	cookies map[string]string
}

// Get fetches a page and follows redirects.
func (v *Visitor) Get(path string) *Page {
	v.t.Helper()
	return v.follow(v.send("GET", path, "", nil, ""))
}

// Post sends values as a form without looking at a page first, as an attacker would.
func (v *Visitor) Post(path string, values url.Values) *Page {
	v.t.Helper()
	return v.follow(v.send("POST", path, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()), ""))
}

// Forget loses the session, as when it ends on the server.
func (v *Visitor) Forget() { delete(v.cookies, "lotsen_session") }

// Cookie is the value of a cookie; "" without one.
func (v *Visitor) Cookie(name string) string { return v.cookies[name] }

// send answers one request and keeps the cookies that come back.
func (v *Visitor) send(method, path, contentType string, body io.Reader, referer string) *Page {
	v.t.Helper()
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() && u.Host != host {
		v.t.Fatalf("webtest: %s %s leads away from the site", method, path)
	}
	stats := &sqldb.Stats{}
	r := httptest.NewRequestWithContext(sqldb.WithStats(v.t.Context(), stats), method, "http://"+host+u.RequestURI(), body)
	for name, values := range v.Header {
		r.Header[name] = values
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("Origin", "http://"+host)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if referer != "" {
		r.Header.Set("Referer", "http://"+host+referer)
	}
	w := httptest.NewRecorder()
	v.site.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 || c.Value == "" {
			delete(v.cookies, c.Name)
		} else {
			v.cookies[c.Name] = c.Value
		}
	}
	p := &Page{
		Path: u.RequestURI(), Status: w.Code, Header: w.Header(), Body: bytes.Clone(w.Body.Bytes()),
		Statements: int(stats.Statements.Load()), StatementNames: stats.Names(), visitor: v, t: v.t, method: method,
	}
	p.parse()
	return p
}

// follow goes where redirects lead.
func (v *Visitor) follow(p *Page) *Page {
	v.t.Helper()
	for range 5 {
		to := p.Header.Get("Location")
		if p.Status < 300 || p.Status > 399 || to == "" {
			return p
		}
		p = v.send("GET", p.resolve(to), "", nil, p.Path)
	}
	v.t.Fatalf("webtest: redirected in circles, last to %s", p.Path)
	return nil
}
