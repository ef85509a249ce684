package site

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/webtest"
	"lotsen/internal/web/account"
)

// Site is a running product with a small world in it.
type Site struct {
	App   *app.App
	Clock *clock.Fake
	// Org is the organisation that everybody but Siv belongs to, with one desk.
	Org      directory.Organisation
	Desk     directory.Desk
	Group    directory.Group
	Category ticket.Category
	people   map[string]directory.PersonID
	listed   []account.DemoPerson
	stop     func() error
}

// New starts it on a fresh SQLite database.
func New(t testing.TB) *Site {
	t.Helper()
	return On(t, dbtest.SQLite(t))
}

// Each runs fn on every engine that this machine offers.
func Each(t *testing.T, fn func(t *testing.T, s *Site)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) { fn(t, On(t, env)) })
}

// On starts it on a test's database.
func On(t testing.TB, env *dbtest.Env) *Site {
	t.Helper()
	return build(t, env, false)
}

// Configured is On with options of its own.
func Configured(t testing.TB, env *dbtest.Env, change func(*app.Options)) *Site {
	t.Helper()
	return build(t, env, false, change)
}

// Mailing is On with mail: what is told to people goes into the demo's catcher once Jobs.Drain has run.
func Mailing(t testing.TB, env *dbtest.Env) *Site {
	t.Helper()
	return build(t, env, true)
}

func build(t testing.TB, env *dbtest.Env, mail bool, change ...func(*app.Options)) *Site {
	t.Helper()
	s := &Site{Clock: env.Clock, people: map[string]directory.PersonID{}}
	o := app.Options{
		DB: env.DSN, Files: t.TempDir(), Clock: env.Clock, NoSync: true, MaxConns: 8, NoMail: !mail, Demo: true,
		DemoPersons: func(context.Context, *app.App) ([]account.DemoPerson, error) { return s.listed, nil },
	}
	for _, fn := range change {
		fn(&o)
	}
	var err error
	if s.App, err = app.New(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	s.stop = sync.OnceValue(s.App.Stop)
	t.Cleanup(func() { s.Stop(t) })
	s.fill(t)
	return s
}

// Stop takes the database away, as when its server dies; handlers still answer. The end of the test does it by itself.
func (s *Site) Stop(t testing.TB) {
	t.Helper()
	if err := s.stop(); err != nil {
		t.Errorf("stop the site: %v", err)
	}
}

// Pages is the site for tests without a network. Statements bounds what a page may cost; see webtest.Options.
func (s *Site) Pages(t testing.TB, options ...webtest.Options) *webtest.Site {
	t.Helper()
	var o webtest.Options
	if len(options) > 0 {
		o = options[0]
	}
	o.SignIn = func(person string) string { return s.Token(t, person) }
	return webtest.New(t, s.App.Handler(), o)
}

// As is a visitor who is logged in as a person of the world.
func (s *Site) As(t testing.TB, person string) *webtest.Visitor {
	t.Helper()
	return s.Pages(t).As(person)
}

// Token is a fresh session of a person.
func (s *Site) Token(t testing.TB, person string) string {
	t.Helper()
	token, _, err := s.App.Access.LoginAs(t.Context(), access.Client{Agent: "test"}, s.Person(t, person))
	if err != nil {
		t.Fatalf("log in as %s: %v", person, err)
	}
	return token
}

// Person is the id of a person of the world.
func (s *Site) Person(t testing.TB, name string) directory.PersonID {
	t.Helper()
	id, ok := s.people[name]
	if !ok {
		t.Fatalf("site: nobody is called %q", name)
	}
	return id
}

// Actor is a person with their rights, for what a test does behind the pages.
func (s *Site) Actor(t testing.TB, name string) authz.Actor {
	t.Helper()
	by, err := s.App.Access.ActorOf(t.Context(), s.Person(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return by
}

// Advance moves the clock and does what has fallen due.
func (s *Site) Advance(t testing.TB, d time.Duration) {
	t.Helper()
	s.Clock.Advance(d)
	if err := s.App.Ticket.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Serve puts the site behind a real address, with its background work, and returns the address.
func (s *Site) Serve(t testing.TB) string {
	t.Helper()
	s.App.Start(context.WithoutCancel(t.Context()))
	server := httptest.NewUnstartedServer(s.App.Handler())
	server.Config.BaseContext = func(net.Listener) context.Context { return context.WithoutCancel(t.Context()) }
	server.Start()
	t.Cleanup(func() {
		s.App.CloseStreams() // A server waits for its open requests.
		server.CloseClientConnections()
		server.Close()
	})
	return server.URL
}

// CrossSite is the status that answers a form which a page of another site sends with this visitor's session.
func (s *Site) CrossSite(t testing.TB, v *webtest.Visitor, path string) int {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://lotsen.test"+path, strings.NewReader("title=x"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://evil.example")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.AddCookie(&http.Cookie{Name: "lotsen_session", Value: v.Cookie("lotsen_session")})
	w := httptest.NewRecorder()
	s.App.Handler().ServeHTTP(w, r)
	return w.Code
}
