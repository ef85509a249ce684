package live_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/web"
	"lotsen/internal/web/live"
)

// pipes is a network without buffers: what one end does not read, the other cannot write.
type pipes struct{ conns chan net.Conn }

func (p pipes) Accept() (net.Conn, error) {
	c, open := <-p.conns
	if !open {
		return nil, net.ErrClosed
	}
	return c, nil
}
func (p pipes) Close() error   { return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

// dial opens a stream over a pipe and reads until it is open.
func (p pipes) dial(t *testing.T) (net.Conn, *bufio.Reader) {
	t.Helper()
	mine, theirs := net.Pipe()
	p.conns <- theirs
	fmt.Fprint(mine, "GET /live?topic=ticket:1 HTTP/1.1\r\nHost: x\r\nCookie: lotsen_session=x\r\n\r\n")
	r := bufio.NewReader(mine)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, ": open") {
			return mine, r
		}
	}
}

func TestClients_that_are_slow_or_gone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := setup(t)
		network, server := pipes{make(chan net.Conn)}, web.NewServer("", w.routes)
		go server.Serve(network)
		quick, lines := network.dial(t)
		stuck, _ := network.dial(t)
		gone, _ := network.dial(t)
		heard := make(chan time.Time, 100)
		go func() {
			for {
				line, err := lines.ReadString('\n')
				if err != nil {
					return
				}
				if strings.HasPrefix(line, "data:") {
					heard <- time.Now()
				}
			}
		}()
		gone.Close()
		synctest.Wait()
		if n := w.hub.Open(); n != 2 {
			t.Errorf("a client that is gone still has a stream: %d are open", n)
		}
		began := time.Now()
		w.hub.Poke([]string{"ticket:1"})
		synctest.Wait()
		if len(heard) != 1 || time.Since(began) != 0 {
			t.Errorf("the quick reader waited for the one who does not read: %d pokes", len(heard))
		}
		for range 9 {
			time.Sleep(time.Second)
			w.hub.Poke([]string{"ticket:1"})
		}
		synctest.Wait()
		if n := len(heard); n != 10 || w.hub.Open() != 2 {
			t.Errorf("the quick reader got %d pokes in 9 s, %d streams are open", n, w.hub.Open())
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if n := w.hub.Open(); n != 1 {
			t.Errorf("one who has not read for ten seconds still has a stream: %d are open", n)
		}
		quick.Close()
		stuck.Close()
		w.hub.Close()
		close(network.conns)
		server.Close()
		synctest.Wait()
	})
}

func TestOpen_pages_are_signs_of_presence(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var told []string
		w := setup(t, func(d *live.Deps) {
			d.Check = 10 * time.Second
			d.Still = func(_ context.Context, by authz.Actor, topics []string) error {
				told = append(told, fmt.Sprint(by.Person, topics))
				return nil
			}
		})
		r := w.open("topic=ticket:1")
		time.Sleep(25 * time.Second)
		synctest.Wait()
		w.take(&w.right)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if fmt.Sprint(told) != "[1 [ticket:1] 1 [ticket:1]]" || !r.over() {
			t.Errorf("told %v, over %v", told, r.over())
		}
		r.leave()
	})
}
