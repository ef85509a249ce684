package snmp

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net"
	"os"
	"sync"

	"github.com/gosnmp/gosnmp"

	"lotsen/internal/desk/alarm/read"
)

// Deps is what the listener works with.
type Deps struct {
	Config Config
	Log    *slog.Logger
	// Take keeps a notification; false when nobody expects it from its sender.
	Take func(ctx context.Context, t read.Trap) (bool, error)
}

// Listener takes notifications.
type Listener struct {
	Deps
	decoder *decoder
	conn    *net.UDPConn
}

// New returns a listener. Nothing is open yet.
func New(d Deps) *Listener {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &Listener{Deps: d}
}

// The bounds of what is taken at the same time.
const (
	workers = 4
	waiting = 1000
	largest = 8 << 10
)

// Open listens. Without an address it does nothing.
func (l *Listener) Open(ctx context.Context) error {
	if l.Config.Listen == "" {
		return nil
	}
	var err error
	if l.decoder, err = newDecoder(l.Config, engine()); err != nil {
		return err
	}
	conn, err := (&net.ListenConfig{}).ListenPacket(ctx, "udp", l.Config.Listen)
	if err != nil {
		return fmt.Errorf("listen for SNMP notifications: %w", err)
	}
	udp, ok := conn.(*net.UDPConn)
	if !ok {
		return fmt.Errorf("listen for SNMP notifications at %s: no UDP", l.Config.Listen)
	}
	l.conn = udp
	return nil
}

// engine names this machine among SNMP engines, always the same: RFC 3411's form of an enterprise's own (8072, net-snmp's,
// is what tools know), with a digest of the machine's name.
func engine() string {
	host, _ := os.Hostname() // Without a name it is one of those without a name.
	sum := sha256.Sum256([]byte("lotsen " + host))
	return string(append([]byte{0x80, 0x00, 0x1f, 0x88, 0x05}, sum[:8]...))
}

// Addr is where it listens; nil when it does not.
func (l *Listener) Addr() net.Addr {
	if l.conn == nil {
		return nil
	}
	return l.conn.LocalAddr()
}

type message struct {
	raw  []byte
	from *net.UDPAddr
}

// Run takes what comes until ctx ends.
func (l *Listener) Run(ctx context.Context) {
	if l.conn == nil {
		return
	}
	stop := context.AfterFunc(ctx, func() { _ = l.conn.Close() }) // Reading ends with it.
	defer stop()
	in := make(chan message, waiting)
	var busy sync.WaitGroup
	for range workers {
		busy.Go(func() {
			for m := range in {
				l.one(context.WithoutCancel(ctx), m)
			}
		})
	}
	defer busy.Wait()
	defer close(in)
	dropped := 0
	buffer := make([]byte, largest)
	for ctx.Err() == nil {
		n, from, err := l.conn.ReadFromUDP(buffer)
		if err != nil {
			if ctx.Err() == nil {
				l.Log.ErrorContext(ctx, "taking SNMP notifications has ended", "error", err)
			}
			return
		}
		select {
		case in <- message{append([]byte(nil), buffer[:n]...), from}:
		default:
			// A trap may be lost on its way as well; an inform comes again.
			if dropped++; dropped%1000 == 1 {
				l.Log.WarnContext(ctx, "SNMP notifications come faster than they are kept", "dropped", dropped)
			}
		}
	}
}

// one takes one message.
func (l *Listener) one(ctx context.Context, m message) {
	p, probe, err := l.decoder.take(m.raw)
	if err != nil {
		l.Log.DebugContext(ctx, "SNMP message refused", "error", err)
		return
	}
	if probe {
		if raw, err := l.decoder.report(p); err == nil {
			_, _ = l.conn.WriteToUDP(raw, m.from) // Whoever asked asks again.
		}
		return
	}
	inform := p.PDUType == gosnmp.InformRequest
	taken, err := l.Take(ctx, trap(p, m.from.IP.String()))
	if err != nil {
		l.Log.ErrorContext(ctx, "SNMP notification not kept", "error", err)
		return
	}
	if !taken {
		l.Log.DebugContext(ctx, "SNMP notification that nobody expects")
		return
	}
	if !inform {
		return
	}
	if raw, err := answer(p); err == nil {
		_, _ = l.conn.WriteToUDP(raw, m.from) // Without an answer it comes again, and is counted.
	}
}
