package self_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"lotsen/internal/app"
	"lotsen/internal/channel/webhook"
	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/signed"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/site"
)

var system = authz.System("test")

func done(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// open is a site that sends mail and may speak to systems on this machine.
func open(t *testing.T, env *dbtest.Env) *site.Site {
	t.Helper()
	return site.Configured(t, env, func(o *app.Options) {
		o.NoMail, o.Partners.Networks = false, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	})
}

func each(t *testing.T, fn func(t *testing.T, s *site.Site)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) { fn(t, open(t, env)) })
}

// connect adds a connector that is in use.
func connect(t *testing.T, s *site.Site, k connector.Kind, w connector.Way, change ...func(*connector.Input)) connector.Connector {
	t.Helper()
	in := connector.Input{Desk: s.Desk.ID, Category: s.Category.ID, Kind: k, Way: w, Name: "Prov", Minutes: 60, Active: true}
	for _, fn := range change {
		fn(&in)
	}
	id, err := s.App.Connector.Add(t.Context(), system, s.Org.ID, in)
	done(t, err)
	c, err := s.App.Connector.Load(t.Context(), system, id)
	done(t, err)
	return c
}

// drain does what is to be done now; what failed waits for its next try.
func drain(t *testing.T, s *site.Site) { _ = s.App.Jobs.Drain(t.Context()) }

var (
	mails    = sqldb.Q("test.mails", `select text from outbound_mail where subject = 'Din kod för nytt lösenord' order by id`)
	newest   = sqldb.Q("test.newest", `select max(id) from ticket`)
	secrets  = sqldb.Q("test.secrets", `select count(*) from connector_job where secret <> ''`)
	inEvents = sqldb.Q("test.events", `select count(*) from event where cast(payload as text) like '%' || $1 || '%'`)
	inSaid   = sqldb.Q("test.said", `select count(*) from message where text like '%' || $1 || '%'`)
	inJobs   = sqldb.Q("test.jobs", `select count(*) from job where cast(args as text) like '%' || $1 || '%'`)
)

func count(t *testing.T, s *site.Site, q sqldb.Stmt, args ...any) int {
	t.Helper()
	n, err := sqldb.One(t.Context(), s.App.DB, q, sqldb.Value[int], args...)
	done(t, err)
	return n
}

// latest is the case that was made last.
func latest(t *testing.T, s *site.Site) ticket.Ticket {
	t.Helper()
	id, err := sqldb.One(t.Context(), s.App.DB, newest, sqldb.Value[ticket.ID])
	done(t, err)
	return s.Ticket(t, id)
}

// codes are the codes that were mailed, in their order.
func codes(t *testing.T, s *site.Site) []string {
	t.Helper()
	drain(t, s)
	texts, err := sqldb.All(t.Context(), s.App.DB, mails, sqldb.Value[string])
	done(t, err)
	var out []string
	for _, text := range texts {
		code := regexp.MustCompile(`\d{3} \d{3}`).FindString(text)
		if code == "" || strings.Contains(text, "http") {
			t.Errorf("no code, or an address that could be somebody else's, in %q", text)
		}
		out = append(out, code)
	}
	return out
}

// nowhere leaves no trace of a password in what is kept and shown.
func nowhere(t *testing.T, s *site.Site, password string) {
	t.Helper()
	if n := count(t, s, secrets); n != 0 {
		t.Errorf("%d jobs that have ended keep a password", n)
	}
	for name, q := range map[string]sqldb.Stmt{"events": inEvents, "messages": inSaid, "jobs": inJobs} {
		if n := count(t, s, q, password); n != 0 {
			t.Errorf("the password stands in %s", name)
		}
	}
}

// other is a system that jobs are handed to.
type other struct {
	*httptest.Server
	t      *testing.T
	s      *site.Site
	answer func(b webhook.Body) (int, webhook.Reply)
	heard  []webhook.Body
}

const secret = "en-lång-hemlighet-som-delas"

func newOther(t *testing.T, s *site.Site) *other {
	t.Helper()
	o := &other{t: t, s: s}
	o.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		call := signed.Call{ID: r.Header.Get(signed.HeaderID), Time: r.Header.Get(signed.HeaderTime), Signature: r.Header.Get(signed.HeaderSignature)}
		if err := call.Verify(s.Clock.Now(), raw, []byte(secret)); err != nil {
			t.Errorf("a call that is not signed: %v", err)
		}
		var b webhook.Body
		if err := json.Unmarshal(raw, &b); err != nil {
			t.Error(err)
		}
		o.heard = append(o.heard, b)
		status, reply := o.answer(b)
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(reply)
	}))
	t.Cleanup(o.Close)
	return o
}

func (o *other) input(in *connector.Input) { in.Config.URL, in.Secret = o.URL, secret }

// tell is a call back about a job, and its status.
func (o *other) tell(address, id, job, state, note string) int {
	o.t.Helper()
	body := fmt.Sprintf(`{"job":%q,"state":%q,"note":%q}`, job, state, note)
	r := httptest.NewRequestWithContext(context.WithoutCancel(o.t.Context()), http.MethodPost, address[strings.Index(address, "/hook"):], strings.NewReader(body))
	for name, value := range signed.Headers([]byte(secret), id, o.s.Clock.Now(), []byte(body)) {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	o.s.App.Handler().ServeHTTP(w, r)
	return w.Code
}

func num[T ~int64](n T) string { return fmt.Sprint(int64(n)) }
