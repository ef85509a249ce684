package live_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/live"
	"lotsen/locales"
)

// world is a hub behind the kit, with one person whose session and right can be taken away.
type world struct {
	t              *testing.T
	hub            *live.Hub
	routes         *web.Routes
	mu             sync.Mutex
	session, right bool
	newest         int64
}

func setup(t *testing.T, change ...func(*live.Deps)) *world {
	t.Helper()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, session: true, right: true}
	d := live.Deps{
		Topics: map[string]live.Right{"ticket": func(_ context.Context, by authz.Actor, id string) (bool, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			return w.right && by.Person == 1 && id != "foreign", nil
		}},
		Newer: func(_ context.Context, _ string, mark int64) (bool, error) { return w.newest > mark, nil },
	}
	for _, fn := range change {
		fn(&d)
	}
	w.hub = live.New(d)
	w.routes = web.New(web.Deps{Texts: texts, Limits: web.Limits{Reads: rate.Inf}, Identify: func(context.Context, string) (web.Identity, error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		if !w.session {
			return web.Identity{}, errs.E(errs.Unauthenticated, "web.error.login")
		}
		return web.Identity{Actor: authz.Actor{Person: 1, Session: "s"}}, nil
	}})
	w.hub.Register(w.routes)
	return w
}

func (w *world) take(what *bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*what = false
}

// reader is a browser's end of a stream.
type reader struct {
	*httptest.ResponseRecorder
	mu    sync.Mutex
	stuck chan struct{} // Not nil: it reads nothing until this closes.
	leave context.CancelFunc
	done  chan struct{}

	flushed bool
}

func (r *reader) Write(b []byte) (int, error) {
	if r.stuck != nil {
		<-r.stuck
		return 0, io.ErrClosedPipe
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ResponseRecorder.Write(b)
}

func (r *reader) Flush() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.flushed = true
}

func (r *reader) WriteString(s string) (int, error) { return r.Write([]byte(s)) }

func (r *reader) got() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.Body.String()
}

func (r *reader) wasFlushed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.flushed
}

func (r *reader) looks() int { return strings.Count(r.got(), "data: look\n\n") }

func (r *reader) over() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

func (w *world) open(query string) *reader {
	return w.openStuck(query, nil)
}

func (w *world) openStuck(query string, stuck chan struct{}) *reader {
	ctx, leave := context.WithCancel(w.t.Context())
	r := &reader{ResponseRecorder: httptest.NewRecorder(), leave: leave, done: make(chan struct{}), stuck: stuck}
	req := httptest.NewRequestWithContext(ctx, "GET", "/live?"+query, nil)
	req.AddCookie(&http.Cookie{Name: "lotsen_session", Value: "x"})
	go func() {
		defer close(r.done)
		w.routes.ServeHTTP(r, req)
	}()
	synctest.Wait()
	return r
}

func TestStream(t *testing.T) {
	t.Parallel()
	t.Run("it_opens_at_once_and_beats_while_nothing_happens", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := setup(t)
			r := w.open("topic=ticket:1")
			if got := r.got(); !strings.HasPrefix(got, "retry: ") || !strings.HasSuffix(got, ": open\n\n") || !r.wasFlushed() {
				t.Errorf("got %q, flushed %v", got, r.wasFlushed())
			}
			time.Sleep(46 * time.Second)
			synctest.Wait()
			if n := strings.Count(r.got(), ": beat\n\n"); n != 3 {
				t.Errorf("got %d beats in 46 s", n)
			}
			r.leave()
			<-r.done
			if w.hub.Open() != 0 {
				t.Errorf("%d streams are left", w.hub.Open())
			}
		})
	})
	t.Run("a_hundred_pokes_cost_one_look_now_and_one_a_second_later", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := setup(t)
			mine, other := w.open("topic=ticket:1&topic=ticket:3"), w.open("topic=ticket:2")
			for range 100 {
				w.hub.Poke([]string{"ticket:1", "ticket:3"})
				synctest.Wait()
			}
			if mine.looks() != 1 {
				t.Errorf("got %d looks at once", mine.looks())
			}
			time.Sleep(999 * time.Millisecond)
			synctest.Wait()
			if mine.looks() != 1 {
				t.Errorf("got %d looks within a second", mine.looks())
			}
			time.Sleep(time.Millisecond)
			synctest.Wait()
			if mine.looks() != 2 || other.looks() != 0 {
				t.Errorf("got %d looks after a second, %d on another topic", mine.looks(), other.looks())
			}
			mine.leave()
			other.leave()
		})
	})
	t.Run("what_came_after_the_mark_is_told_at_once", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := setup(t)
			w.newest = 18
			old, fresh := w.open("topic=ticket:1&mark=17"), w.open("topic=ticket:1&mark=18")
			if old.looks() != 1 || fresh.looks() != 0 {
				t.Errorf("got %d looks for the old page, %d for the fresh one", old.looks(), fresh.looks())
			}
			old.leave()
			fresh.leave()
		})
	})
	t.Run("a_poke_for_everybody_reaches_everybody_but_not_in_the_same_moment", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := setup(t, func(d *live.Deps) { d.PerPerson = 100 })
			readers := make([]*reader, 100)
			for i := range readers {
				readers[i] = w.open("topic=ticket:1")
				defer readers[i].leave()
			}
			w.hub.Poke([]string{"*"})
			time.Sleep(200 * time.Millisecond)
			synctest.Wait()
			early := 0
			for _, r := range readers {
				early += r.looks()
			}
			time.Sleep(2 * time.Second)
			synctest.Wait()
			for i, r := range readers {
				if r.looks() != 1 {
					t.Errorf("reader %d got %d looks", i, r.looks())
				}
			}
			if early > 50 {
				t.Errorf("%d of 100 in the first 200 ms", early)
			}
		})
	})
}

func TestRights(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"topic=ticket:foreign", "topic=unheard:1", "topic=*", "", "topic=ticket:1&topic=ticket:foreign"} {
		t.Run("no_stream_for_"+query, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := setup(t).open(query)
				if !r.over() || r.Code != http.StatusNotFound {
					t.Errorf("got %d", r.Code)
				}
				r.leave()
			})
		})
	}
	for name, what := range map[string]func(*world) *bool{
		"a_session_that_ended_ends_the_stream":       func(w *world) *bool { return &w.session },
		"a_right_that_was_taken_ends_the_stream_too": func(w *world) *bool { return &w.right },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := setup(t)
				r := w.open("topic=ticket:1")
				time.Sleep(31 * time.Second)
				synctest.Wait()
				if r.over() {
					t.Fatal("closed although nothing has changed")
				}
				w.take(what(w))
				time.Sleep(30 * time.Second)
				synctest.Wait()
				if !r.over() {
					t.Error("still open")
				}
				r.leave()
			})
		})
	}
	t.Run("nobody_gets_no_stream", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := setup(t)
			w.take(&w.session)
			r := w.open("topic=ticket:1")
			if !r.over() || r.Code != http.StatusUnauthorized {
				t.Errorf("got %d", r.Code)
			}
			r.leave()
		})
	})
}

func TestBurden(t *testing.T) {
	t.Parallel()
	t.Run("a_reader_that_does_not_read_holds_nobody_up", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := setup(t)
			stuck := make(chan struct{})
			slow, quick := w.openStuck("topic=ticket:1", stuck), w.open("topic=ticket:1")
			for range 1000 {
				w.hub.Poke([]string{"ticket:1"})
			}
			synctest.Wait()
			if quick.looks() != 1 {
				t.Errorf("got %d looks", quick.looks())
			}
			close(stuck)
			<-slow.done
			quick.leave()
			<-quick.done
		})
	})
	t.Run("closing_ends_all_streams_and_takes_no_new_ones", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := setup(t)
			a, b := w.open("topic=ticket:1"), w.open("topic=ticket:2")
			w.hub.Close()
			synctest.Wait()
			if !a.over() || !b.over() {
				t.Error("a stream is still open")
			}
			if r := w.open("topic=ticket:1"); r.Code != http.StatusServiceUnavailable {
				t.Errorf("a new one got %d", r.Code)
			}
		})
	})
	t.Run("one_person_cannot_take_all_streams", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := setup(t, func(d *live.Deps) { d.PerPerson = 2 })
			a, b, c := w.open("topic=ticket:1"), w.open("topic=ticket:1"), w.open("topic=ticket:1")
			if a.over() || b.over() || !c.over() {
				t.Errorf("open: %v %v %v", !a.over(), !b.over(), !c.over())
			}
			a.leave()
			b.leave()
		})
	})
	t.Run("two_thousand_readers_get_a_hundred_pokes_as_one", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := setup(t, func(d *live.Deps) { d.PerPerson = 1 << 20 })
			readers := make([]*reader, 2000)
			for i := range readers {
				readers[i] = w.open("topic=ticket:1")
			}
			for range 100 {
				w.hub.Poke([]string{"ticket:1"})
			}
			synctest.Wait()
			for i, r := range readers {
				if r.looks() != 1 {
					t.Fatalf("reader %d got %d looks", i, r.looks())
				}
			}
			w.hub.Close()
		})
	})
}

// TestServerLimits runs on a real connection, because it is the server that would cut it.
func TestServerLimits(t *testing.T) {
	t.Parallel()
	w := setup(t)
	srv := web.NewServer("", w.routes)
	srv.ReadTimeout, srv.WriteTimeout = 200*time.Millisecond, 200*time.Millisecond
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go srv.Serve(ln)
	defer srv.Close()
	defer w.hub.Close()
	req, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+ln.Addr().String()+"/live?topic=ticket:1", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(&http.Cookie{Name: "lotsen_session", Value: "x"})
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	head := make([]byte, 12)
	if _, err := io.ReadFull(res.Body, head); err != nil {
		t.Fatal(err)
	}
	// The stream must outlive the limits: a poke is sent only when they have passed three times over.
	time.AfterFunc(600*time.Millisecond, func() { w.hub.Poke([]string{"ticket:1"}) })
	rest := make([]byte, 200)
	var got string
	for !strings.Contains(got, "data: look") {
		n, err := res.Body.Read(rest)
		got += string(rest[:n])
		if err != nil {
			t.Fatalf("after %q: %v", got, err)
		}
	}
}
