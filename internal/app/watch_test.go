package app_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/logx"
	"lotsen/internal/testkit/dbtest"
)

// lines is a log that many may write to.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// watched is the wired product with somebody who is logged in, and words that must not turn up where it is watched.
type watched struct {
	*app.App
	session string
	person  directory.PersonID
	log     *lines
}

var secrets = []string{"Ruben", "Hemligsson", "ruben@", "hemlig sökning", "hemlig+s", "Hemlig rubrik", "Hemlig text"}

func watchedApp(t *testing.T, env *dbtest.Env, o app.WatchOptions) *watched {
	t.Helper()
	w := &watched{log: &lines{}}
	var err error
	w.App, err = app.New(t.Context(), app.Options{
		DB: env.DSN, Files: t.TempDir(), Clock: env.Clock, NoSync: true, Demo: true, Watch: o, Log: logx.New(w.log, "json", "warn"),
	})
	if err != nil {
		t.Fatal(err)
	}
	by := authz.System("test")
	org, err := w.Directory.AddOrganisation(t.Context(), by, directory.OrganisationInput{Key: "nod", Name: "Nod"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Directory.AddDesk(t.Context(), by, org.ID, "it", "It"); err != nil {
		t.Fatal(err)
	}
	p, err := w.Directory.AddPerson(t.Context(), by, org.ID, directory.PersonInput{Given: "Ruben", Family: "Hemligsson", Email: "ruben@nod.example", Login: "ruben"})
	if err != nil {
		t.Fatal(err)
	}
	w.person = p.ID
	if w.session, _, err = w.Access.LoginAs(t.Context(), access.Client{Agent: "test"}, p.ID); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *watched) get(t *testing.T, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), "GET", "http://lotsen.test"+path, nil)
	r.RemoteAddr = "127.0.0.1:4711"
	r.AddCookie(&http.Cookie{Name: "lotsen_session", Value: w.session})
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	w.Handler().ServeHTTP(rec, r)
	return rec
}

// drive does some of everything: a search, a case, the mail about it, a mail that comes in, figures.
func (w *watched) drive(t *testing.T) {
	t.Helper()
	w.get(t, "/search?q=hemlig+s%C3%B6kning", "Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	_, err := w.Ticket.Report(t.Context(), authz.System("test"), ticket.ReportInput{Requester: w.person, Title: "Hemlig rubrik", Text: "Hemlig text"})
	if err != nil {
		t.Fatal(err)
	}
	raw := "From: Ruben Hemligsson <ruben@nod.example>\r\nTo: it@nod.example\r\nSubject: Hemlig rubrik\r\nMessage-ID: <1@nod.example>\r\n\r\nHemlig text\r\n"
	if _, err := w.Mail().Receive(t.Context(), mail.Envelope{Raw: []byte(raw)}); err != nil {
		t.Fatal(err)
	}
	if err := w.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.get(t, "/metrics")
}

func TestSlow_statements_are_logged_by_name(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := watchedApp(t, env, app.WatchOptions{SlowQuery: time.Nanosecond})
		defer w.Stop()
		id := w.get(t, "/search?q=hemlig+s%C3%B6kning").Header().Get("X-Request-Id")
		found := false
		for _, line := range strings.Split(strings.TrimSpace(w.log.String()), "\n") {
			var entry struct{ Msg, Statement, Request, Level string }
			if err := json.Unmarshal([]byte(line), &entry); err != nil || entry.Msg != "slow statement" || entry.Statement == "" || entry.Level != "WARN" {
				t.Errorf("got %s, %v", line, err)
			}
			found = found || entry.Request == id && strings.HasPrefix(entry.Statement, "access.")
		}
		if !found {
			t.Errorf("no statement of request %s", id)
		}
		for _, word := range secrets {
			if strings.Contains(w.log.String(), word) {
				t.Errorf("%q is in the log", word)
			}
		}
		quiet := watchedApp(t, dbtest.SQLite(t), app.WatchOptions{SlowQuery: time.Hour})
		defer quiet.Stop()
		if quiet.get(t, "/"); quiet.log.String() != "" {
			t.Errorf("quick statements are logged: %s", quiet.log.String())
		}
	})
}

func TestTraces_tell_of_work_and_not_of_people(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		took := &lines{}
		collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(took, r.Body) }))
		defer collector.Close()
		w := watchedApp(t, env, app.WatchOptions{TraceEndpoint: collector.URL})
		w.drive(t) // Before the program's own workers begin: a job that one of them has taken is one that drive does not wait for.
		w.Start(t.Context())
		if err := w.Stop(); err != nil { // The last spans leave before it returns.
			t.Fatal(err)
		}
		for _, want := range []string{
			`"name":"GET /search"`, `"name":"job notify.compose"`, `"name":"mail send"`, `"name":"mail receive"`, `"name":"ticket.insert"`,
			`"parentSpanId":"b7ad6b7169203331"`, `"traceId":"0af7651916cd43dd8448eb211c80319c"`, `"key":"http.response.status_code"`, `"key":"db.query.summary"`,
		} {
			if !strings.Contains(took.String(), want) {
				t.Errorf("%s is missing", want)
			}
		}
		for _, word := range append(secrets, w.session, "127.0.0.1") {
			if strings.Contains(took.String(), word) {
				t.Errorf("%q is in the traces", word)
			}
		}
	})
}

func TestNobody_is_named_by_the_metrics(t *testing.T) {
	t.Parallel()
	w := watchedApp(t, dbtest.SQLite(t), app.WatchOptions{})
	defer w.Stop()
	w.drive(t)
	page := w.get(t, "/metrics").Body.String()
	for _, word := range secrets {
		if strings.Contains(page, word) {
			t.Errorf("%q is in the metrics", word)
		}
	}
	for _, want := range []string{
		"lotsen_events_total ", "lotsen_mail_in_total 1", `lotsen_mail{direction="out",state="waiting"} 0`, "lotsen_db_writes_waiting 0",
		`lotsen_db_connections{pool="read",state="max"} 4`, `lotsen_build_info{engine="sqlite"`, "lotsen_live_streams 0", `lotsen_mail_send_seconds_count{outcome="caught"}`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is missing", want)
		}
	}
}
