package outward

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// ErrRefused says that an address may not be called.
var ErrRefused = errors.New("outward: the address leads into a network that may not be called")

// Options say what is allowed beyond the public internet.
type Options struct {
	// Private networks that may be called, such as a partner's behind a tunnel.
	Private []netip.Prefix
	// Plain allows http:// beside https://. Addresses in Private may always be called by http.
	Plain bool
	// Timeout of one call; 0 is 30 seconds.
	Timeout time.Duration
}

// Client calls addresses that others named.
type Client struct {
	o    Options
	http *http.Client
}

// New returns a client.
func New(o Options) *Client {
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	c := &Client{o: o}
	dialer := c.dialer(10 * time.Second)
	c.http = &http.Client{
		Timeout:       o.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: dialer.DialContext, ForceAttemptHTTP2: true, TLSHandshakeTimeout: 10 * time.Second, MaxIdleConnsPerHost: 4,
			IdleConnTimeout: time.Minute, ResponseHeaderTimeout: o.Timeout, MaxResponseHeaderBytes: 64 << 10,
		},
	}
	return c
}

func (c *Client) dialer(patience time.Duration) *net.Dialer {
	return &net.Dialer{Timeout: patience, Control: func(_, address string, _ syscall.RawConn) error { return c.dialled(address) }}
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Do sends a request and reads the answer up to limit bytes; a longer one is an error. Errors: ErrRefused.
func (c *Client) Do(ctx context.Context, method, address string, header map[string]string, body io.Reader, limit int64) (Answer, error) {
	if err := c.Check(address); err != nil {
		return Answer{}, err
	}
	r, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return Answer{}, fmt.Errorf("outward: %w", err)
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	res, err := c.http.Do(r)
	if err != nil {
		return Answer{}, fmt.Errorf("outward: %w", err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, limit+1))
	if err != nil {
		return Answer{}, fmt.Errorf("outward: read answer: %w", err)
	}
	if int64(len(raw)) > limit {
		return Answer{}, fmt.Errorf("outward: the answer is longer than %d bytes", limit)
	}
	return Answer{Status: res.StatusCode, Header: res.Header, Body: raw}, nil
}

// Check judges an address before it is kept: its form, and its number where it is one. The number behind a name is
// judged when it is dialled.
func (c *Client) Check(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return fmt.Errorf("%w: %q is no web address", ErrRefused, clip(address))
	}
	ip, err := netip.ParseAddr(u.Hostname())
	if err == nil && !c.allowed(ip) {
		return ErrRefused
	}
	if u.Scheme == "http" && !c.o.Plain && (err != nil || !c.private(ip)) {
		return fmt.Errorf("%w: want https", ErrRefused)
	}
	return nil
}

func clip(s string) string {
	if len(s) > 100 {
		return s[:100] + "…"
	}
	return s
}

// dialled judges the number that a name has led to.
func (c *Client) dialled(address string) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !c.allowed(to.Addr()) {
		return ErrRefused
	}
	return nil
}

func (c *Client) private(ip netip.Addr) bool {
	for _, p := range c.o.Private {
		if p.Contains(ip.Unmap().WithZone("")) {
			return true
		}
	}
	return false
}

func (c *Client) allowed(ip netip.Addr) bool { return Public(ip) || c.private(ip) }
