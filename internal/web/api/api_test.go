package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lotsen/internal/testkit/site"
)

// client calls the interface as a person.
type client struct {
	t      testing.TB
	site   *site.Site
	cookie string
	Header http.Header
}

func as(t testing.TB, s *site.Site, person string) *client {
	t.Helper()
	c := &client{t: t, site: s, Header: http.Header{"Accept-Language": {"sv"}}}
	if person != "" {
		c.cookie = s.Token(t, person)
	}
	return c
}

// answer is what came back.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	raw    []byte
	body   map[string]any
}

func (c *client) do(method, path string, body any) *answer {
	c.t.Helper()
	var in io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			c.t.Fatal(err)
		}
		in = bytes.NewReader(raw)
	}
	r := httptest.NewRequestWithContext(c.t.Context(), method, "http://lotsen.test/api/v1"+path, in)
	for name, values := range c.Header {
		r.Header[name] = values
	}
	if body != nil && r.Header.Get("Content-Type") == "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "lotsen_session", Value: c.cookie})
	}
	w := httptest.NewRecorder()
	c.site.App.Handler().ServeHTTP(w, r)
	a := &answer{t: c.t, status: w.Code, header: w.Header(), raw: w.Body.Bytes()}
	if strings.Contains(w.Header().Get("Content-Type"), "json") {
		if err := json.Unmarshal(a.raw, &a.body); err != nil {
			c.t.Fatalf("%s %s: %v in %s", method, path, err, a.raw)
		}
	}
	return a
}

func (c *client) with(name, value string) *client {
	d := *c
	d.Header = c.Header.Clone()
	d.Header.Set(name, value)
	return &d
}

func (a *answer) want(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d, want %d: %s", a.status, status, a.raw)
	}
	if status >= 400 && a.header.Get("Content-Type") != "application/problem+json" {
		a.t.Errorf("an error of type %q", a.header.Get("Content-Type"))
	}
	if strings.Contains(string(a.raw), "$schema") {
		a.t.Errorf("a link to a schema in %s", a.raw)
	}
	return a
}

// at follows keys into the body: "group.name", "items.0.ref".
func (a *answer) at(path string) any {
	var v any = a.body
	for _, key := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[key]
		case []any:
			var i int
			if _, err := fmt.Sscan(key, &i); err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func (a *answer) is(path string, want any) *answer {
	a.t.Helper()
	if got := a.at(path); fmt.Sprint(got) != fmt.Sprint(want) {
		a.t.Errorf("%s is %v, want %v in %s", path, got, want, a.raw)
	}
	return a
}

func (a *answer) str(path string) string {
	a.t.Helper()
	s, ok := a.at(path).(string)
	if !ok {
		a.t.Fatalf("no text at %s in %s", path, a.raw)
	}
	return s
}

type m = map[string]any

func TestA_case_from_report_to_acceptance(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		anna, eva := as(t, s, "anna"), as(t, s, "eva")
		made := anna.do("POST", "/tickets", m{"title": "Skrivaren står still", "text": "På plan 2.", "category": "Skrivare"}).want(201)
		ref := made.str("ref")
		made.is("state", "new").is("channel", "api").is("requester.name", "Anna Åkesson").is("category.name", "Skrivare").is("version", 1).is("group", nil)
		if got := made.header.Get("Location"); got != "/api/v1/tickets/"+ref {
			t.Errorf("location %q", got)
		}
		eva.do("GET", "/tickets?queue=new", nil).want(200).is("items.0.ref", ref)
		eva.do("PATCH", "/tickets/"+ref, m{"group": "Första linjen", "assignee": "eva", "impact": 1, "urgency": 1, "state": "open"}).want(200).
			is("group.name", "Första linjen").is("assignee.name", "Eva Lind").is("priority", 1).is("state", "open")
		eva.do("POST", "/tickets/"+ref+"/messages", m{"text": "Vi tittar på den."}).want(201).is("kind", "reply").is("author.name", "Eva Lind")
		eva.do("POST", "/tickets/"+ref+"/messages", m{"text": "Trumman är slut.", "internal": true}).want(201).is("internal", true)
		anna.do("GET", "/tickets/"+ref+"/messages", nil).want(200).is("items.0.text", "På plan 2.").is("items.1.text", "Vi tittar på den.").is("items.2", nil)
		eva.do("PATCH", "/tickets/"+ref, m{"state": "hold", "reason": "Väntar på del"}).want(422).is("errors.0.location", "body.until")
		eva.do("PATCH", "/tickets/"+ref, m{"state": "hold", "reason": "Väntar på del", "until": "2026-03-05T08:00:00Z"}).want(200).is("state", "hold")
		anna.do("GET", "/tickets/"+ref, nil).want(200).is("hold_reason", nil).is("assignee", nil).is("hand_overs", nil)
		anna.do("POST", "/tickets/"+ref+"/messages", m{"text": "Hur går det?"}).want(201).is("kind", "question")
		eva.do("PATCH", "/tickets/"+ref, m{"state": "closed"}).want(409)
		eva.do("PATCH", "/tickets/"+ref, m{"state": "resolved"}).want(422).is("errors.0.location", "body.solution")
		eva.do("PATCH", "/tickets/"+ref, m{"state": "resolved", "solution": "Ny trumma.", "title": "Skrivaren utan trumma"}).want(200).is("state", "resolved").is("title", "Skrivaren utan trumma")
		anna.do("PATCH", "/tickets/"+ref, m{"state": "closed"}).want(200).is("state", "closed").is("closed_how", "accepted")
		events := anna.do("GET", "/tickets/"+ref+"/events?limit=3", nil).want(200).is("items.0.type", "ticket.reported").is("items.0.state", "new")
		next := anna.do("GET", "/tickets/"+ref+"/events?cursor="+events.str("next"), nil).want(200)
		if strings.Contains(string(next.raw), "group_id") || strings.Contains(string(next.raw), "Trumman") {
			t.Errorf("the desk's own side shows to the user: %s", next.raw)
		}
		anna.do("PATCH", "/tickets/"+ref, m{"state": "open", "reason": "Trasig igen"}).want(200).is("state", "open").is("reopened", 1)
	})
}

func TestEither_all_of_a_change_happens_or_nothing(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		eva := as(t, s, "eva")
		ref := as(t, s, "anna").do("POST", "/tickets", m{"title": "Nätet"}).want(201).str("ref")
		eva.do("PATCH", "/tickets/"+ref, m{"title": "Nätet är nere", "group": "Första linjen", "state": "resolved", "solution": "Omstart"}).want(422).
			is("errors.0.location", "body.category")
		eva.do("GET", "/tickets/"+ref, nil).want(200).is("title", "Nätet").is("group", nil).is("version", 1)
	})
}

func TestTwo_editors(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		eva := as(t, s, "eva")
		seen := as(t, s, "anna").do("POST", "/tickets", m{"title": "Nätet"}).want(201)
		ref, tag := seen.str("ref"), seen.header.Get("ETag")
		if tag != `"1"` {
			t.Fatalf("etag %s", tag)
		}
		eva.with("If-Match", tag).do("PATCH", "/tickets/"+ref, m{"title": "Nätet i hus A"}).want(200).is("version", 2)
		eva.with("If-Match", tag).do("PATCH", "/tickets/"+ref, m{"title": "Nätet i hus B"}).want(409).is("errors.0.location", "body.title")
		eva.with("If-Match", tag).do("PATCH", "/tickets/"+ref, m{"impact": 1}).want(200).is("title", "Nätet i hus A").is("impact", 1)
		eva.do("PATCH", "/tickets/"+ref, m{"version": 1, "title": "Nätet i hus C"}).want(409)
		eva.with("If-Match", "x").do("PATCH", "/tickets/"+ref, m{"impact": 2}).want(422).is("errors.0.location", "header.If-Match")
	})
}

func TestErrors_are_problems_in_the_callers_language(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	anna := as(t, s, "anna")
	as(t, s, "").do("GET", "/tickets", nil).want(401)
	anna.do("GET", "/nowhere", nil).want(404)
	anna.do("DELETE", "/tickets", nil).want(405)
	anna.do("POST", "/tickets", `{"title":`).want(422)
	anna.do("POST", "/tickets", `[]`).want(422)
	anna.do("POST", "/tickets", m{}).want(422).is("errors.0.location", "body.title")
	secret := anna.do("POST", "/tickets", m{"title": "x", "password": "hemligt", "role": "admin"}).want(422)
	if strings.Contains(string(secret.raw), "hemligt") {
		t.Errorf("the answer repeats what was sent: %s", secret.raw)
	}
	secret.is("errors.0.code", "api.error.unknown").is("errors.0.message", "Fältet finns inte.")
	anna.with("Accept-Language", "en").do("POST", "/tickets", m{"title": "x", "role": "admin"}).want(422)
	anna.do("POST", "/tickets", m{"title": strings.Repeat("å", 251)}).want(422).is("errors.0.location", "body.title")
	anna.do("POST", "/tickets", m{"title": "x", "impact": 7}).want(422).is("errors.0.location", "body.impact")
	anna.do("POST", "/tickets", m{"title": "x", "kind": "party"}).want(422)
	anna.do("POST", "/tickets", m{"title": "x", "group": "1", "channel": "phone"}).want(403)
	anna.do("POST", "/tickets", m{"title": "x", "requester": "bo@storstad.example"}).want(403)
	anna.do("GET", "/tickets?limit=0", nil).want(422).is("errors.0.location", "query.limit")
	anna.do("GET", "/tickets?cursor=zzz", nil).want(422)
	anna.do("GET", "/tickets?state=broken", nil).want(422).is("errors.0.location", "query.state")
	anna.do("GET", "/tickets?stat=closed", nil).want(422).is("errors.0.location", "query.stat").is("errors.0.code", "api.error.unknown")
	anna.with("Content-Type", "text/xml").do("POST", "/tickets", "<x/>").want(422)
	anna.do("POST", "/tickets", m{"title": "x", "text": strings.Repeat("x", 17<<20)}).want(413)
}

func TestNobody_reaches_what_is_not_theirs(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		file := m{"name": "hemlig.txt", "content": []byte("hemligt")}
		ref := as(t, s, "anna").do("POST", "/tickets", m{"title": "Hemligt", "attachments": []m{file}}).want(201).str("ref")
		said := as(t, s, "anna").do("GET", "/tickets/"+ref+"/messages", nil).want(200)
		url := strings.TrimPrefix(said.str("items.0.attachments.0.url"), "/api/v1")
		if got := as(t, s, "anna").do("GET", url, nil).want(200); string(got.raw) != "hemligt" || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%q %v", got.raw, got.header)
		}
		for _, who := range []string{"bo", "siv"} {
			c := as(t, s, who)
			for _, path := range []string{"/tickets/" + ref, "/tickets/" + ref + "/messages", "/tickets/" + ref + "/events", url} {
				a := c.do("GET", path, nil).want(404)
				b := c.do("GET", strings.Replace(path, ref, "L-999999", 1), nil).want(404)
				if a.str("detail") != b.str("detail") {
					t.Errorf("%s tells a hidden ticket from a missing one", path)
				}
			}
			c.do("PATCH", "/tickets/"+ref, m{"title": "Mitt"}).want(404)
			c.do("POST", "/tickets/"+ref+"/messages", m{"text": "Hej"}).want(404)
			c.do("GET", "/tickets", nil).want(200).is("items.0", nil)
			c.do("GET", "/search?q=hemligt", nil).want(200).is("items.0", nil)
			c.do("GET", "/search?q="+ref, nil).want(200).is("items.0", nil).is("exact", nil)
		}
		as(t, s, "bo").do("GET", "/reports/tickets", nil).want(403)
		as(t, s, "siv").do("GET", "/reports/tickets", nil).want(200).is("totals.tickets", 0)
		as(t, s, "anna").do("PATCH", "/tickets/"+ref, m{"impact": 1}).want(403)
		as(t, s, "anna").do("POST", "/tickets/"+ref+"/messages", m{"text": "x", "internal": true}).want(403)
	})
}

func TestThe_same_request_again_is_answered_as_the_first_time(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		anna := as(t, s, "anna").with("Idempotency-Key", "k1")
		first := anna.do("POST", "/tickets", m{"title": "En gång"}).want(201)
		again := anna.do("POST", "/tickets", m{"title": "En gång"}).want(201)
		if string(first.raw) != string(again.raw) || again.header.Get("Location") == "" || again.header.Get("Idempotent-Replay") != "true" {
			t.Errorf("first %s\nagain %s %v", first.raw, again.raw, again.header)
		}
		anna.do("POST", "/tickets", m{"title": "En annan"}).want(409)
		as(t, s, "bo").with("Idempotency-Key", "k1").do("POST", "/tickets", m{"title": "En gång"}).want(201)
		as(t, s, "anna").do("GET", "/tickets", nil).want(200).is("items.1", nil)
		// What failed may be tried again.
		eva := as(t, s, "eva").with("Idempotency-Key", "k2")
		eva.do("POST", "/tickets", m{"title": ""}).want(422)
		eva.do("POST", "/tickets", m{"title": "Nu så"}).want(201)
	})
}

func TestA_page_follows_a_page(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	anna := as(t, s, "anna")
	for i := range 5 {
		anna.do("POST", "/tickets", m{"title": fmt.Sprint("Skrivare ", i)}).want(201)
	}
	for _, path := range []string{"/tickets?limit=2", "/search?q=skrivare&limit=2", "/tickets?q=skrivare&limit=2"} {
		var seen []string
		cursor := ""
		for range 4 {
			page := anna.do("GET", path+"&cursor="+cursor, nil).want(200)
			for i := range 2 {
				if ref, ok := page.at(fmt.Sprint("items.", i, ".ref")).(string); ok {
					seen = append(seen, ref)
				}
			}
			if cursor, _ = page.at("next").(string); cursor == "" {
				break
			}
		}
		if len(seen) != 5 || seen[0] <= seen[4] {
			t.Errorf("%s: %v", path, seen)
		}
	}
}

func TestFiles_uploaded_before_go_with_a_message(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	anna := as(t, s, "anna")
	file := anna.with("Content-Type", "application/octet-stream").do("POST", "/attachments?name=sk%C3%A4rm.txt", "hej").want(201)
	ref := anna.do("POST", "/tickets", m{"title": "Med fil", "attachments": []m{{"id": file.at("id")}}}).want(201).str("ref")
	anna.do("GET", "/tickets/"+ref+"/messages", nil).want(200).is("items.0.attachments.0.name", "skärm.txt").is("items.0.attachments.0.size", 3)
	as(t, s, "bo").do("POST", "/tickets", m{"title": "Stöld", "attachments": []m{{"id": file.at("id")}}}).want(404)
}
