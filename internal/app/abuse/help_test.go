package abuse_test

import (
	"io"
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

var system = authz.System("test")

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// join adds somebody to the organisation of the world.
func join(t testing.TB, s *site.Site, given, family string) directory.PersonID {
	t.Helper()
	login := strings.ToLower(given)
	return must(s.App.Directory.AddPerson(t.Context(), system, s.Org.ID, directory.PersonInput{
		Given: given, Family: family, Category: directory.Employee, Login: login, Email: login + "@storstad.example", Phone: "08-555 99 99",
	}))(t).ID
}

func grant(t testing.TB, s *site.Site, id directory.PersonID, role string, reach authz.Reach, of int64) access.RightID {
	t.Helper()
	return must(s.App.Access.Grant(t.Context(), system, access.GrantInput{Person: id, Role: role, Reach: reach, Of: of}))(t)
}

func actor(t testing.TB, s *site.Site, id directory.PersonID) authz.Actor {
	t.Helper()
	return must(s.App.Access.ActorOf(t.Context(), id))(t)
}

// visit logs in somebody who is not one of the world's own.
func visit(t testing.TB, s *site.Site, id directory.PersonID) *webtest.Visitor {
	t.Helper()
	return webtest.New(t, s.App.Handler(), webtest.Options{Statements: -1, SignIn: func(string) string {
		token, _, err := s.App.Access.LoginAs(t.Context(), access.Client{Agent: "test"}, id)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}}).As("")
}

// ask sends one request with a visitor's session, as a script would.
func ask(t testing.TB, s *site.Site, v *webtest.Visitor, method, path, kind, body string) *http.Response {
	t.Helper()
	var in io.Reader
	if body != "" {
		in = strings.NewReader(body)
	}
	r := httptest.NewRequestWithContext(t.Context(), method, "http://lotsen.test"+path, in)
	r.Header.Set("Accept-Language", "sv")
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if v != nil {
		r.AddCookie(&http.Cookie{Name: "lotsen_session", Value: v.Cookie("lotsen_session")})
	}
	w := httptest.NewRecorder()
	s.App.Handler().ServeHTTP(w, r)
	return w.Result()
}

// api calls the interface and returns status and body.
func api(t testing.TB, s *site.Site, v *webtest.Visitor, method, path, body string) (int, string) {
	t.Helper()
	kind := ""
	if body != "" {
		kind = "application/json"
	}
	res := ask(t, s, v, method, "/api/v1"+path, kind, body)
	return res.StatusCode, string(must(io.ReadAll(res.Body))(t))
}

func desk(x ticket.ID) string { return "/desk/tickets/" + x.String() }
