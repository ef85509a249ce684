package webhook_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"lotsen/internal/channel/webhook"
	"lotsen/internal/desk/connector"
	"lotsen/internal/kit/clock"
)

const password = "Gråsparven-sjunger"

func faultOf(err error) string {
	var r *connector.Refused
	var b *connector.Broken
	switch {
	case err == nil:
		return "done"
	case errors.As(err, &r):
		return "refused " + r.Key
	case errors.As(err, &b):
		return "broken " + b.Key
	}
	return "again"
}

func caller(networks ...netip.Prefix) *webhook.Caller {
	return webhook.New(webhook.Options{Networks: networks, Clock: clock.NewFake(time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC))})
}

var here = netip.MustParsePrefix("127.0.0.0/8")

func TestAnswers_of_another_system_are_told_apart(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		status int
		body   string
		want   string
		later  bool
	}{
		"done_at_once":         {200, `{"state":"done","note":"Klart."}`, "done", false},
		"done_without_words":   {204, ``, "done", false},
		"taken":                {202, ``, "done", true},
		"taken_in_words":       {200, `{"state":"working"}`, "done", true},
		"nobody_of_that_name":  {200, `{"state":"failed","reason":"unknown_person"}`, "refused unknown", false},
		"not_to_its_taste":     {422, `{"reason":"policy"}`, "refused policy", false},
		"no":                   {400, `nej`, "refused refused", false},
		"we_are_not_let_in":    {401, ``, "broken login", false},
		"no_such_address":      {404, ``, "broken address", false},
		"leads_elsewhere":      {302, ``, "broken address", false},
		"too_much_at_once":     {429, ``, "again", false},
		"away":                 {503, ``, "again", false},
		"unreadable":           {200, `<html>`, "broken answer", false},
		"a_state_nobody_knows": {200, `{"state":"perhaps"}`, "broken answer", false},
		"longer_than_is_read":  {200, `{"state":"done","note":"` + strings.Repeat("x", 70<<10) + `"}`, "again", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "http://127.0.0.1:1/")
				w.WriteHeader(row.status)
				_, _ = fmt.Fprint(w, row.body)
			}))
			defer s.Close()
			to := &connector.To{Kind: connector.Password, Secret: "hemligt", Config: connector.Config{URL: s.URL}}
			a, err := caller(here).Do(t.Context(), to, &connector.Order{Name: "j", Kind: connector.Password, Password: password})
			if faultOf(err) != row.want || a.Later != row.later {
				t.Errorf("want %s, got %s (later %v): %v", row.want, faultOf(err), a.Later, err)
			}
			if err != nil && strings.Contains(err.Error(), password) {
				t.Errorf("the password stands in the error: %v", err)
			}
		})
	}
}

func TestA_job_is_not_sent_where_nobody_allowed_it_nor_a_password_in_the_clear(t *testing.T) {
	t.Parallel()
	reached := false
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer s.Close()
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	order := &connector.Order{Name: "j", Kind: connector.Password, Password: password}
	for _, url := range []string{s.URL, "http://localhost" + port, "https://localhost" + port, "http://[::ffff:127.0.0.1]" + port, "http://169.254.169.254/", "https://10.0.0.1/", "https://[fd00::1]/", "ftp://example.com/", "https://a:b@example.com/"} {
		to := &connector.To{Kind: connector.Password, Secret: "hemligt", Config: connector.Config{URL: url}}
		if _, err := caller().Do(t.Context(), to, order); faultOf(err) != "broken address" {
			t.Errorf("%s: %v", url, err)
		}
	}
	clear := &connector.To{Kind: connector.Password, Secret: "hemligt", Config: connector.Config{URL: "http://10.1.2.3/"}}
	if _, err := caller(netip.MustParsePrefix("10.0.0.0/8")).Do(t.Context(), clear, order); faultOf(err) != "broken tls" {
		t.Errorf("a password in the clear: %v", err)
	}
	tls := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer tls.Close()
	to := &connector.To{Kind: connector.Password, Secret: "hemligt", Config: connector.Config{URL: tls.URL}}
	if _, err := caller(here).Do(t.Context(), to, order); faultOf(err) != "broken tls" {
		t.Errorf("a certificate that nobody believes: %v", err)
	}
	if reached {
		t.Error("it was sent")
	}
}
