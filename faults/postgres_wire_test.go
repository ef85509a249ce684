package faults_test

import (
	"bytes"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// wire is a connection's way to PostgreSQL that can be cut at a commit.
type wire struct {
	Address string
	to      string
	mu      sync.Mutex
	mark    string // In whose transaction.
	where   string // "before" the commit reaches the server, or "after" it was done and before anybody hears of it.
	cut     atomic.Int64
}

// commit as the driver sends it.
var commit = []byte("Q\x00\x00\x00\x0bcommit\x00")

func newWire(t testing.TB, to string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", freePort(t))
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{Address: l.Addr().String(), to: to}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go w.carry(client)
		}
	}()
	return w
}

// cutAt chooses the transaction in which the mark is said.
func (w *wire) cutAt(where, mark string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.where, w.mark = where, mark
}

func (w *wire) chosen() (where, mark string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.where, w.mark
}

func (w *wire) carry(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", w.to)
	if err != nil {
		return
	}
	defer server.Close()
	var silent atomic.Bool // What the server says goes no further.
	go func() {
		buf := make([]byte, 64<<10)
		for {
			n, err := server.Read(buf)
			if n > 0 && silent.Load() {
				_ = client.Close() // It has said that the commit is done.
				return
			}
			if n > 0 {
				_, _ = client.Write(buf[:n])
			}
			if err != nil {
				_ = client.Close()
				return
			}
		}
	}()
	marked := false
	buf := make([]byte, 64<<10)
	for {
		n, err := client.Read(buf)
		if err != nil {
			return
		}
		where, mark := w.chosen()
		if mark != "" && bytes.Contains(buf[:n], []byte(mark)) {
			marked = true
		}
		if bytes.Contains(buf[:n], commit) {
			if marked {
				w.cutAt("", "")
				w.cut.Add(1)
				if where == "before" {
					return
				}
				silent.Store(true)
			}
			marked = false
		}
		if _, err := server.Write(buf[:n]); err != nil {
			return
		}
		if silent.Load() {
			_, _ = io.Copy(io.Discard, client) // Until the other side has closed it.
			return
		}
	}
}
