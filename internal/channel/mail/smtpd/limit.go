package smtpd

import (
	"net"
	"sync"
	"time"

	"golang.org/x/net/netutil"
)

// limit bounds how many connections there are at once and how long one lives.
func limit(l net.Listener) net.Listener {
	return &mortal{netutil.LimitListener(l, maxConns)}
}

type mortal struct{ net.Listener }

// Accept implements net.Listener.
func (m *mortal) Accept() (net.Conn, error) {
	c, err := m.Listener.Accept()
	if err != nil {
		return nil, err
	}
	conn := &mortalConn{Conn: c}
	conn.end = time.AfterFunc(lifetime, func() { _ = conn.Close() }) // Closed twice is closed.
	return conn, nil
}

type mortalConn struct {
	net.Conn
	end  *time.Timer
	once sync.Once
	err  error
}

// Close implements net.Conn.
func (c *mortalConn) Close() error {
	c.once.Do(func() {
		c.end.Stop()
		c.err = c.Conn.Close()
	})
	return c.err
}
