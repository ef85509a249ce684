package agent_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

// must fails the test for an error of a ticket's use case.
func must(t testing.TB) func(ticket.Ticket, error) ticket.Ticket {
	return func(x ticket.Ticket, err error) ticket.Ticket {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

// person adds somebody to the world, with a role when one is named.
func person(t testing.TB, s *site.Site, given, family, role string, reach authz.Reach, of int64) directory.PersonID {
	t.Helper()
	p, err := s.App.Directory.AddPerson(t.Context(), authz.System("test"), s.Org.ID, directory.PersonInput{Given: given, Family: family, Category: directory.Employee})
	if err != nil {
		t.Fatal(err)
	}
	if role != "" {
		if _, err := s.App.Access.Grant(t.Context(), authz.System("test"), access.GrantInput{Person: p.ID, Role: role, Reach: reach, Of: of}); err != nil {
			t.Fatal(err)
		}
	}
	return p.ID
}

// visit logs a person in who is not one of the world's own.
func visit(t testing.TB, s *site.Site, id directory.PersonID) *webtest.Visitor {
	t.Helper()
	w := webtest.New(t, s.App.Handler(), webtest.Options{SignIn: func(string) string {
		token, _, err := s.App.Access.LoginAs(t.Context(), access.Client{Agent: "test"}, id)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}})
	return w.As("")
}

// supplier is somebody from outside who works with a group, to which the ticket is given.
func supplier(t testing.TB, s *site.Site, x ticket.ID) *webtest.Visitor {
	t.Helper()
	g, err := s.App.Directory.AddGroup(t.Context(), authz.System("test"), s.Desk.ID, "Nätleverantören", 3)
	if err != nil {
		t.Fatal(err)
	}
	must(t)(s.App.Ticket.Assign(t.Context(), s.Actor(t, "eva"), x, ticket.AssignInput{Group: g.ID}))
	role := access.RoleInput{Key: "partner", Sv: "Partner", En: "Partner", Verbs: []authz.Verb{ticket.MayRead, ticket.MayWork}}
	if err := s.App.Access.SaveRole(t.Context(), authz.System("test"), 0, role); err != nil {
		t.Fatal(err)
	}
	return visit(t, s, person(t, s, "Leo", "Leverantör", "partner", authz.Group, int64(g.ID)))
}

// patch sends a change to the API as a page's script would.
func patch(t testing.TB, s *site.Site, v *webtest.Visitor, path, body string) (int, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPatch, "http://lotsen.test"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "lotsen_session", Value: v.Cookie("lotsen_session")})
	w := httptest.NewRecorder()
	s.App.Handler().ServeHTTP(w, r)
	return w.Code, w.Body.String()
}
