package teams

import (
	"context"
	"errors"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/outward"
)

// Where Microsoft's services are, when nothing else was said.
const (
	Metadata = "https://login.botframework.com/v1/.well-known/openidconfiguration"
	Login    = "https://login.microsoftonline.com"
	Issuer   = "https://api.botframework.com"
	Host     = "smba.trafficmanager.net"
	scope    = "https://api.botframework.com/.default"
	channel  = "msteams"
)

// Options say where the services are. The zero value is the public ones.
type Options struct {
	Metadata string
	Login    string
	Hosts    []string       // Besides Host, where answers may be sent.
	Networks []netip.Prefix // Private networks that may be called, for a proxy or a test.
	Clock    clock.Clock
	Timeout  time.Duration
}

// Adapter implements bridge.Adapter.
type Adapter struct {
	o      Options
	out    *outward.Client
	keys   keyring
	mu     sync.Mutex
	tokens map[string]token
}

// New returns an adapter.
func New(o Options) *Adapter {
	if o.Metadata == "" {
		o.Metadata = Metadata
	}
	if o.Login == "" {
		o.Login = Login
	}
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.Timeout == 0 {
		o.Timeout = 15 * time.Second
	}
	a := &Adapter{o: o, out: outward.New(outward.Options{Private: o.Networks, Timeout: o.Timeout}), tokens: map[string]token{}}
	a.keys = keyring{get: a.get, metadata: o.Metadata}
	return a
}

// maxAnswer is the longest answer that is read, in bytes.
const maxAnswer = 1 << 20

func (a *Adapter) get(ctx context.Context, address string) ([]byte, error) {
	r, err := a.out.Do(ctx, "GET", address, nil, nil, maxAnswer)
	if err != nil {
		return nil, err
	}
	if r.Status != 200 {
		return nil, errors.New("teams: " + address + " answers otherwise than with 200")
	}
	return r.Body, nil
}

// answerable reports whether words may be sent to an address: by https to a host that was named.
func (a *Adapter) answerable(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Opaque != "" || len(address) > 500 {
		return false
	}
	host := strings.ToLower(u.Host)
	if host != Host && !slices.Contains(a.o.Hosts, host) {
		return false
	}
	return a.out.Check(address) == nil
}
