package overload_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"lotsen/internal/app"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/web"
)

// The room of these tests: 8 at work and 32 waiting, so 400 clients are ten times too many. LOTSEN_SCALE takes the room
// that the product has as it is installed: 64 and 512.
const (
	atWork, inLine = 8, 32
	few            = 10 * (atWork + inLine)
	lasting        = 4 * time.Second
)

// crowd is how many clients come.
func crowd() int {
	if os.Getenv("LOTSEN_SCALE") != "" {
		return 10 * (64 + 512)
	}
	return few
}

// room is that room. The rates are off: one person floods here in the place of thousands.
func room() app.LimitOptions {
	if os.Getenv("LOTSEN_SCALE") != "" {
		return app.LimitOptions{Web: web.Limits{Person: rate.Inf, Reads: rate.Inf, Address: rate.Inf}}
	}
	lane := func(work, line int) web.Room { return web.Room{Work: work, Line: line, Patience: 2 * time.Second} }
	return app.LimitOptions{Web: web.Limits{
		Lanes: map[web.Lane]web.Room{
			web.LanePages: lane(atWork, inLine), web.LaneSearches: lane(2, 4), web.LaneReports: lane(1, 2), web.LaneExports: lane(1, 2), web.LaneUploads: lane(2, 4),
		},
		Bodies: 200, Memory: 8 << 20, Answers: 16 << 20, Person: rate.Inf, Reads: rate.Inf, Address: rate.Inf,
	}}
}

// tally collects answers from many goroutines.
type tally struct {
	mu   sync.Mutex
	took map[int][]time.Duration
}

func (n *tally) ask(client *http.Client, addr, session, path string) {
	req, _ := http.NewRequest(http.MethodGet, "http://"+addr+path, nil) // The address is a good one.
	req.Header.Set("Accept-Encoding", "identity")
	req.AddCookie(&http.Cookie{Name: "lotsen_session", Value: session})
	began := time.Now()
	res, err := client.Do(req)
	if err != nil {
		n.note(0, 0)
		return
	}
	_, _ = io.Copy(io.Discard, res.Body) // What counts is the status.
	_ = res.Body.Close()                 // See above.
	n.note(res.StatusCode, time.Since(began))
	if res.StatusCode == http.StatusServiceUnavailable {
		time.Sleep(100 * time.Millisecond) // Far sooner than Retry-After asks for.
	}
}

// note keeps an answer; status 0 is none.
func (n *tally) note(status int, took time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.took[status] = append(n.took[status], took)
}

func newTally() *tally { return &tally{took: map[int][]time.Duration{}} }

// quantile is the time within which that share of the answers of a status came.
func (n *tally) quantile(status int, q float64) time.Duration {
	all := slices.Sorted(slices.Values(n.took[status]))
	if len(all) == 0 {
		return 0
	}
	return all[min(int(q*float64(len(all))), len(all)-1)]
}

// heap watches memory until stopped and returns the most that was in use above the beginning.
func heap() (stop func() uint64) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	first, most := m.HeapInuse+m.StackInuse, uint64(0)
	quit, done := make(chan bool), make(chan bool)
	go func() {
		defer close(done)
		for {
			select {
			case <-quit:
				return
			case <-time.After(50 * time.Millisecond):
				runtime.ReadMemStats(&m)
				if now := m.HeapInuse + m.StackInuse; now > first {
					most = max(most, now-first)
				}
			}
		}
	}()
	return func() uint64 {
		close(quit)
		<-done
		return most
	}
}

// each runs fn on SQLite, and with LOTSEN_SCALE set on PostgreSQL afterwards: both at once would measure each other.
func each(t *testing.T, fn func(t *testing.T, env *dbtest.Env)) {
	if os.Getenv("LOTSEN_SCALE") == "" {
		fn(t, dbtest.SQLite(t))
		return
	}
	t.Run("sqlite", func(t *testing.T) { fn(t, dbtest.SQLite(t)) })
	if os.Getenv("LOTSEN_TEST_PG") != "" {
		t.Run("postgres", func(t *testing.T) { fn(t, dbtest.Postgres(t)) })
	}
}

func client() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: crowd(), MaxConnsPerHost: 0}, Timeout: 20 * time.Second}
}

// slowSender begins a form and never ends it. They come one after the other.
func slowSender(addr, session string, i int) {
	time.Sleep(time.Duration(i) * lasting / few)
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /report HTTP/1.1\r\nHost: x\r\nCookie: lotsen_session=%s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900000\r\n\r\n", session)
	for range 40 {
		if _, err := conn.Write(make([]byte, 1000)); err != nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// slowReader asks for a page and does not read it. They come one after the other, and stay.
func slowReader(addr, session string, i int) {
	time.Sleep(time.Duration(i) * lasting / few)
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	defer conn.Close()
	_ = conn.(*net.TCPConn).SetReadBuffer(1 << 10) // The smallest there is.
	fmt.Fprintf(conn, "GET /desk HTTP/1.1\r\nHost: x\r\nCookie: lotsen_session=%s\r\n\r\n", session)
	time.Sleep(lasting)
}

func TestThe_desk_goes_on_while_dear_routes_and_slow_clients_flood(t *testing.T) {
	each(t, func(t *testing.T, env *dbtest.Env) {
		s, used := start(t, env, room()), heap()
		dear, desk, shared := newTally(), newTally(), client()
		paths := []string{"/api/v1/tickets/export", "/api/v1/reports/tickets?group_by=opened_month", "/desk/search?q=skrivaren", "/desk/reports"}
		waits := []func(){
			until(lasting, few/2, func(i int) { dear.ask(shared, s.addr, s.fat, paths[i%len(paths)]) }),
			until(lasting, few/4, func(i int) { slowSender(s.addr, s.fat, i) }),
			until(lasting, few/4, func(i int) { slowReader(s.addr, s.fat, i) }),
			until(lasting, 4, func(int) { desk.ask(http.DefaultClient, s.addr, s.agent, "/desk") }),
		}
		for _, wait := range waits {
			wait()
		}
		most := used()
		t.Logf("the desk: %d answered, half within %v, 95 %% within %v; dear routes: %d answered, %d told to come back within %v; memory +%d MB",
			len(desk.took[200]), desk.quantile(200, .5), desk.quantile(200, .95), len(dear.took[200]), len(dear.took[503]), dear.quantile(503, .5), most>>20)
		// The slow ones come in as pages do; on a busy machine a few of the desk's own may meet a full line for a moment.
		if good, later := len(desk.took[200]), len(desk.took[503]); good < 20 || later*10 > good || len(desk.took) > 2 || len(desk.took) == 2 && later == 0 {
			t.Errorf("the desk: %d sorts of answers, %d good ones, %d told to come back", len(desk.took), len(desk.took[200]), len(desk.took[503]))
		}
		if len(dear.took[503]) == 0 || len(dear.took[200]) == 0 || len(dear.took[500]) > 0 {
			t.Errorf("dear routes: %d good answers, %d told to come back, %d failed", len(dear.took[200]), len(dear.took[503]), len(dear.took[500]))
		}
		if most > 300<<20 {
			t.Errorf("memory grew by %d MB", most>>20)
		}
	})
}

func TestTen_times_too_many_readers_are_told_quickly(t *testing.T) {
	each(t, func(t *testing.T, env *dbtest.Env) {
		s, used := start(t, env, room()), heap()
		people, health := newTally(), newTally()
		shared := client()
		waits := []func(){
			until(lasting, crowd(), func(int) { people.ask(shared, s.addr, s.agent, "/desk") }),
			until(lasting, 1, func(int) { health.ask(http.DefaultClient, s.addr, "", "/readyz") }),
		}
		for _, wait := range waits {
			wait()
		}
		most := used()
		t.Logf("%d answered within %v, %d told to come back within %v (99 %%: %v); memory +%d MB", len(people.took[200]), people.quantile(200, .5),
			len(people.took[503]), people.quantile(503, .5), people.quantile(503, .99), most>>20)
		if len(people.took[503]) < len(people.took[200]) || len(people.took[200]) < 20 || len(people.took) != 2 {
			t.Errorf("%d good answers, %d told to come back, %d sorts of answers", len(people.took[200]), len(people.took[503]), len(people.took))
		}
		// The clients work on the same processors, a hundred kilobytes each with its end in the server.
		if q := people.quantile(503, .5); q > time.Second+time.Duration(crowd())*time.Millisecond/3 {
			t.Errorf("a no took %v", q)
		}
		if len(health.took) != 1 || len(health.took[200]) == 0 {
			t.Errorf("the probe that decides whether the node gets requests got %d sorts of answers, %d good ones", len(health.took), len(health.took[200]))
		}
		if most > 200<<20+uint64(crowd())*150<<10 {
			t.Errorf("memory grew by %d MB", most>>20)
		}
		time.Sleep(50 * time.Millisecond)
		after := newTally()
		after.ask(http.DefaultClient, s.addr, s.agent, "/desk")
		if len(after.took[200]) != 1 {
			t.Errorf("afterwards: %v", after.took)
		}
	})
}
