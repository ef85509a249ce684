package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/web"
)

// counter is a route that works until it is told to stop.
type counter struct{ inside, leave chan bool }

func busy(b *bundle, pattern string, options ...web.Option) counter {
	d := counter{make(chan bool, 1000), make(chan bool, 1000)}
	b.Handle(pattern, web.Public("test"), func(c *web.Ctx) error {
		d.inside <- true
		<-d.leave
		return c.Text(200, "done")
	}, options...)
	return d
}

func TestLine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setup(t, func(d *web.Deps) {
			d.Limits.Lanes = map[web.Lane]web.Room{web.LanePages: {Work: 1, Line: 2, Patience: 3 * time.Second}}
		})
		d := busy(b, "GET /slow")
		got := make(chan int, 10)
		ask := func() {
			go func() { got <- b.do(req{path: "/slow"}).Code }()
			synctest.Wait()
		}
		for range 3 {
			ask()
		}
		if len(got) != 0 {
			t.Fatal("somebody did not wait")
		}
		began := time.Now()
		ask()
		if code := <-got; code != 503 || time.Since(began) != 0 {
			t.Errorf("with a full line: %d after %v", code, time.Since(began))
		}
		d.leave <- true
		if code := <-got; code != 200 {
			t.Errorf("the first: %d", code)
		}
		d.leave <- true
		if code := <-got; code != 200 {
			t.Errorf("the second, when its turn came: %d", code)
		}
		ask()
		if code := <-got; code != 503 || time.Since(began) != 3*time.Second {
			t.Errorf("one who waited too long: %d after %v", code, time.Since(began))
		}
		d.leave <- true
		<-got
	})
}

func TestLanes_do_not_starve_each_other(t *testing.T) {
	t.Parallel()
	b := setup(t, func(d *web.Deps) {
		d.Lanes = map[string]web.Lane{"GET /export": web.LaneExports}
		d.Limits.Lanes = map[web.Lane]web.Room{web.LaneExports: {Work: 2, Line: -1}}
	})
	d := busy(b, "GET /export")
	b.Handle("GET /desk", web.Public("test"), hello)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { b.do(req{path: "/export"}) })
		<-d.inside
	}
	if w := b.do(req{path: "/export"}); w.Code != 503 {
		t.Errorf("a third export: %d", w.Code)
	}
	for range 100 {
		if w := b.do(req{path: "/desk"}); w.Code != 200 {
			t.Fatalf("the desk: %d", w.Code)
		}
	}
	d.leave <- true
	d.leave <- true
	wg.Wait()
}

func TestRefused_forms_keep_what_was_typed(t *testing.T) {
	t.Parallel()
	b := setup(t, func(d *web.Deps) {
		d.Limits = web.Limits{Person: 0.1, Lanes: map[web.Lane]web.Room{web.LanePages: {Work: 1, Line: -1}}}
	})
	d := busy(b, "GET /slow")
	b.Handle("POST /report", web.SignedIn(), hello)
	b.Handle("POST /login", web.Public("test"), hello)
	b.Handle("POST /api/x", web.Public("test"), hello, web.API())
	form := url.Values{"title": {`Skrivaren "krånglar" <igen>`}, "form_key": {"k1"}}
	again := func(what string, w *httptest.ResponseRecorder, status int) {
		t.Helper()
		page := w.Body.String()
		for _, want := range []string{`action="/report"`, `value="Skrivaren &#34;krånglar&#34; &lt;igen&gt;"`, `value="k1"`, "<button", "<h1", "<blockquote", `lang="sv"`} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: %s is missing in %s", what, want, page)
			}
		}
		if w.Code != status || w.Header().Get("Retry-After") == "" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %v", what, w.Code, w.Header())
		}
	}
	if w := b.do(req{method: "POST", path: "/report", as: "anna", form: form}); w.Code != 200 {
		t.Fatalf("the first: %d", w.Code)
	}
	w := b.do(req{method: "POST", path: "/report", as: "anna", form: form})
	again("too often", w, 429)
	if got := w.Header().Get("Retry-After"); got != "10" {
		t.Errorf("one in ten seconds may pass, told to wait %s s", got)
	}
	var done sync.WaitGroup
	done.Go(func() { b.do(req{path: "/slow"}) })
	<-d.inside
	again("too much to do", b.do(req{method: "POST", path: "/report", as: "bo", form: form}), 503)
	english := map[string]string{"Accept-Language": "en"}
	if w := b.do(req{method: "POST", path: "/login", form: url.Values{"password": {"hemligt"}}, header: english}); w.Code != 503 ||
		strings.Contains(w.Body.String(), "hemligt") || !strings.Contains(w.Body.String(), "A great many people") {
		t.Errorf("a password is not repeated: %d %s", w.Code, w.Body)
	}
	w = b.do(req{method: "POST", path: "/api/x", body: strings.NewReader("{}")})
	var p web.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Code != "web.error.busy" || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("programs are told in theirs: %s %v", w.Body, err)
	}
	d.leave <- true
	done.Wait()
}

// trickle is a body that comes as slowly as the test lets it.
type trickle struct {
	parts chan string
}

func (s trickle) Read(p []byte) (int, error) {
	part, open := <-s.parts
	if !open {
		return 0, io.EOF
	}
	return copy(p, part), nil
}

func TestSlow_senders_hold_no_place(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		kind    string
		options []web.Option
	}{
		"form": {"application/x-www-form-urlencoded", nil},
		"api":  {"application/json", []web.Option{web.API()}},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t, func(d *web.Deps) {
				d.Limits.Lanes = map[web.Lane]web.Room{web.LanePages: {Work: 1, Line: -1}}
				d.Limits.Bodies = 20
			})
			b.Handle("POST /report", web.Public("test"), func(c *web.Ctx) error {
				if name == "form" {
					f, err := c.Form()
					if err != nil {
						return err
					}
					return c.Text(200, f.Get("title"))
				}
				raw, err := io.ReadAll(c.Request().Body)
				if err != nil {
					return err
				}
				return c.Text(200, strings.TrimPrefix(string(raw), "title="))
			}, row.options...)
			b.Handle("GET /desk", web.Public("test"), hello)
			got := make(chan *httptest.ResponseRecorder, 20)
			slow := make([]trickle, 20)
			for i := range slow {
				slow[i] = trickle{make(chan string)}
				go func() {
					got <- b.do(req{method: "POST", path: "/report", body: slow[i], header: map[string]string{"Content-Type": row.kind}})
				}()
				slow[i].parts <- "title="
			}
			if w := b.do(req{path: "/desk"}); w.Code != 200 {
				t.Errorf("the desk: %d", w.Code)
			}
			if w := b.do(req{method: "POST", path: "/report", body: strings.NewReader("title=x"), header: map[string]string{"Content-Type": row.kind}}); w.Code != 503 {
				t.Errorf("a body too many: %d", w.Code)
			}
			for i := range slow {
				slow[i].parts <- fmt.Sprint("nr", i)
				close(slow[i].parts)
				if w := <-got; w.Code != 200 || w.Body.String() != fmt.Sprint("nr", i) {
					t.Errorf("sender %d: %d %s", i, w.Code, w.Body)
				}
			}
		})
	}
}

func TestBodies_share_a_bounded_room(t *testing.T) {
	t.Parallel()
	m := web.NewMetrics()
	b := setup(t, func(d *web.Deps) { d.Limits.Memory, d.Limits.Disk, d.Metrics = 1000, 500_000, m })
	b.Handle("POST /form", web.Public("test"), hello)
	b.Handle("POST /api/file", web.Public("test"), func(c *web.Ctx) error {
		n, err := io.Copy(io.Discard, c.Request().Body)
		if err != nil {
			return err
		}
		return c.Text(200, fmt.Sprint(n))
	}, web.API())
	b.Operate(web.Operations{})
	for range 3 { // What a request held is given back, or the second would fail.
		if w := b.do(req{method: "POST", path: "/form", form: url.Values{"text": {strings.Repeat("a", 900)}}}); w.Code != 200 {
			t.Errorf("what fits: %d", w.Code)
		}
		if w := b.do(req{method: "POST", path: "/form", form: url.Values{"text": {strings.Repeat("a", 1100)}}}); w.Code != 503 {
			t.Errorf("what does not fit: %d", w.Code)
		}
	}
	b = setup(t, func(d *web.Deps) { d.Limits.Disk, d.Metrics = 500_000, web.NewMetrics() })
	b.Handle("POST /api/file", web.Public("test"), func(c *web.Ctx) error {
		n, err := io.Copy(io.Discard, c.Request().Body)
		if err != nil {
			return err
		}
		return c.Text(200, fmt.Sprint(n))
	}, web.API())
	b.Operate(web.Operations{})
	for size, status := range map[int]int{700_000: 200, 800_000: 503, 10: 200} {
		if w := b.do(req{method: "POST", path: "/api/file", body: strings.NewReader(strings.Repeat("a", size))}); w.Code != status || status == 200 && w.Body.String() != fmt.Sprint(size) {
			t.Errorf("%d bytes: %d %s", size, w.Code, w.Body)
		}
	}
	page := b.do(req{path: "/metrics", remote: "127.0.0.1:1"}).Body.String()
	for _, want := range []string{`lotsen_http_body_bytes{where="memory"} 0`, `lotsen_http_body_bytes{where="files"} 0`, `lotsen_http_shed_total{lane="pages"} 0`} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is missing", want)
		}
	}
}

func TestA_client_that_hangs_up_stops_the_work(t *testing.T) {
	t.Parallel()
	b := setup(t)
	began, stopped := make(chan bool), make(chan error)
	b.Handle("GET /long", web.Public("test"), func(c *web.Ctx) error {
		began <- true
		<-c.Context().Done()
		stopped <- context.Cause(c.Context())
		return c.Context().Err()
	})
	srv := httptest.NewServer(b)
	defer srv.Close()
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(conn, "GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
	<-began
	conn.Close()
	select {
	case <-stopped:
	case <-time.After(5 * time.Second):
		t.Error("the work goes on for nobody")
	}
}

func TestReads_and_tokens_are_counted_apart(t *testing.T) {
	t.Parallel()
	b := setup(t, func(d *web.Deps) {
		d.Limits = web.Limits{Person: 1, Reads: 2, API: 3, Address: 4, RateMemory: 4}
		d.IdentifyBearer = func(_ context.Context, token string) (web.Identity, error) {
			return web.Identity{Actor: authz.Actor{Person: 1, Session: "token:" + token}}, nil
		}
		d.Metrics = web.NewMetrics()
	})
	b.Handle("GET /see", web.Public("test"), hello)
	b.Handle("GET /api/see", web.Public("test"), hello, web.API())
	b.Operate(web.Operations{})
	count := func(q req) (n int) {
		for b.do(q).Code == 200 {
			n++
		}
		return n
	}
	one, two := map[string]string{"Authorization": "Bearer 1"}, map[string]string{"Authorization": "Bearer 2"}
	for _, row := range []struct {
		who  string
		q    req
		want int
	}{
		{"a person", req{path: "/see", as: "anna"}, 20},
		{"a token", req{path: "/api/see", header: one}, 30},
		{"another token of the same person", req{path: "/api/see", header: two}, 30},
		{"strangers behind an address", req{path: "/see"}, 40},
	} {
		if n := count(row.q); n != row.want {
			t.Errorf("%s came through %d times, want %d", row.who, n, row.want)
		}
	}
	if n := count(req{path: "/see", as: "bo"}); n != 20 {
		t.Errorf("somebody who is known is not counted by the address: came through %d times", n)
	}
	page := bufio.NewScanner(b.do(req{path: "/metrics", remote: "127.0.0.1:1"}).Body)
	limited := 0
	for page.Scan() {
		if strings.HasPrefix(page.Text(), "lotsen_http_limited_total{") && !strings.HasSuffix(page.Text(), " 0") {
			limited++
		}
	}
	if limited != 3 {
		t.Errorf("%d of the limits have counted, want 3", limited)
	}
	for range 100 {
		if w := b.do(req{path: "/metrics", remote: "127.0.0.1:1"}); w.Code != http.StatusOK {
			t.Fatalf("metrics are limited: %d", w.Code)
		}
	}
}

// slowReader takes an answer as slowly as the test lets it.
type slowReader struct {
	*httptest.ResponseRecorder
	reading, goOn chan bool
}

func (s slowReader) Write(p []byte) (int, error) {
	s.reading <- true
	<-s.goOn
	return s.ResponseRecorder.Write(p)
}

func TestSlow_readers_hold_no_place(t *testing.T) {
	t.Parallel()
	b := setup(t, func(d *web.Deps) {
		d.Limits = web.Limits{Lanes: map[web.Lane]web.Room{web.LanePages: {Work: 1, Line: -1}}, Answers: 250_000}
	})
	b.Handle("GET /big", web.Public("test"), func(c *web.Ctx) error { return c.Text(200, strings.Repeat("a", 100_000)) })
	var wg sync.WaitGroup
	readers := make([]slowReader, 3)
	for i := range readers {
		readers[i] = slowReader{httptest.NewRecorder(), make(chan bool), make(chan bool)}
		wg.Go(func() { b.ServeHTTP(readers[i], httptest.NewRequest("GET", "/big", nil)) })
		<-readers[i].reading
	}
	// Two are on their way; the third holds the only place, because no more may be.
	if w := b.do(req{path: "/big"}); w.Code != 503 {
		t.Errorf("with the room for answers full: %d", w.Code)
	}
	for _, r := range readers {
		close(r.goOn)
	}
	wg.Wait()
	if w := b.do(req{path: "/big"}); w.Code != 200 || w.Body.Len() != 100_000 {
		t.Errorf("afterwards: %d", w.Code)
	}
}

func TestA_search_that_takes_too_long_says_what_to_do(t *testing.T) {
	t.Parallel()
	b := setup(t, func(d *web.Deps) {
		d.Lanes = map[string]web.Lane{"GET /search": web.LaneSearches}
		d.Limits.Lanes = map[web.Lane]web.Room{web.LaneSearches: {Deadline: time.Millisecond}, web.LanePages: {Deadline: time.Millisecond}}
	})
	late := func(c *web.Ctx) error {
		<-c.Context().Done()
		return fmt.Errorf("search: %w", c.Context().Err())
	}
	b.Handle("GET /search", web.Public("test"), late)
	b.Handle("GET /page", web.Public("test"), late)
	if w := b.do(req{path: "/search"}); w.Code != 503 || !strings.Contains(w.Body.String(), "fler eller ovanligare ord") {
		t.Errorf("a search: %d %s", w.Code, w.Body)
	}
	if w := b.do(req{path: "/page"}); w.Code != 503 || strings.Contains(w.Body.String(), "ovanligare ord") {
		t.Errorf("a page: %d %s", w.Code, w.Body)
	}
}

func TestFinding_out_who_asks_is_part_of_the_time_for_work(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setup(t, func(d *web.Deps) {
			d.Limits.Lanes = map[web.Lane]web.Room{web.LanePages: {Deadline: 10 * time.Second}}
			known := d.Identify
			d.Identify = func(ctx context.Context, session string) (web.Identity, error) {
				time.Sleep(7 * time.Second)
				return known(ctx, session)
			}
		})
		b.Handle("GET /stuck", web.SignedIn(), func(c *web.Ctx) error {
			<-c.Context().Done()
			return c.Context().Err()
		})
		began := time.Now()
		if code := b.do(req{path: "/stuck", as: "anna"}).Code; code != 503 {
			t.Errorf("answered %d", code)
		}
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("waited %v for an answer that ten seconds are kept for", took)
		}
	})
}
