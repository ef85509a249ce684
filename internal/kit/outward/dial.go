package outward

import (
	"context"
	"net"
	"time"
)

// Dial opens a connection for a protocol other than HTTP to an address that somebody named, "host:port", judged like any
// other when its number is dialled. Errors: ErrRefused.
func (c *Client) Dial(ctx context.Context, address string) (net.Conn, error) {
	return c.dialer(10*time.Second).DialContext(ctx, "tcp", address)
}

// Local reports whether a connection ends on this machine.
func Local(conn net.Conn) bool {
	to, ok := conn.RemoteAddr().(*net.TCPAddr)
	return ok && to.IP.IsLoopback()
}
