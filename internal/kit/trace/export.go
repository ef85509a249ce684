package trace

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Options say where spans go.
type Options struct {
	Endpoint string // Of the collector, as http://localhost:4318.
	Service  string
	Version  string
	Percent  int // Share of the traces that begin here and are recorded. Default 100.
	Log      *slog.Logger
}

const (
	maxQueue  = 4096
	maxBatch  = 512
	sendEach  = 2 * time.Second
	sendAfter = 10 * time.Second // A collector that takes longer loses the batch.
)

// Tracer makes spans and sends them. A nil Tracer makes none.
type Tracer struct {
	o       Options
	queue   chan *Span
	client  *http.Client
	dropped atomic.Int64
	sent    atomic.Int64
}

// New returns a tracer, or nil without an endpoint. Run sends what it makes.
func New(o Options) *Tracer {
	if o.Endpoint == "" {
		return nil
	}
	if o.Percent == 0 {
		o.Percent = 100
	}
	o.Endpoint = strings.TrimRight(o.Endpoint, "/") + "/v1/traces"
	return &Tracer{o: o, queue: make(chan *Span, maxQueue), client: &http.Client{Timeout: sendAfter}}
}

// Counts are the spans that were sent and those that were lost, because the collector was slow or away.
func (t *Tracer) Counts() (sent, dropped int64) { return t.sent.Load(), t.dropped.Load() }

func (t *Tracer) keep(s *Span) {
	select {
	case t.queue <- s:
	default:
		t.dropped.Add(1)
	}
}

// Run sends spans until the context ends, and then what is left.
func (t *Tracer) Run(ctx context.Context) {
	if t == nil {
		return
	}
	tick := time.NewTicker(sendEach) //nolint:forbidigo // Real waiting.
	defer tick.Stop()
	batch, failing := make([]*Span, 0, maxBatch), false
	send := func(ctx context.Context) {
		if len(batch) == 0 {
			return
		}
		// A batch that is on its way when the program stops still arrives.
		limit := sendAfter
		if ctx.Err() != nil {
			limit = sendEach // Nobody waits long for a collector that hangs.
		}
		under, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
		defer cancel()
		err := t.send(under, batch)
		if err != nil {
			t.dropped.Add(int64(len(batch)))
			if !failing {
				t.o.Log.LogAttrs(ctx, slog.LevelWarn, "traces are not taken", slog.Any("err", err))
			}
		} else {
			t.sent.Add(int64(len(batch)))
		}
		batch, failing = batch[:0], err != nil
	}
	for {
		select {
		case s := <-t.queue:
			if batch = append(batch, s); len(batch) == maxBatch {
				send(ctx)
			}
		case <-tick.C:
			send(ctx)
		case <-ctx.Done():
			for !failing && len(t.queue) > 0 {
				if batch = append(batch, <-t.queue); len(batch) == maxBatch {
					send(ctx)
				}
			}
			send(ctx)
			return
		}
	}
}

func (t *Tracer) send(ctx context.Context, spans []*Span) error {
	raw, err := json.Marshal(t.payload(spans))
	if err != nil {
		return fmt.Errorf("encode spans: %w", err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.o.Endpoint, bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("send spans: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := t.client.Do(r)
	if err != nil {
		return fmt.Errorf("send spans: %w", err)
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10)) // So that the connection can be used again.
	if res.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("send spans: the collector answers %d", res.StatusCode)
	}
	return nil
}

// object is JSON whose order does not matter.
type object = map[string]any

// payload is ExportTraceServiceRequest in OTLP's JSON: ids in hex, 64 bit numbers as texts.
func (t *Tracer) payload(spans []*Span) object {
	out := make([]object, len(spans))
	for i, s := range spans {
		out[i] = object{
			"traceId": hex.EncodeToString(s.trace[:]), "spanId": hex.EncodeToString(s.id[:]), "name": s.name, "kind": int(s.kind),
			"startTimeUnixNano": strconv.FormatInt(s.begin.UnixNano(), 10), "endTimeUnixNano": strconv.FormatInt(s.end.UnixNano(), 10),
			"attributes": attributes(s.attrs),
		}
		if s.parent != [8]byte{} {
			out[i]["parentSpanId"] = hex.EncodeToString(s.parent[:])
		}
		if s.failed {
			out[i]["status"] = object{"code": 2}
		}
	}
	about := attributes([]Attr{{"service.name", t.o.Service}, {"service.version", t.o.Version}})
	return object{"resourceSpans": []object{{
		"resource": object{"attributes": about}, "scopeSpans": []object{{"scope": object{"name": t.o.Service}, "spans": out}},
	}}}
}

func attributes(attrs []Attr) []object {
	out := make([]object, len(attrs))
	for i, a := range attrs {
		var value object
		switch v := a.Value.(type) {
		case int:
			value = object{"intValue": strconv.Itoa(v)}
		case bool:
			value = object{"boolValue": v}
		default:
			value = object{"stringValue": fmt.Sprint(v)}
		}
		out[i] = object{"key": a.Key, "value": value}
	}
	return out
}
