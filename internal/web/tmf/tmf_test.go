package tmf_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

const prefix = "/tmf-api/troubleTicket/v5"

var system = authz.System("test")

// client calls the interface with a token.
type client struct {
	t     testing.TB
	site  *site.Site
	token string
}

func as(t testing.TB, s *site.Site, id directory.PersonID) *client {
	t.Helper()
	return &client{t, s, must(s.App.Access.CreateToken(t.Context(), system, "test", id))(t)}
}

type answer struct {
	t      testing.TB
	status int
	header http.Header
	body   string
}

func (c *client) do(method, path, body string, mediaType ...string) *answer {
	c.t.Helper()
	r := httptest.NewRequestWithContext(c.t.Context(), method, "http://lotsen.test"+prefix+path, strings.NewReader(body))
	r.Header.Set("Accept-Language", "en")
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
		if len(mediaType) > 0 {
			r.Header.Set("Content-Type", mediaType[0])
		}
	}
	w := httptest.NewRecorder()
	c.site.App.Handler().ServeHTTP(w, r)
	return &answer{c.t, w.Code, w.Header(), w.Body.String()}
}

func (a *answer) want(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d, want %d: %s", a.status, status, a.body)
	}
	return a
}

// ticket decodes one case.
func (a *answer) ticket() map[string]any {
	a.t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(a.body), &m); err != nil {
		a.t.Fatalf("%v in %s", err, a.body)
	}
	return m
}

// valid checks the answer by the standard.
func (a *answer) valid(s *standard, schema string) *answer {
	a.t.Helper()
	if f := s.faults(a.t, schema, a.body); len(f) > 0 {
		a.t.Errorf("not valid: %q in %s", f, a.body)
	}
	return a
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestA_customers_case_is_valid_by_the_standard_from_the_first_word_to_the_last(t *testing.T) {
	t.Parallel()
	standard := load(t)
	site.Each(t, func(t *testing.T, s *site.Site) {
		c := as(t, s, s.Person(t, "anna"))
		made := c.do("POST", "/troubleTicket", standard.examples(t)["TroubleTicket_create_example_request"]).want(201).valid(standard, "TroubleTicket_RES")
		m := made.ticket()
		id := fmt.Sprint(m["id"])
		if made.header.Get("Location") != m["href"] || m["status"] != "acknowledged" || m["severity"] != "Major" || len(m["relatedParty"].([]any)) != 3 || len(m["note"].([]any)) != 1 {
			t.Errorf("the case: %s", made.body)
		}
		c.do("GET", "/troubleTicket/"+id, "").want(200).valid(standard, "TroubleTicket_RES")
		c.do("PATCH", "/troubleTicket/"+id, `{"@type":"TroubleTicket","note":[{"@type":"Note","id":"n1","text":"Mer."}]}`, "application/merge-patch+json").want(200).valid(standard, "TroubleTicket_RES")
		number, _ := ticket.ParseID(id)
		s.Answer(t, number, "Vi tittar.")
		must(s.App.Ticket.Write(t.Context(), s.Actor(t, "eva"), number, ticket.Words{Text: "Hemligt."}))(t)
		s.Resolve(t, number, "Byt kabel.")
		m = c.do("GET", "/troubleTicket/"+id, "").want(200).valid(standard, "TroubleTicket_RES").ticket()
		if history := m["statusChangeHistory"].([]any); m["status"] != "resolved" || m["statusChangeReason"] != "Byt kabel." || len(history) != 3 {
			t.Errorf("how it has stood: %v", m)
		}
		if strings.Contains(fmt.Sprint(m), "Hemligt") {
			t.Errorf("the desk's own note left: %v", m)
		}
		c.do("PATCH", "/troubleTicket/"+id, `{"@type":"TroubleTicket","status":"held"}`).want(409).valid(standard, "Error")
		m = c.do("PATCH", "/troubleTicket/"+id, `{"@type":"TroubleTicket","status":"closed"}`).want(200).valid(standard, "TroubleTicket_RES").ticket()
		if m["status"] != "closed" {
			t.Errorf("in the end: %v", m["status"])
		}
		c.do("DELETE", "/troubleTicket/"+id, "").want(405).valid(standard, "Error")
	})
}

func TestEvery_published_example_is_taken_or_refused_in_plain_words(t *testing.T) {
	t.Parallel()
	standard := load(t)
	s := site.New(t)
	c := as(t, s, s.Person(t, "anna"))
	id := fmt.Sprint(c.do("POST", "/troubleTicket", `{"@type":"TroubleTicket","description":"x","severity":"Minor","ticketType":"incident"}`).want(201).ticket()["id"])
	want := map[string]int{
		"TroubleTicket_create_example_request": 201, "TroubleTicket_partialupdate_example_application_json_request": 409,
		"TroubleTicket_partialupdate_example_application_merge_json_request": 409, "TroubleTicket_partialupdate_example_application_json_patch_request": 400,
		"TroubleTicket_partialupdate_example_application_json_patch_query_request": 415,
	}
	all := standard.examples(t)
	if len(all) != 37 {
		t.Errorf("%d examples", len(all))
	}
	for name, body := range all {
		var a *answer
		switch {
		case !strings.HasSuffix(name, "_request"):
			continue
		case strings.Contains(name, "Specification"):
			a = c.do("POST", "/troubleTicketSpecification", body)
		case strings.Contains(name, "Event"):
			kind, _, _ := strings.Cut(name, "Event")
			a = c.do("POST", "/listener/t"+strings.TrimPrefix(kind, "T")[0:]+"Event", body)
		case strings.Contains(name, "json_patch_query"):
			a = c.do("PATCH", "/troubleTicket/"+id, body, "application/json-patch-query+json")
		case strings.Contains(name, "json_patch"):
			a = c.do("PATCH", "/troubleTicket/"+id, body, "application/json-patch+json")
		case strings.Contains(name, "merge"):
			a = c.do("PATCH", "/troubleTicket/"+id, body, "application/merge-patch+json")
		case strings.Contains(name, "partialupdate"):
			a = c.do("PATCH", "/troubleTicket/"+id, body)
		default:
			a = c.do("POST", "/troubleTicket", body)
		}
		if status, told := want[name]; told && a.status != status || a.status >= 500 || a.status < 200 {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}

func TestFaults_are_named_one_by_one(t *testing.T) {
	t.Parallel()
	standard := load(t)
	s := site.New(t)
	anna := as(t, s, s.Person(t, "anna"))
	const good = `"@type":"TroubleTicket","description":"x","severity":"Minor","ticketType":"incident"`
	for body, word := range map[string]string{
		``: "media_type", `{`: "JSON", `[]`: "object", `{} {}`: "JSON", `{"@type":"TroubleTicket"}`: "description",
		`{` + good + `,"severity2":"x"}`:                      "severity2",
		`{` + good + `,"status":"öppen"}`:                     "status",
		`{` + good + `,"note":[{"@type":"Note"}]}`:            "note",
		`{` + good + `,"note":"hej"}`:                         "note",
		`{` + good + `,"name":null}`:                          "name",
		`{` + good + `,"attachment":[{"content":"%%%"}]}`:     "attachment",
		`{` + good + `,"externalIdentifier":[{"owner":"x"}]}`: "externalIdentifier",
		`{` + good + `,"requestedResolutionDate":"i morgon"}`: "requestedResolutionDate",
		`{` + good + `,"relatedParty":{"@type":"PartyRef"}}`:  "relatedParty",
		`{` + good + `,"requesterId":1,"org":2,"assignee":3}`: "requesterId",
	} {
		a := anna.do("POST", "/troubleTicket", body)
		if a.status != 400 && a.status != 415 || !strings.Contains(a.body, word) {
			t.Errorf("%s: %d %s", body, a.status, a.body)
		}
		a.valid(standard, "Error")
	}
	for _, query := range []string{"?statuss=resolved", "?status=open", "?limit=0", "?limit=101", "?offset=-1", "?sort=price", "?filter=x", "?creationDate.gt=igår"} {
		anna.do("GET", "/troubleTicket"+query, "").want(400).valid(standard, "Error")
	}
	nobody := &client{t: t, site: s}
	for _, a := range []*answer{nobody.do("GET", "/troubleTicket", ""), nobody.do("POST", "/hub", `{"callback":"https://example.com/"}`), nobody.do("POST", "/listener/nagon", `{}`)} {
		a.want(401).valid(standard, "Error")
	}
	anna.do("GET", "/troubleTicket/L-999999", "").want(404).valid(standard, "Error")
	for _, callback := range []string{"http://127.0.0.1/", "https://169.254.169.254/", "https://[::1]/", "ftp://example.com", "http://example.com/", ""} {
		anna.do("POST", "/hub", `{"@type":"Hub","callback":"`+callback+`"}`).want(400).valid(standard, "Error")
	}
}

func TestA_list_is_filtered_selected_and_paged(t *testing.T) {
	t.Parallel()
	standard := load(t)
	site.Each(t, func(t *testing.T, s *site.Site) {
		c := as(t, s, s.Person(t, "anna"))
		for i := range 5 {
			severity := []string{"Minor", "Critical"}[i%2]
			c.do("POST", "/troubleTicket", fmt.Sprintf(`{"@type":"TroubleTicket","name":"Fel %d","description":"x","severity":%q,"ticketType":"incident",
				"externalIdentifier":[{"@type":"ExternalIdentifier","id":"X%d"}]}`, i, severity, i)).want(201)
		}
		s.Report(t, "bo", "Någon annans", "")
		page := c.do("GET", "/troubleTicket?limit=2&offset=2&fields=name,severity&sort=creationDate", "").want(200)
		var rows []map[string]any
		if err := json.Unmarshal([]byte(page.body), &rows); err != nil {
			t.Fatal(err)
		}
		if page.header.Get("X-Total-Count") != "5" || page.header.Get("X-Result-Count") != "2" || rows[0]["name"] != "Fel 2" || rows[0]["description"] != nil || rows[0]["id"] == nil ||
			!strings.Contains(page.header.Get("Link"), "offset=4") {
			t.Errorf("%v %s", page.header, page.body)
		}
		for query, want := range map[string]string{
			"?severity=Critical": "2", "?status=acknowledged": "5", "?status=resolved": "0", "?externalIdentifier.id=X3": "1", "?ticketType=incident": "5",
			"?creationDate.gte=2030-01-01T00:00:00Z": "0", "?id=L-1,L-2": "0",
		} {
			a := c.do("GET", "/troubleTicket"+query, "").want(200)
			if a.header.Get("X-Total-Count") != want {
				t.Errorf("%s: %s", query, a.header.Get("X-Total-Count"))
			}
			var rows []json.RawMessage
			if err := json.Unmarshal([]byte(a.body), &rows); err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				if f := standard.faults(t, "TroubleTicket_RES", string(row)); len(f) > 0 {
					t.Errorf("%s: %q", query, f)
				}
			}
		}
	})
}

func TestA_supplier_sees_and_changes_what_it_has_in_hand_and_the_desk_sees_it_at_once(t *testing.T) {
	t.Parallel()
	standard := load(t)
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SU-13")
		net := must(s.App.Supplier.Add(t.Context(), system, s.Org.ID, supplier.Input{Sort: supplier.Product, Name: "Produkter AB"}))(t)
		if err := s.App.Supplier.Agree(t.Context(), system, net.ID, supplier.Agreement{Way: supplier.ByPortal, Shows: []string{}}); err != nil {
			t.Fatal(err)
		}
		p := must(s.App.Directory.AddPerson(t.Context(), system, s.Org.ID, directory.PersonInput{Given: "Pia", Family: "Produkt", Login: "pia"}))(t)
		must(s.App.Access.Grant(t.Context(), system, access.GrantInput{Person: p.ID, Role: "supplier", Reach: authz.Supplier, Of: int64(net.ID)}))(t)
		c := as(t, s, p.ID)
		x := s.Report(t, "anna", "Plattan", "Den är sprucken.")
		other := s.Report(t, "anna", "Annat", "Hemligt.")
		s.Answer(t, x.ID, "Vi skickar den vidare.")
		c.do("GET", "/troubleTicket/"+x.ID.String(), "").want(404)
		c.do("PATCH", "/troubleTicket/"+x.ID.String(), `{"status":"resolved"}`).want(404)
		must(s.App.Delegation.Delegate(t.Context(), s.Actor(t, "eva"), x.ID, delegation.Input{To: net.ID, Task: "Byt glas."}))(t)
		c.do("GET", "/troubleTicket/"+other.ID.String(), "").want(404)
		if total := c.do("GET", "/troubleTicket", "").want(200).header.Get("X-Total-Count"); total != "1" {
			t.Errorf("%s cases in sight", total)
		}
		got := c.do("GET", "/troubleTicket/"+x.ID.String(), "").want(200).valid(standard, "TroubleTicket_RES")
		if strings.Contains(got.body, "Åkesson") || strings.Contains(got.body, "Vi skickar") || !strings.Contains(got.body, "Byt glas.") {
			t.Errorf("the view: %s", got.body)
		}
		c.do("PATCH", "/troubleTicket/"+x.ID.String(), `{"severity":"Critical"}`).want(400)
		m := c.do("PATCH", "/troubleTicket/"+x.ID.String(), `{"@type":"TroubleTicket","status":"inProgress","note":[{"@type":"Note","text":"Glaset är beställt."}],
			"externalIdentifier":[{"@type":"ExternalIdentifier","id":"P-9"}]}`).want(200).valid(standard, "TroubleTicket_RES").ticket()
		if m["status"] != "inProgress" {
			t.Errorf("how it stands: %v", m["status"])
		}
		s.As(t, "eva").Get("/desk/tickets/"+x.ID.String()).MustBe(200).MustSee("Glaset är beställt.", "P-9")
		m = c.do("PATCH", "/troubleTicket/"+x.ID.String(), `{"@type":"TroubleTicket","status":"resolved","statusChangeReason":"Nytt glas."}`).want(200).ticket()
		if m["status"] != "resolved" {
			t.Errorf("in the end: %v", m["status"])
		}
		c.do("GET", "/troubleTicket/"+x.ID.String(), "").want(404)
		if z := s.Ticket(t, x.ID); z.Supplier != 0 || z.Substate != ticket.SubRemedied {
			t.Errorf("the case: %+v", z)
		}
	})
}

func TestThe_description_is_public_and_names_every_address(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	req.Proves(t, "SU-14")
	a := (&client{t: t, site: s}).do("GET", "/openapi.json", "").want(200)
	paths := a.ticket()["paths"].(map[string]any)
	for _, e := range s.App.Routes.Table() {
		method, path, _ := strings.Cut(e.Pattern, " ")
		rest, ours := strings.CutPrefix(path, prefix)
		if !ours || rest == "/openapi.json" || method == "DELETE" && strings.HasPrefix(rest, "/troubleTicket") {
			continue
		}
		if p, ok := paths[rest].(map[string]any); !ok || p[strings.ToLower(method)] == nil {
			t.Errorf("%s is not described", e.Pattern)
		}
	}
}
