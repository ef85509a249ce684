package overload_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"lotsen/internal/app"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/web"
)

// listen opens a live page's stream and calls heard at each poke, until the stream ends. It returns the status, or what
// went wrong on the way. It may be called from many goroutines.
func listen(t *testing.T, addr, session, topic string, heard func()) (status string, over chan struct{}) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	over = make(chan struct{})
	if err != nil {
		close(over)
		return err.Error(), over
	}
	t.Cleanup(func() { conn.Close() })
	fmt.Fprintf(conn, "GET /live?topic=%s&mark=1000000000 HTTP/1.1\r\nHost: x\r\nCookie: lotsen_session=%s\r\n\r\n", topic, session)
	r := bufio.NewReaderSize(conn, 512)
	line, err := r.ReadString('\n')
	if err != nil {
		close(over)
		return err.Error(), over
	}
	status = strings.Fields(line)[1]
	if status != "200" {
		close(over)
		return status, over
	}
	for !strings.HasPrefix(line, ": open") {
		if line, err = r.ReadString('\n'); err != nil {
			close(over)
			return err.Error(), over
		}
	}
	go func() {
		defer close(over)
		for {
			line, err := r.ReadString('\n')
			if err != nil || line == "0\r\n" { // The last chunk; the connection may be used again.
				return
			}
			if strings.HasPrefix(line, "data:") {
				heard()
			}
		}
	}()
	return status, over
}

// TestA_change_reaches_two_thousand_open_pages measures over real connections from the beginning of the change to each
// reader. LOTSEN_SCALE holds it to 200 ms; on a machine that does other things at the same time it may take longer.
func TestA_change_reaches_two_thousand_open_pages(t *testing.T) {
	const streams = 2000
	within := 2 * time.Second
	if os.Getenv("LOTSEN_SCALE") != "" {
		within = 200 * time.Millisecond
	}
	each(t, func(t *testing.T, env *dbtest.Env) {
		s := start(t, env, app.LimitOptions{PersonStreams: streams + 1, Web: web.Limits{Reads: rate.Inf}})
		x := s.first
		topic := fmt.Sprintf("ticket:%d", x)
		if status, _ := listen(t, s.addr, s.stranger, topic, nil); status != "404" {
			t.Errorf("whoever may not see the case gets %s", status)
		}
		var foreign, soon atomic.Int64
		listen(t, s.addr, s.stranger, fmt.Sprintf("person:%d", s.strangerID), func() { foreign.Add(1) })
		before := memory()
		heard := make(chan time.Time, 10*streams)
		var all sync.WaitGroup // As after a restart of the node: everybody comes back at once.
		for range streams {
			all.Go(func() {
				last := time.Time{}
				hear := func() {
					if time.Since(last) < 700*time.Millisecond { // A second, less what the machine adds to the first.
						soon.Add(1)
					}
					last = time.Now()
					heard <- last
				}
				if status, _ := listen(t, s.addr, s.agent, topic, hear); status != "200" {
					t.Errorf("a stream that comes back gets %s", status)
				}
			})
		}
		all.Wait()
		each := (memory() - before) / streams
		time.Sleep(1500 * time.Millisecond) // Pokes of the start are over.
		for len(heard) > 0 {
			<-heard
		}
		began := time.Now()
		for range 5 { // Five changes within a moment are still one poke for each viewer.
			if _, err := s.app.Ticket.Write(context.WithoutCancel(t.Context()), authz.System("test"), x, ticket.Words{Text: "Vi tittar."}); err != nil {
				t.Fatal(err)
			}
		}
		took := make([]time.Duration, 0, streams)
		for range streams {
			select {
			case at := <-heard:
				took = append(took, at.Sub(began))
			case <-time.After(10 * time.Second):
				t.Fatalf("%d of %d have heard", len(took), streams)
			}
		}
		slices.Sort(took)
		t.Logf("half within %v, 99 %% within %v, all within %v; %d kB of memory for each with its client", took[streams/2], took[streams*99/100], took[streams-1], each>>10)
		if took[streams-1] > within {
			t.Errorf("the last heard after %v", took[streams-1])
		}
		if each > 100<<10 {
			t.Errorf("a stream takes %d kB", each>>10)
		}
		time.Sleep(1200 * time.Millisecond) // The second poke, for what came after the first.
		if n := soon.Load(); n > streams/100 {
			t.Errorf("%d got a second poke within a second", n)
		}
		if n := len(heard); n > streams {
			t.Errorf("%d pokes after the first, for five changes", n)
		}
		if foreign.Load() > 1 { // One may come from the start: everybody looks once when the connection to the others is up.
			t.Errorf("who may not see the case was poked %d times", foreign.Load())
		}
	})
}

// TestA_right_that_is_withdrawn_ends_the_open_page is abuse case 10 on the wired app.
func TestA_right_that_is_withdrawn_ends_the_open_page(t *testing.T) {
	each(t, func(t *testing.T, env *dbtest.Env) {
		s := start(t, env, app.LimitOptions{StreamCheck: 200 * time.Millisecond})
		topic := fmt.Sprintf("ticket:%d", s.first)
		status, over := listen(t, s.addr, s.agent, topic, func() {})
		_, kept := listen(t, s.addr, s.fat, topic, func() {})
		if status != "200" {
			t.Fatalf("got %s", status)
		}
		select {
		case <-over:
			t.Fatal("closed although nothing has changed")
		case <-time.After(500 * time.Millisecond):
		}
		if err := s.app.Access.EndGrant(t.Context(), authz.System("test"), s.agentRight); err != nil {
			t.Fatal(err)
		}
		select {
		case <-over:
		case <-time.After(5 * time.Second):
			t.Error("still open")
		}
		select {
		case <-kept:
			t.Error("another's page was closed too")
		default:
		}
	})
}

func memory() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}
