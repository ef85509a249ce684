package pair_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
)

var system = authz.System("test")

// How a side answers its callers.
const (
	up   int32 = iota
	down       // Connections break off at once.
	deaf       // It does what it is asked for, and the answer is lost.
)

// side is one installation.
type side struct {
	*app.App
	env     *dbtest.Env
	url     string
	mode    atomic.Int32
	calls   atomic.Int32
	secrets map[string]string
	org     directory.Organisation
	desk    directory.Desk
	anna    directory.PersonID // A user.
	eva     authz.Actor        // An agent.
	ada     authz.Actor        // An administrator.
	account directory.PersonID // The other side's.
}

// pair is two of them: here hands cases to there.
type pair struct {
	here, there *side
	net         supplier.Supplier // What there is to here.
}

func each(t *testing.T, fn func(t *testing.T, p *pair)) {
	t.Helper()
	for name, open := range map[string]func(testing.TB) *dbtest.Env{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fn(t, join(t, start(t, open(t), "here"), start(t, open(t), "there")))
		})
	}
}

func start(t testing.TB, env *dbtest.Env, name string) *side {
	t.Helper()
	s := &side{env: env, secrets: map[string]string{}}
	server := httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	s.url = "http://" + server.Listener.Addr().String()
	s.App = must(app.New(t.Context(), app.Options{
		DB: env.DSN, Files: t.TempDir(), Clock: env.Clock, NoSync: true, MaxConns: 8, Demo: true, BaseURL: s.url,
		Mail: app.MailOptions{Domain: name + ".example"},
		Partners: app.PartnerOptions{
			Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
			Secrets:  func(name string) (string, bool) { v, ok := s.secrets[name]; return v, ok },
		},
	}))(t)
	server.Start()
	t.Cleanup(func() {
		server.Close()
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	d := s.Directory
	s.org = must(d.AddOrganisation(t.Context(), system, directory.OrganisationInput{Key: name, Name: strings.ToUpper(name), Preset: "storstad"}))(t)
	s.desk = must(d.AddDesk(t.Context(), system, s.org.ID, "it", "Servicedesk "+name))(t)
	s.anna = s.person(t, "Anna", "Åkesson")
	eva, ada := s.person(t, "Eva", "Lind"), s.person(t, "Ada", "Holm")
	s.account = s.person(t, "Konto", "Motpart")
	s.grant(t, eva, "agent", authz.Desk, int64(s.desk.ID))
	s.grant(t, ada, "admin", authz.Organisation, int64(s.org.ID))
	s.eva, s.ada = must(s.Access.ActorOf(t.Context(), eva))(t), must(s.Access.ActorOf(t.Context(), ada))(t)
	return s
}

func (s *side) serve(w http.ResponseWriter, r *http.Request) {
	s.calls.Add(1)
	switch s.mode.Load() {
	case down:
		panic(http.ErrAbortHandler)
	case deaf:
		s.Handler().ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	}
	s.Handler().ServeHTTP(w, r)
}

// join makes there a supplier of here: there has an account here, and here an account there, which listens.
func join(t testing.TB, here, there *side) *pair {
	t.Helper()
	p := &pair{here: here, there: there}
	p.net = must(here.Supplier.Add(t.Context(), system, here.org.ID, supplier.Input{Sort: supplier.Other, Name: "Nätdrift AB"}))(t)
	check(t, here.Supplier.Agree(t.Context(), system, p.net.ID, supplier.Agreement{Way: supplier.ByAPI, Address: "https://there.example", Minutes: 480, Shows: supplier.Shows()}))
	here.grant(t, here.account, "supplier", authz.Supplier, int64(p.net.ID))
	here.secrets["there"] = must(there.Access.CreateToken(t.Context(), system, "here", there.account))(t)
	must(here.Exchange.SavePartner(t.Context(), here.ada, exchange.Partner{
		Org: here.org.ID, Desk: here.desk.ID, Supplier: p.net.ID, Code: "there", Name: "Nätdrift AB", Way: exchange.ByTMF, Person: here.account,
		BaseURL: there.url + tmf.Prefix, Lang: "sv", Config: exchange.Defaults(), Active: true,
	}))(t)
	must(there.Exchange.SavePartner(t.Context(), there.ada, exchange.Partner{
		Org: there.org.ID, Desk: there.desk.ID, Code: "here", Name: "Storstad", Way: exchange.ByTMF, Person: there.account, Lang: "sv", Config: exchange.Defaults(), Active: true,
	}))(t)
	status, body := there.ask(t, "POST", "/hub", here.secrets["there"], `{"@type":"Hub","callback":"`+here.url+tmf.Prefix+`/listener/there"}`)
	if status != 201 {
		t.Fatalf("hub: %d %s", status, body)
	}
	here.secrets["there_hook"] = between(body, `"secret":"`, `"`)
	return p
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

func (s *side) person(t testing.TB, given, family string) directory.PersonID {
	t.Helper()
	login := strings.ToLower(given)
	return must(s.Directory.AddPerson(t.Context(), system, s.org.ID, directory.PersonInput{
		Given: given, Family: family, Category: directory.Employee, Login: login, Email: login + "@here.example",
	}))(t).ID
}

func (s *side) grant(t testing.TB, person directory.PersonID, role string, reach authz.Reach, of int64) {
	t.Helper()
	must(s.Access.Grant(t.Context(), system, access.GrantInput{Person: person, Role: role, Reach: reach, Of: of}))(t)
}

// ask calls the interface with a token, over the wire.
func (s *side) ask(t testing.TB, method, path, token, body string) (int, string) {
	t.Helper()
	r := must(http.NewRequestWithContext(t.Context(), method, s.url+tmf.Prefix+path, strings.NewReader(body)))(t)
	r.Header.Set("Authorization", "Bearer "+token)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	res := must(http.DefaultClient.Do(r))(t)
	defer res.Body.Close()
	return res.StatusCode, string(must(io.ReadAll(res.Body))(t))
}

// report is a case of Anna's that the desk has looked at.
func (s *side) report(t testing.TB, title, text string, files ...ticket.File) ticket.Ticket {
	t.Helper()
	by := must(s.Access.ActorOf(t.Context(), s.anna))(t)
	in := ticket.ReportInput{Title: title, Text: text, Requester: s.anna}
	for _, f := range files {
		in.Attachments = append(in.Attachments, must(s.Ticket.Upload(t.Context(), by, f))(t).ID)
	}
	x := must(s.Ticket.Report(t.Context(), by, in))(t)
	category := must(s.Ticket.SaveCategory(t.Context(), system, ticket.Category{Org: s.org.ID, Desk: s.desk.ID, Sv: title, En: title}))(t).ID
	return must(s.Ticket.Change(t.Context(), s.eva, x.ID, ticket.ChangeInput{Category: &category}))(t)
}

// hand delegates a case to the other side.
func (p *pair) hand(t testing.TB, id ticket.ID, task string) {
	t.Helper()
	must(p.here.Delegation.Delegate(t.Context(), p.here.eva, id, delegation.Input{To: p.net.ID, Task: task}))(t)
}

// settle lets both sides do what is due until neither has anything to tell.
func (p *pair) settle(t testing.TB) {
	t.Helper()
	for range 4 {
		for _, s := range []*side{p.here, p.there} {
			if err := s.Jobs.Drain(t.Context()); err != nil && p.here.mode.Load() == up && p.there.mode.Load() == up {
				t.Fatal(err)
			}
		}
	}
}

func (p *pair) advance(d time.Duration) {
	p.here.env.Clock.Advance(d)
	p.there.env.Clock.Advance(d)
}

// twin is the case there that is id here.
func (p *pair) twin(t testing.TB, id ticket.ID) ticket.Ticket {
	t.Helper()
	n := must(ticket.FindReference(t.Context(), p.there.DB, "here", id.String()))(t)
	if n == 0 {
		t.Fatalf("%s is no case there", id)
	}
	return p.there.ticket(t, n)
}

func (s *side) ticket(t testing.TB, id ticket.ID) ticket.Ticket {
	t.Helper()
	return must(s.Ticket.Load(t.Context(), system, id))(t)
}

// talk is everything said in a case, as the system sees it.
func (s *side) talk(t testing.TB, id ticket.ID) []ticket.Message {
	t.Helper()
	x := s.ticket(t, id)
	return must(s.Ticket.Messages(t.Context(), system, &x))(t)
}

func (s *side) texts(t testing.TB, id ticket.ID) []string {
	t.Helper()
	var out []string
	for _, m := range s.talk(t, id) {
		out = append(out, m.Text)
	}
	return out
}

// count is how many cases there are.
func (s *side) count(t testing.TB) int {
	t.Helper()
	n := 0
	for id := ticket.ID(100001); ; id++ {
		if _, err := s.Ticket.Load(t.Context(), system, id); err != nil {
			return n
		}
		n++
	}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		check(t, err)
		return v
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
