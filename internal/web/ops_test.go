package web_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"lotsen/internal/web"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	m := web.NewMetrics()
	m.OnStatement(context.Background(), "ticket.insert", time.Millisecond)
	m.Gauge("lotsen_live_streams", "Open streams.", func() float64 { return 7 })
	b := setup(t, func(d *web.Deps) { d.Metrics = m })
	var down error
	b.Handle("GET /tickets/{ref}", web.Public("test"), hello)
	b.Operate(web.Operations{Ready: func(context.Context) error { return down }, Token: "secret"})
	b.do(req{path: "/tickets/L-4711"})

	if w := b.do(req{path: "/readyz"}); w.Code != 200 {
		t.Errorf("ready: %d", w.Code)
	}
	down = errors.New("migrations are pending")
	if w := b.do(req{path: "/readyz"}); w.Code != 503 || strings.Contains(w.Body.String(), "migrations") {
		t.Errorf("not ready: %d %s", w.Code, w.Body)
	}
	if w := b.do(req{path: "/healthz"}); w.Code != 200 {
		t.Errorf("alive: %d", w.Code)
	}
	for name, row := range map[string]struct {
		q      req
		status int
	}{
		"this_machine":                  {req{remote: "127.0.0.1:1"}, 200},
		"another_machine":               {req{remote: "192.0.2.1:1"}, 404},
		"passed_on_by_a_proxy_here":     {req{remote: "127.0.0.1:1", header: map[string]string{"X-Forwarded-For": "192.0.2.1"}}, 404},
		"passed_on_by_nginx_here":       {req{remote: "127.0.0.1:1", header: map[string]string{"X-Real-IP": "192.0.2.1"}}, 404},
		"another_machine_with_a_token":  {req{remote: "192.0.2.1:1", header: map[string]string{"Authorization": "Bearer secret"}}, 200},
		"another_machine_wrong_a_token": {req{remote: "192.0.2.1:1", header: map[string]string{"Authorization": "Bearer guess"}}, 404},
	} {
		t.Run(name, func(t *testing.T) {
			row.q.path = "/metrics"
			if w := b.do(row.q); w.Code != row.status {
				t.Errorf("got %d, want %d", w.Code, row.status)
			}
		})
	}
	body := b.do(req{path: "/metrics", remote: "127.0.0.1:1"}).Body.String()
	for _, want := range []string{
		`lotsen_http_request_seconds_count{method="GET",route="GET /tickets/{ref}",status="200"} 1`,
		`lotsen_db_statement_seconds_count{statement="ticket.insert"} 1`, "lotsen_live_streams 7", "lotsen_http_in_flight 0", "go_goroutines",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if strings.Contains(body, "4711") {
		t.Error("a metric carries an id")
	}
}
