package app_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
)

var update = flag.Bool("update", false, "write the golden file anew")

// golden is read by people: one line for each route, one column for each persona.
const golden = "testdata/policy.golden"

// persona is somebody who tries every route.
type persona struct {
	name string
	id   directory.PersonID // 0 for nobody.
}

// personas adds to the site's people the roles that it lacks.
func personas(t *testing.T, s *site.Site) []persona {
	t.Helper()
	list := []persona{{"nobody", 0}, {"employee", s.Person(t, "anna")}, {"pupil", s.Person(t, "bo")}}
	org, desk := int64(s.Org.ID), int64(s.Desk.ID)
	net, err := s.App.Supplier.Add(t.Context(), authz.System("test"), s.Org.ID, supplier.Input{Sort: supplier.Other, Name: "Nätdrift AB"})
	if err != nil {
		t.Fatal(err)
	}
	list = append(list,
		add(t, s, "supplier", authz.Supplier, int64(net.ID)),
		add(t, s, "technician", authz.Desk, desk),
		persona{"agent", s.Person(t, "eva")},
		add(t, s, "lead", authz.Desk, desk),
		add(t, s, "auditor", authz.Organisation, org),
		persona{"admin", s.Person(t, "ada")},
		persona{"elsewhere", s.Person(t, "siv")})
	// Those who order: the roles of the portal, each for the one invoice reference that there is.
	k, err := s.App.Directory.AddCostCentre(t.Context(), authz.System("test"), s.Org.ID, directory.CostCentreInput{Code: "4711", Name: "Lindskolan"})
	if err != nil {
		t.Fatal(err)
	}
	ref, err := s.App.Directory.AddReference(t.Context(), authz.System("test"), s.Org.ID, directory.ReferenceInput{Code: "7001", Name: "Lindskolan", CostCentre: k.ID})
	if err != nil {
		t.Fatal(err)
	}
	return append(list,
		add(t, s, "orderer", authz.Reference, int64(ref.ID)),
		add(t, s, "approver", authz.Reference, int64(ref.ID)),
		add(t, s, "it_contact", authz.CostCentre, int64(k.ID)),
		add(t, s, "operations_manager", authz.Reference, int64(ref.ID)),
		add(t, s, "central_admin", authz.Organisation, org),
		add(t, s, "central_ordering", authz.Organisation, org))
}

// shown is a name that fits its column.
func shown(name string) string {
	if short, ok := map[string]string{"operations_manager": "op_manager", "central_admin": "c_admin", "central_ordering": "c_ordering"}[name]; ok {
		return short
	}
	return name
}

func add(t *testing.T, s *site.Site, role string, reach authz.Reach, of int64) persona {
	t.Helper()
	by := authz.System("test")
	p, err := s.App.Directory.AddPerson(t.Context(), by, s.Org.ID, directory.PersonInput{Given: role, Family: "Test", Login: role})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.App.Access.Grant(t.Context(), by, access.GrantInput{Person: p.ID, Role: role, Reach: reach, Of: of}); err != nil {
		t.Fatal(err)
	}
	return persona{role, p.ID}
}

var param = regexp.MustCompile(`\{([a-z]+)(\.\.\.)?\}`)

func TestEvery_route_answers_every_persona_as_the_golden_file_says(t *testing.T) {
	s := site.New(t)
	people := personas(t, s)
	var b strings.Builder
	b.WriteString("# Every route x persona -> status. The ticket in {ref} is the employee's own, reported at the desk; any other\n")
	b.WriteString("# thing named in a route does not exist. Forms are sent empty.\n")
	fmt.Fprintf(&b, "%-58s ", "")
	for _, p := range people {
		fmt.Fprintf(&b, "%-11s", shown(p.name))
	}
	b.WriteString("policy\n")
	for _, e := range s.App.Routes.Table() {
		fmt.Fprintf(&b, "%-58s ", e.Pattern)
		for _, p := range people {
			s.Clock.Advance(time.Second) // Nobody is to be refused for asking too often.
			fmt.Fprintf(&b, "%-11d", status(t, s, e.Pattern, p))
		}
		b.WriteString(e.Policy + "\n")
	}
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("%v: go test ./internal/app -run golden -update writes it", err)
	}
	old, fresh := strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")
	for i := range max(len(old), len(fresh)) {
		var was, is string
		if i < len(old) {
			was = old[i]
		}
		if i < len(fresh) {
			is = fresh[i]
		}
		if was != is {
			t.Fatalf("the policy differs from %s in line %d; read the change, then -update\n- %s\n+ %s", golden, i+1, was, is)
		}
	}
}

// status is how a persona's request to a route is answered.
func status(t *testing.T, s *site.Site, pattern string, p persona) int {
	t.Helper()
	method, path, ok := strings.Cut(pattern, " ")
	if !ok {
		method, path = http.MethodGet, pattern
	}
	ref := s.Report(t, "anna", "Policy", "").ID.String()
	path = param.ReplaceAllStringFunc(path, func(name string) string {
		if name == "{ref}" {
			return ref
		}
		return "999999"
	})
	body := ""
	contentType := "application/x-www-form-urlencoded"
	if strings.HasPrefix(path, "/api/") {
		body, contentType = "{}", "application/json"
	}
	r := httptest.NewRequestWithContext(t.Context(), method, strings.TrimSuffix(path, "{$}"), strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	if p.id != 0 {
		token, _, err := s.App.Access.LoginAs(t.Context(), access.Client{Agent: "policy"}, p.id)
		if err != nil {
			t.Fatal(err)
		}
		r.AddCookie(&http.Cookie{Name: "lotsen_session", Value: token})
	}
	w := httptest.NewRecorder()
	s.App.Handler().ServeHTTP(w, r)
	return w.Code
}
