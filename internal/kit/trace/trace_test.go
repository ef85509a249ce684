package trace_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"lotsen/internal/kit/trace"
)

// otlp is the part of ExportTraceServiceRequest that a collector reads.
type otlp struct {
	ResourceSpans []struct {
		Resource   struct{ Attributes []attribute }
		ScopeSpans []struct{ Spans []span }
	}
}

type attribute struct {
	Key   string
	Value struct{ StringValue, IntValue *string }
}

type span struct {
	TraceID, SpanID, ParentSpanID, Name string
	Kind                                int
	StartTimeUnixNano, EndTimeUnixNano  string
	Attributes                          []attribute
	Status                              struct{ Code int }
}

// collector takes spans in process.
type collector struct {
	*httptest.Server
	mu    sync.Mutex
	spans map[string]span
	fail  bool
}

func collect(t *testing.T) *collector {
	t.Helper()
	c := &collector{spans: map[string]span{}}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		var in otlp
		if err := json.Unmarshal(raw, &in); err != nil || r.URL.Path != "/v1/traces" || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("got %s %s: %v", r.URL.Path, raw, err)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.fail {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		for _, s := range in.ResourceSpans[0].ScopeSpans[0].Spans {
			c.spans[s.Name] = s
		}
	}))
	t.Cleanup(c.Close)
	return c
}

func TestSpans_reach_the_collector(t *testing.T) {
	t.Parallel()
	c := collect(t)
	tr := trace.New(trace.Options{Endpoint: c.URL + "/", Service: "lotsen", Log: slog.New(slog.DiscardHandler)})
	ctx, request := tr.Start(t.Context(), "GET", trace.Server, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	request.Name("GET /desk")
	trace.Done(ctx, "ticket.list", trace.Client, 20*time.Millisecond, trace.Attr{Key: "db.query.summary", Value: "ticket.list"})
	request.Set(trace.Attr{Key: "http.response.status_code", Value: 500})
	request.End(true)
	request.End(false)
	_, job := tr.Start(t.Context(), "job", trace.Consumer, "")
	job.End(false)
	running, stop := context.WithCancel(t.Context())
	stop()
	tr.Run(running)

	got, statement := c.spans["GET /desk"], c.spans["ticket.list"]
	if got.TraceID != "0af7651916cd43dd8448eb211c80319c" || got.ParentSpanID != "b7ad6b7169203331" || got.Kind != 2 || got.Status.Code != 2 {
		t.Errorf("the request: %+v", got)
	}
	if len(got.Attributes) != 1 || got.Attributes[0].Value.IntValue == nil || *got.Attributes[0].Value.IntValue != "500" {
		t.Errorf("a whole number is a text in OTLP's JSON: %+v", got.Attributes)
	}
	if statement.TraceID != got.TraceID || statement.ParentSpanID != got.SpanID || statement.Kind != 3 || len(statement.SpanID) != 16 {
		t.Errorf("the statement belongs to the request: %+v", statement)
	}
	if len(statement.StartTimeUnixNano) != 19 || statement.StartTimeUnixNano >= statement.EndTimeUnixNano {
		t.Errorf("times: %s to %s", statement.StartTimeUnixNano, statement.EndTimeUnixNano)
	}
	if j := c.spans["job"]; len(j.TraceID) != 32 || j.TraceID == got.TraceID || j.ParentSpanID != "" {
		t.Errorf("the job is a trace of its own: %+v", j)
	}
	if sent, dropped := tr.Counts(); sent != 3 || dropped != 0 {
		t.Errorf("sent %d, dropped %d", sent, dropped)
	}
}

func TestOff_costs_nothing(t *testing.T) {
	tr := trace.New(trace.Options{})
	ctx := t.Context()
	if n := testing.AllocsPerRun(100, func() {
		inside, s := tr.Start(ctx, "x", trace.Server, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
		trace.Done(inside, "y", trace.Client, time.Second)
		s.Name("z")
		s.End(false)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	tr.Run(ctx)
}

func TestTraceparent(t *testing.T) {
	t.Parallel()
	tr := trace.New(trace.Options{Endpoint: "http://127.0.0.1:1", Log: slog.New(slog.DiscardHandler)})
	for header, recorded := range map[string]bool{
		"": true, "rubbish": true, "00-00000000000000000000000000000000-b7ad6b7169203331-00": true,
		"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00": false,
		"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01": true,
	} {
		if _, s := tr.Start(t.Context(), "x", trace.Server, header); (s != nil) != recorded {
			t.Errorf("%q: recorded %v", header, s != nil)
		}
	}
}

func TestA_collector_that_is_away_holds_up_nothing(t *testing.T) {
	t.Parallel()
	c := collect(t)
	c.fail = true
	tr := trace.New(trace.Options{Endpoint: c.URL, Log: slog.New(slog.DiscardHandler)})
	began := time.Now()
	for range 10_000 {
		_, s := tr.Start(t.Context(), "x", trace.Server, "")
		s.End(false)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	running, stop := context.WithCancel(t.Context())
	stop()
	tr.Run(running)
	if sent, dropped := tr.Counts(); sent != 0 || dropped < 5000 {
		t.Errorf("sent %d, dropped %d", sent, dropped)
	}
}

func TestStop_loses_no_span(t *testing.T) {
	t.Parallel()
	const many = 1500 // More than a batch.
	running, stop := context.WithCancel(t.Context())
	begun := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-begun:
		default:
			close(begun)
			stop() // The program stops while a batch is on its way.
			select {
			case <-r.Context().Done():
			case <-time.After(100 * time.Millisecond):
			}
		}
		_, _ = io.Copy(io.Discard, r.Body)
	}))
	defer slow.Close()
	tr := trace.New(trace.Options{Endpoint: slow.URL, Service: "lotsen", Log: slog.New(slog.DiscardHandler)})
	for range many {
		_, s := tr.Start(t.Context(), "job", trace.Consumer, "")
		s.End(false)
	}
	tr.Run(running)
	if sent, dropped := tr.Counts(); sent != many || dropped != 0 {
		t.Errorf("sent %d, dropped %d of %d", sent, dropped, many)
	}
}
