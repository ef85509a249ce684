package trace

import (
	"context"
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"
)

// Kind is a span's role, as OTLP numbers it.
type Kind int

// The kinds.
const (
	Internal Kind = 1
	Server   Kind = 2
	Client   Kind = 3
	Consumer Kind = 5
)

// Attr is something known about a span: a text, a whole number or a truth.
type Attr struct {
	Key   string
	Value any
}

// Span is a part of the work, from its beginning to its end. A nil Span is one that is not measured.
type Span struct {
	tracer     *Tracer
	trace      [16]byte
	id, parent [8]byte
	name       string
	kind       Kind
	begin, end time.Time
	attrs      []Attr
	failed     bool
	over       atomic.Bool
}

type mark struct{}

// From is the span in which the context's work happens, or nil.
func From(ctx context.Context) *Span {
	s, _ := ctx.Value(mark{}).(*Span)
	return s
}

// Start begins a span inside the context's, or a new trace. Parent is a traceparent header from outside, "" for none; one
// that says that its trace is not recorded is obeyed.
func (t *Tracer) Start(ctx context.Context, name string, kind Kind, parent string) (context.Context, *Span) {
	if t == nil {
		return ctx, nil
	}
	s := &Span{tracer: t, name: name, kind: kind, begin: now(), id: newID()}
	around := From(ctx)
	from, id, record, ok := parse(parent)
	switch {
	case around != nil:
		s.trace, s.parent = around.trace, around.id
	case ok && !record, !ok && rand.IntN(100) >= t.o.Percent:
		return ctx, nil
	case ok:
		s.trace, s.parent = from, id
	default:
		a, b := newID(), newID()
		copy(s.trace[:], append(a[:], b[:]...))
	}
	return context.WithValue(ctx, mark{}, s), s
}

// Done adds a span that is over to the context's trace; to none when there is none.
func Done(ctx context.Context, name string, kind Kind, took time.Duration, attrs ...Attr) {
	around := From(ctx)
	if around == nil {
		return
	}
	end := now()
	around.tracer.keep(&Span{
		trace: around.trace, parent: around.id, id: newID(), name: name, kind: kind, begin: end.Add(-took), end: end, attrs: attrs,
	})
}

// Name gives the span the name that is known only now.
func (s *Span) Name(name string) {
	if s != nil {
		s.name = name
	}
}

// Set adds what is known.
func (s *Span) Set(attrs ...Attr) {
	if s != nil {
		s.attrs = append(s.attrs, attrs...)
	}
}

// End ends the span, once.
func (s *Span) End(failed bool) {
	if s == nil || s.over.Swap(true) {
		return
	}
	s.end, s.failed = now(), failed
	s.tracer.keep(s)
}

// parse reads a traceparent of version 00: 00-<32 hex>-<16 hex>-<flags>.
func parse(header string) (trace [16]byte, id [8]byte, record, ok bool) {
	parts := strings.Split(header, "-")
	if len(parts) != 4 || parts[0] != "00" || len(parts[1]) != 32 || len(parts[2]) != 16 || len(parts[3]) != 2 {
		return trace, id, false, false
	}
	var flags [1]byte
	_, e1 := hex.Decode(trace[:], []byte(parts[1]))
	_, e2 := hex.Decode(id[:], []byte(parts[2]))
	_, e3 := hex.Decode(flags[:], []byte(parts[3]))
	ok = e1 == nil && e2 == nil && e3 == nil && trace != [16]byte{} && id != [8]byte{}
	return trace, id, flags[0]&1 == 1, ok
}

func newID() (id [8]byte) {
	for id == [8]byte{} {
		v := rand.Uint64()
		for i := range id {
			id[i] = byte(v >> (8 * i))
		}
	}
	return id
}

// now is the machine's time: spans measure machines, not the domain's time.
func now() time.Time { return time.Now() } //nolint:forbidigo // See above.
