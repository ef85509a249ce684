// Package tmf carries calls to the interfaces of other service desks.
//
// Owns: HTTP to partners and listeners.
// Does not own: what is said (desk/exchange), which addresses may be called (kit/outward), trying again (kit/jobs).
package tmf

import (
	"bytes"
	"context"
	"net/netip"
	"time"

	"lotsen/internal/desk/exchange"
	"lotsen/internal/kit/outward"
)

// timeout bounds one call, so that a slow partner holds one worker and no more.
const timeout = 30 * time.Second

// maxAnswer is how much of an answer is read: a file that a partner refers to is the longest.
const maxAnswer = 30 << 20

// Client implements exchange.Courier.
type Client struct{ out *outward.Client }

// New returns a client that calls the public internet and the private networks that are named.
func New(private []netip.Prefix) *Client {
	return &Client{outward.New(outward.Options{Private: private, Timeout: timeout})}
}

// Call implements exchange.Courier.
func (c *Client) Call(ctx context.Context, call exchange.Call) (exchange.Reply, error) {
	a, err := c.out.Do(ctx, call.Method, call.URL, call.Header, bytes.NewReader(call.Body), maxAnswer)
	return exchange.Reply{Status: a.Status, Body: a.Body}, err
}

// Check implements exchange.Courier.
func (c *Client) Check(address string) error { return c.out.Check(address) }
