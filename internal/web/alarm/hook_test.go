package alarm_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/signed"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

var by = authz.System("test")

// source adds a source to the site's desk.
func source(t *testing.T, s *site.Site, kind alarm.Kind, auth string, change ...func(*alarm.Source)) alarm.Source {
	t.Helper()
	src := alarm.Source{Desk: s.Desk.ID, Code: "vakt-" + string(kind), Name: "Driftvakten", Kind: kind, Auth: auth, Config: alarm.Defaults()}
	for _, fn := range change {
		fn(&src)
	}
	src, err := s.App.Alarm.SaveSource(t.Context(), by, src)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// rule adds a rule that solves what heals.
func rule(t *testing.T, s *site.Site, change ...func(*alarm.Rule)) alarm.Rule {
	t.Helper()
	r := alarm.Rule{Desk: s.Desk.ID, Name: "Allt", Active: true, Config: alarm.RuleConfig{Worst: 1, Mildest: 5, Do: alarm.Action{
		Kind: ticket.Incident, Category: s.Category.ID, Group: s.Group.ID, Recover: alarm.RecoverSolve, Reopen: 120, Windows: alarm.QuietBooked,
	}}}
	for _, fn := range change {
		fn(&r)
	}
	r, err := s.App.Alarm.SaveRule(t.Context(), by, r)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

type caller struct {
	t   *testing.T
	s   *site.Site
	src alarm.Source
	n   int
}

// headers of a signed call.
func (c *caller) signed(body string) map[string]string {
	c.n++
	return signed.Headers(signed.Secret(c.s.App.Alarm.SecretOf(&c.src)), fmt.Sprintf("call-%d", c.n), c.s.Clock.Now(), []byte(body))
}

func send(s *site.Site, code, body string, headers map[string]string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "https://lotsen.test/hook/alarms/"+code, strings.NewReader(body))
	for k, v := range headers {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	s.App.Handler().ServeHTTP(w, r)
	return w
}

// tell sends a call that must be taken and returns the case that it is told.
func (c *caller) tell(body string) ticket.ID {
	c.t.Helper()
	var headers map[string]string
	if c.src.Auth == alarm.Token {
		headers = map[string]string{"Authorization": "Bearer " + c.s.App.Alarm.SecretOf(&c.src)}
	} else {
		headers = c.signed(body)
	}
	w := send(c.s, c.src.Code, body, headers)
	if w.Code != http.StatusOK {
		c.t.Fatalf("the call got %d: %s", w.Code, w.Body)
	}
	var a alarm.Answer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		c.t.Fatal(err)
	}
	id, _ := ticket.ParseID(a.Ticket)
	return id
}

func plain(state, key string) string {
	return fmt.Sprintf(`{"key":%q,"state":%q,"severity":"critical","summary":"Disken ar full","host":"srv1"}`, key, state)
}

// agent is Eva, on a site that has been running for a while: what is remembered is.
func agent(t *testing.T, s *site.Site) *webtest.Visitor {
	t.Helper()
	if _, err := s.App.Level.Uses(t.Context(), s.Org.ID); err != nil {
		t.Fatal(err)
	}
	eva := s.As(t, "eva")
	eva.Get("/desk/alarms").MustBe(200)
	return eva
}

// alarms counts the site's cases that came as alarms.
func alarms(t *testing.T, s *site.Site) []ticket.ID {
	t.Helper()
	page, err := s.App.Ticket.Queue(t.Context(), s.Actor(t, "eva"), s.Org.ID, s.Desk.ID, ticket.Filter{Channels: []ticket.Channel{ticket.Alarm}, AnyState: true}, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	var out []ticket.ID
	for _, r := range page.Rows {
		out = append(out, r.ID)
	}
	return out
}

func TestThe_same_alarm_three_times_is_one_ticket_that_counts_three(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-34")
		c := &caller{t: t, s: s, src: source(t, s, alarm.Generic, alarm.Signed)}
		first := c.tell(plain("firing", "disk"))
		for range 2 {
			s.Clock.Advance(time.Minute)
			if again := c.tell(plain("firing", "disk")); again != first || first == 0 {
				t.Errorf("told %s first and %s then", first, again)
			}
		}
		if ids := alarms(t, s); len(ids) != 1 {
			t.Errorf("the desk has %v", ids)
		}
		eva := agent(t, s)
		eva.Get("/desk/tickets/"+first.String()).MustBe(200).MustSee("Disken ar full", "1 av 1 larm", "Antal gånger", "3", "Driftvakten")
		eva.Get("/desk/alarms").MustBe(200).MustSee("Disken ar full", first.String(), "3", "Kritiskt")
	})
}

func TestAn_alarm_opens_a_case_and_its_recovery_is_told_on_the_same(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "IN-07")
		c := &caller{t: t, s: s, src: source(t, s, alarm.Generic, alarm.Signed)}
		rule(t, s)
		id := c.tell(plain("firing", "disk"))
		x := s.Ticket(t, id)
		if x.Group != s.Group.ID || x.Channel != ticket.Alarm || x.Category != s.Category.ID || x.Impact != 1 || x.Requester != 0 {
			t.Errorf("the rule did not count: %+v", x)
		}
		s.Clock.Advance(10 * time.Minute)
		c.tell(plain("resolved", "disk"))
		if x = s.Ticket(t, id); x.State != ticket.StateResolved || !strings.Contains(x.Solution, "Disken ar full") {
			t.Errorf("after recovery: %s %q", x.State, x.Solution)
		}
		// It fires again within the period: the same case; and somebody takes it.
		s.Clock.Advance(10 * time.Minute)
		c.tell(plain("firing", "disk"))
		if x = s.Ticket(t, id); x.State != ticket.StateOpen || x.Reopened != 1 {
			t.Errorf("fired again: %s, reopened %d", x.State, x.Reopened)
		}
		eva := s.Actor(t, "eva")
		if _, err := s.App.Ticket.Assign(t.Context(), eva, id, ticket.AssignInput{Group: s.Group.ID, Assignee: directory.PersonID(eva.Person)}); err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(time.Minute)
		c.tell(plain("resolved", "disk"))
		if x = s.Ticket(t, id); x.State != ticket.StateOpen || !x.AwaitsDesk {
			t.Errorf("solved under the agent's hands: %s", x.State)
		}
		agent(t, s).Get("/desk/tickets/"+id.String()).MustBe(200).MustSee("Larmet upphörde", "Larmar igen", "Larmet har upphört")
		// Long afterwards it is another case, which follows the old one.
		if _, err := s.App.Ticket.Resolve(t.Context(), eva, id, ticket.ResolveInput{Solution: "Klart", Told: true}); err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(5 * time.Hour)
		next := c.tell(plain("firing", "disk"))
		if next == id || next == 0 {
			t.Errorf("hours later it is still %s", next)
		}
		agent(t, s).Get("/desk/tickets/" + next.String()).MustBe(200).MustSee(id.String())
	})
}

// TestWhoever_is_not_believed_learns_nothing_and_changes_nothing is abuse cases 22 and 23 for alarms: calls without a
// signature, with another's, replayed, too large, too deep.
func TestWhoever_is_not_believed_learns_nothing_and_changes_nothing(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		c := &caller{t: t, s: s, src: source(t, s, alarm.Generic, alarm.Signed)}
		body := plain("firing", "disk")
		good := c.signed(body)
		old := signed.Headers(signed.Secret(s.App.Alarm.SecretOf(&c.src)), "old", s.Clock.Now().Add(-time.Hour), []byte(body))
		other := source(t, s, alarm.Zabbix, alarm.Token)
		for name, row := range map[string]struct {
			code, body string
			headers    map[string]string
		}{
			"without_a_signature":         {c.src.Code, body, nil},
			"with_another_body":           {c.src.Code, plain("firing", "other"), good},
			"an_hour_later":               {c.src.Code, body, old},
			"to_a_source_that_is_none":    {"nobody", body, good},
			"with_another_sources_secret": {c.src.Code, body, map[string]string{"Authorization": "Bearer " + s.App.Alarm.SecretOf(&other)}},
			"a_token_where_one_signs":     {c.src.Code, body, map[string]string{"Authorization": "Bearer " + s.App.Alarm.SecretOf(&c.src)}},
			"a_wrong_token":               {other.Code, body, map[string]string{"Authorization": "Bearer fel"}},
			"an_empty_token":              {other.Code, body, map[string]string{"Authorization": "Bearer "}},
		} {
			t.Run(name, func(t *testing.T) {
				w := send(s, row.code, row.body, row.headers)
				if w.Code != http.StatusUnauthorized || strings.Contains(w.Body.String(), "signature") && !strings.Contains(w.Body.String(), "hook.error.signature") {
					t.Errorf("%d %s", w.Code, w.Body)
				}
			})
		}
		if ids := alarms(t, s); len(ids) != 0 {
			t.Fatalf("a stranger opened %v", ids)
		}
		// A genuine call, caught and sent again: answered as the first time, and done once.
		first, again := send(s, c.src.Code, body, good), send(s, c.src.Code, body, good)
		if first.Code != 200 || again.Code != 200 || first.Body.String() != again.Body.String() {
			t.Errorf("%d %s, then %d %s", first.Code, first.Body, again.Code, again.Body)
		}
		list, _, err := s.App.Alarm.List(t.Context(), s.Actor(t, "eva"), alarm.Filter{})
		if err != nil || len(list) != 1 || list[0].Count != 1 {
			t.Errorf("%v: counted %+v", err, list)
		}
		s.Clock.Advance(10 * time.Minute)
		if late := send(s, c.src.Code, body, good); late.Code != http.StatusUnauthorized {
			t.Errorf("replayed after its time: %d", late.Code)
		}
		// A secret in the call is taken by https alone.
		r := httptest.NewRequest(http.MethodPost, "http://lotsen.test/hook/alarms/"+other.Code, strings.NewReader("{}"))
		r.Header.Set("Authorization", "Bearer "+s.App.Alarm.SecretOf(&other))
		w := httptest.NewRecorder()
		s.App.Handler().ServeHTTP(w, r)
		if w.Code != http.StatusForbidden {
			t.Errorf("a secret in the clear: %d", w.Code)
		}
		// What is too large or too deep is refused before anything is built of it.
		if w := send(s, c.src.Code, strings.Repeat("x", 9<<20), c.signed(strings.Repeat("x", 9<<20))); w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("9 MB: %d", w.Code)
		}
		deep := strings.Repeat(`{"labels":`, 5000) + "1" + strings.Repeat("}", 5000)
		if w := send(s, c.src.Code, deep, c.signed(deep)); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("nested 5,000 deep: %d", w.Code)
		}
		s.As(t, "ada").Get("/desk/alarm-sources").MustBe(200).MustSee("nested deeper")
	})
}

func manager(status, starts, ends string) string {
	return fmt.Sprintf(`{"version":"4","groupKey":"{}:{}","status":%[1]q,"truncatedAlerts":0,"alerts":[{"status":%[1]q,"labels":{"alertname":"DiskFull","instance":"srv1","severity":"critical"},
		"annotations":{"summary":"Disken ar full"},"startsAt":%[2]q,"endsAt":%[3]q,"fingerprint":"abc"}]}`, status, starts, ends)
}

func TestA_replayed_episode_changes_nothing(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		rule(t, s)
		c := &caller{t: t, s: s, src: source(t, s, alarm.Alertmanager, alarm.Token)}
		begun := s.Clock.Now().UTC().Format(time.RFC3339)
		firing := manager("firing", begun, "0001-01-01T00:00:00Z")
		id := c.tell(firing)
		s.Clock.Advance(5 * time.Minute)
		c.tell(manager("resolved", begun, s.Clock.Now().UTC().Format(time.RFC3339)))
		s.Clock.Advance(5 * time.Minute)
		c.tell(firing) // Somebody has caught it, or it was late.
		if x := s.Ticket(t, id); x.State != ticket.StateResolved {
			t.Errorf("the replay has opened the case: %s", x.State)
		}
		c.tell(manager("firing", s.Clock.Now().UTC().Format(time.RFC3339), "0001-01-01T00:00:00Z"))
		if x := s.Ticket(t, id); x.State != ticket.StateOpen {
			t.Errorf("a new episode has not: %s", x.State)
		}
	})
}

func TestAn_alarm_that_goes_on_puts_a_case_back_to_work_that_was_solved_meanwhile(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		rule(t, s)
		c := &caller{t: t, s: s, src: source(t, s, alarm.Generic, alarm.Signed)}
		id := c.tell(plain("firing", "disk"))
		if _, err := s.App.Ticket.Resolve(t.Context(), s.Actor(t, "eva"), id, ticket.ResolveInput{Solution: "Klart", Told: true}); err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(30 * time.Minute)
		c.tell(plain("firing", "disk"))
		if x := s.Ticket(t, id); x.State != ticket.StateResolved {
			t.Errorf("too soon: %s", x.State)
		}
		s.Clock.Advance(31 * time.Minute)
		c.tell(plain("firing", "disk"))
		if x := s.Ticket(t, id); x.State != ticket.StateOpen {
			t.Errorf("an hour later it fires still, and its case is %s", x.State)
		}
	})
}
