package faults_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// proxy is a small load balancer: it asks each node whether it is ready, sends requests to those that are, and sends
// again what may be sent again: reads, and changes that carry an Idempotency-Key.
type proxy struct {
	Address string
	nodes   []*node
	mu      sync.Mutex
	up      map[*node]bool
	next    atomic.Int64
	again   atomic.Int64 // Requests that were sent again.
	client  *http.Client
}

func newProxy(t testing.TB, nodes ...*node) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", freePort(t))
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{
		Address: l.Addr().String(), nodes: nodes, up: map[*node]bool{},
		// Our own retries are counted, so the transport's are left out by giving it no body that it could send again.
		client: &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 32}},
	}
	ctx, cancel := context.WithCancel(context.Background())
	server := &http.Server{Handler: p}
	t.Cleanup(func() { cancel(); server.Close() })
	p.look()
	go func() {
		for ctx.Err() == nil {
			p.look()
			time.Sleep(100 * time.Millisecond) // As a load balancer does, only oftener.
		}
	}()
	go func() { _ = server.Serve(l) }()
	return p
}

func (p *proxy) look() {
	for _, n := range p.nodes {
		up := n.readyz() == nil
		p.mu.Lock()
		p.up[n] = up
		p.mu.Unlock()
	}
}

// choose takes the nodes in turn, those that are ready first.
func (p *proxy) choose() *node {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := int(p.next.Add(1))
	for i := range p.nodes {
		if n := p.nodes[(at+i)%len(p.nodes)]; p.up[n] {
			return n
		}
	}
	return p.nodes[at%len(p.nodes)]
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	safe := r.Method == http.MethodGet || r.Header.Get("Idempotency-Key") != ""
	for try := 1; ; try++ {
		status, header, content, err := p.send(r, body)
		failed := err != nil || status == http.StatusServiceUnavailable || status == http.StatusBadGateway
		if failed && safe && try < 20 {
			p.again.Add(1)
			time.Sleep(20 * time.Millisecond) // As a load balancer does.
			continue
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		for name, values := range header {
			w.Header()[name] = values
		}
		w.WriteHeader(status)
		_, _ = w.Write(content)
		return
	}
}

func (p *proxy) send(r *http.Request, body []byte) (int, http.Header, []byte, error) {
	n := p.choose()
	req, err := http.NewRequestWithContext(r.Context(), r.Method, "http://"+n.HTTP+r.URL.RequestURI(), io.NopCloser(bytes.NewReader(body)))
	if err != nil {
		return 0, nil, nil, err
	}
	req.ContentLength = int64(len(body))
	if len(body) == 0 {
		req.Body = http.NoBody
	}
	req.Header = r.Header.Clone()
	res, err := p.client.Do(req)
	if err != nil {
		p.mu.Lock()
		p.up[n] = false
		p.mu.Unlock()
		return 0, nil, nil, err
	}
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	res.Header.Del("Connection")
	return res.StatusCode, res.Header, content, err
}
