package ami

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"lotsen/internal/desk/line"
)

// Timing of the connection. An exchange speaks seldom at night: it is asked whether it is there.
const (
	dialWithin = 10 * time.Second
	askEach    = 30 * time.Second
	answersIn  = 15 * time.Second
)

// ErrLogin says that the exchange does not accept the name and the password.
var ErrLogin = errors.New("ami: login refused")

// Client listens to one exchange.
type Client struct {
	Address, Login, Password string
	// Hear takes each event of a call. An error ends the connection, so that it begins anew.
	Hear func(ctx context.Context, e line.CallEvent) error
	// Ready, when set, is told that the exchange has let us in.
	Ready func(ctx context.Context)
	// Dial connects; nil is the network.
	Dial func(ctx context.Context, address string) (net.Conn, error)
	// Ask is how long the exchange may be silent before it is asked; 0 is half a minute.
	Ask time.Duration
}

// Run listens until the context ends or the connection breaks. Errors: ErrLogin, ErrPacket, those of the network and of
// Hear.
func (c *Client) Run(ctx context.Context) error {
	dialing, done := context.WithTimeout(ctx, dialWithin)
	defer done()
	conn, err := c.dial(dialing)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close() //nolint:errcheck // Given up in any case.
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	r := bufio.NewReaderSize(conn, 4<<10)
	if err := c.enter(conn, r); err != nil {
		return err
	}
	if c.Ready != nil {
		c.Ready(ctx)
	}
	return c.listen(ctx, conn, r)
}

func (c *Client) dial(ctx context.Context) (net.Conn, error) {
	if c.Dial != nil {
		return c.Dial(ctx, c.Address)
	}
	var d net.Dialer
	return d.DialContext(ctx, "tcp", c.Address)
}

// enter reads the greeting and logs in, for events of calls and agents alone.
func (c *Client) enter(conn net.Conn, r *bufio.Reader) error {
	deadline(conn, answersIn)
	greeting, err := readLine(r)
	if err != nil {
		return fmt.Errorf("greeting: %w", err)
	}
	if !strings.HasPrefix(greeting, "Asterisk Call Manager") {
		return fmt.Errorf("%w: no greeting", ErrPacket)
	}
	if err := writePacket(conn, "Action", "Login", "ActionID", "login", "Username", c.Login, "Secret", c.Password, "Events", "call,agent"); err != nil {
		return fmt.Errorf("login: %w", err)
	}
	for {
		p, err := ReadPacket(r)
		if err != nil {
			return fmt.Errorf("login: %w", err)
		}
		if p["actionid"] != "login" {
			continue // Events may come before the answer.
		}
		if p["response"] != "Success" {
			return ErrLogin
		}
		return nil
	}
}

// listen hands events on until the connection breaks. An exchange that is silent is asked once.
func (c *Client) listen(ctx context.Context, conn net.Conn, r *bufio.Reader) error {
	ask := c.Ask
	if ask == 0 {
		ask = askEach
	}
	asked := false
	for {
		deadline(conn, ask)
		// A deadline is only met between packets: one that has begun is waited for.
		if _, err := r.Peek(1); err != nil {
			var late net.Error
			if !errors.As(err, &late) || !late.Timeout() || asked {
				return fmt.Errorf("listen: %w", err)
			}
			deadline(conn, answersIn) // The one that has passed is for writing too.
			if err := writePacket(conn, "Action", "Ping"); err != nil {
				return fmt.Errorf("ping: %w", err)
			}
			asked = true
			continue
		}
		deadline(conn, answersIn)
		p, err := ReadPacket(r)
		if err != nil {
			return fmt.Errorf("listen: %w", err)
		}
		asked = false
		if e, ok := Event(p); ok {
			if err := c.Hear(ctx, e); err != nil {
				return fmt.Errorf("hear: %w", err)
			}
		}
	}
}

// deadline bounds the next read or write. A connection that cannot be bounded breaks by itself soon enough.
func deadline(conn net.Conn, d time.Duration) {
	_ = conn.SetDeadline(time.Now().Add(d)) //nolint:forbidigo // The machine's time, not the domain's.
}
