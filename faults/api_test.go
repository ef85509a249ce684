package faults_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// api is a client of one node.
type api struct {
	base   string
	tokens []string // Taken in turns.
	turn   atomic.Uint32
	client *http.Client
}

// answer is what came back; there is none without an error when the connection broke.
type answer struct {
	Status int
	Header http.Header
	Body   []byte
}

func (n *node) api() *api { return newAPI(n.HTTP, n.in.Token) }

// look is for reading a lot: as several people who may everything, in turns.
func (n *node) look() *api { return newAPI(n.HTTP, n.in.Tokens...) }

func newAPI(address string, tokens ...string) *api {
	return &api{base: "http://" + address, tokens: tokens, client: &http.Client{Timeout: 20 * time.Second}}
}

// do sends a request. A value is sent as JSON, bytes as they are; key is the Idempotency-Key.
func (a *api) do(ctx context.Context, method, path, key string, body any) (answer, error) {
	var content io.Reader
	kind := "application/json"
	switch b := body.(type) {
	case nil:
	case []byte:
		content, kind = bytes.NewReader(b), "application/octet-stream"
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			return answer{}, err
		}
		content = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, a.base+"/api/v1"+path, content)
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Authorization", "Bearer "+a.tokens[int(a.turn.Add(1))%len(a.tokens)])
	if content != nil {
		req.Header.Set("Content-Type", kind)
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	res, err := a.client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return answer{}, err
	}
	return answer{res.StatusCode, res.Header, raw}, nil
}

// get reads JSON into to; what is not 200 is an error. Who asks too often waits and asks again.
func (a *api) get(ctx context.Context, path string, to any) error {
	got, err := a.do(ctx, http.MethodGet, path, "", nil)
	for tries := 0; err == nil && got.Status == http.StatusTooManyRequests && tries < 600; tries++ {
		time.Sleep(100 * time.Millisecond)
		got, err = a.do(ctx, http.MethodGet, path, "", nil)
	}
	if err != nil {
		return err
	}
	if got.Status != http.StatusOK {
		return fmt.Errorf("GET %s: %d %.300s", path, got.Status, got.Body)
	}
	if to == nil {
		return nil
	}
	return json.Unmarshal(got.Body, to)
}

// What the tests read of the API's answers.
type (
	seenTicket struct {
		Ref     string `json:"ref"`
		ID      int64  `json:"id"`
		Title   string `json:"title"`
		State   string `json:"state"`
		Version int64  `json:"version"`
	}
	seenFile struct {
		ID   int64  `json:"id"`
		Size int64  `json:"size"`
		Name string `json:"name"`
	}
	seenMessage struct {
		ID          int64      `json:"id"`
		Text        string     `json:"text"`
		Raw         string     `json:"raw"`
		Attachments []seenFile `json:"attachments"`
	}
	seenEvent struct {
		ID      int64     `json:"id"`
		Pos     int64     `json:"pos"`
		Type    string    `json:"type"`
		At      time.Time `json:"at"`
		Changes map[string]struct {
			To any `json:"to"`
		} `json:"changes"`
	}
)

// pages reads a list from its first to its last page.
func pages[T any](ctx context.Context, a *api, path string) ([]T, error) {
	var all []T
	cursor := ""
	for {
		var page struct {
			Items []T    `json:"items"`
			Next  string `json:"next"`
		}
		if err := a.get(ctx, path+cursor, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if page.Next == "" {
			return all, nil
		}
		cursor = "&cursor=" + page.Next
	}
}

// post sends what must be taken.
func (n *node) post(t testing.TB, path string, body, to any) {
	t.Helper()
	n.must(t, http.MethodPost, path, body, to)
}

// patch changes a case.
func (n *node) patch(t testing.TB, ref string, body any) {
	t.Helper()
	n.must(t, http.MethodPatch, "/tickets/"+ref, body, nil)
}

func (n *node) must(t testing.TB, method, path string, body, to any) {
	t.Helper()
	got, err := n.api().do(t.Context(), method, path, "", body)
	if err != nil || got.Status >= 300 {
		t.Fatalf("%s %s: %v %d %s", method, path, err, got.Status, got.Body)
	}
	if to != nil {
		if err := json.Unmarshal(got.Body, to); err != nil {
			t.Fatal(err)
		}
	}
}
