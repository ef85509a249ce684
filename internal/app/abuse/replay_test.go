package abuse_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
)

// TestA_kept_answer_is_not_shown_after_the_right_was_withdrawn is case 8: an answer kept for a key is a row like others.
func TestA_kept_answer_is_not_shown_after_the_right_was_withdrawn(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	x := s.Report(t, "anna", "Nätet", "Text.")
	tom := join(t, s, "Tom", "Ek")
	right := grant(t, s, tom, "agent", authz.Desk, int64(s.Desk.ID))
	v := visit(t, s, tom)
	say := func(path, body string) (int, string) {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), "POST", "http://lotsen.test/api/v1"+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", "en nyckel")
		r.AddCookie(&http.Cookie{Name: "lotsen_session", Value: v.Cookie("lotsen_session")})
		w := httptest.NewRecorder()
		s.App.Handler().ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	for _, row := range []struct{ path, body string }{
		{"/tickets/" + x.ID.String() + "/messages", `{"text":"Hemlig anteckning","internal":true}`},
		{"/tickets", `{"title":"Hemligt ärende","requester":` + strconv.FormatInt(int64(s.Person(t, "anna")), 10) + `}`},
	} {
		for range 2 {
			if status, body := say(row.path, row.body); status != 201 || !strings.Contains(body, "Hemlig") {
				t.Fatalf("%s: %d %s", row.path, status, body)
			}
		}
	}
	if err := s.App.Access.EndGrant(t.Context(), system, right); err != nil {
		t.Fatal(err)
	}
	if status, body := say("/tickets/"+x.ID.String()+"/messages", `{"text":"Hemlig anteckning","internal":true}`); status != 404 && status != 403 || strings.Contains(body, "Hemlig") {
		t.Errorf("after the right was withdrawn: %d %s", status, body)
	}
	if n := len(must(s.App.Ticket.Messages(t.Context(), s.Actor(t, "eva"), loaded(t, s, x.ID)))(t)); n > 2 {
		t.Errorf("%d messages: the second was written again", n)
	}
}

func loaded(t *testing.T, s *site.Site, id ticket.ID) *ticket.Ticket {
	x := s.Ticket(t, id)
	return &x
}

// TestAnother_site_changes_no_ones_language: an address that keeps a choice must not keep it for a foreign page's link.
func TestAnother_site_changes_no_ones_language(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	anna := s.Person(t, "anna")
	v := visit(t, s, anna)
	for _, row := range []struct{ from, want string }{{"cross-site", "sv"}, {"same-origin", "en"}} {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "http://lotsen.test/?lang=en", nil)
		r.Header.Set("Sec-Fetch-Site", row.from)
		r.AddCookie(&http.Cookie{Name: "lotsen_session", Value: v.Cookie("lotsen_session")})
		w := httptest.NewRecorder()
		s.App.Handler().ServeHTTP(w, r)
		r = httptest.NewRequestWithContext(t.Context(), "GET", "http://lotsen.test/", nil)
		r.Header.Set("Accept-Language", "sv")
		r.AddCookie(&http.Cookie{Name: "lotsen_session", Value: v.Cookie("lotsen_session")})
		w = httptest.NewRecorder()
		s.App.Handler().ServeHTTP(w, r)
		if !strings.Contains(w.Body.String(), `<html lang="`+row.want+`"`) {
			t.Errorf("after a link from %s the language is not %s", row.from, row.want)
		}
	}
}
