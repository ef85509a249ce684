package faults_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestNodes_rolling_restart restarts two and three nodes one after the other under load, behind a load balancer. Nobody
// meets a failure, also not with a change that must not be sent twice.
func TestNodes_rolling_restart(t *testing.T) {
	t.Parallel()
	in := newInstall(t, "postgres")
	mails := newSink(t, in)
	in.Env["LOTSEN_DRAIN"] = "500ms"
	nodes := []*node{in.start(t), in.start(t), in.start(t)}
	front := newProxy(t, nodes...)
	book := newLedger("r")
	tr := &traffic{front: newAPI(front.Address, in.Token), book: book}
	tr.begin(t, 6)
	for _, count := range []int{3, 2} {
		if count == 2 {
			nodes[2].stop(t)
		}
		result := row{Fault: fmt.Sprintf("rolling restart of %d nodes", count), Engine: "postgres", Rounds: rounds(1, 15)}
		before, again := tr.all.Load(), front.again.Load()
		for range result.Rounds {
			for _, n := range nodes[:count] {
				n.stop(t)
				began := time.Now()
				n.launch(t)
				n.ready(t, 20*time.Second)
				result.Recovery = append(result.Recovery, time.Since(began))
			}
		}
		result.Note = fmt.Sprintf("%d requests, %d sent again by the load balancer, %d failed", tr.all.Load()-before, front.again.Load()-again, tr.failed.Load())
		record(result)
	}
	tr.end()
	f := book.verify(t.Context(), nodes[0].api())
	f.report(t)
	events, twice := book.verifyMail(t, nodes[0], mails, 60*time.Second)
	if twice > 0 {
		t.Errorf("%d mails went out twice", twice)
	}
	in.check(t)
	record(row{
		Fault: "rolling restarts, all writes", Engine: "postgres", Rounds: 1, Acked: f.Acked, Lost: f.Lost, Doubles: f.Doubles,
		Note: fmt.Sprintf("%d events told by mail, %d twice", events, twice),
	})
}

// traffic is people and programs behind the load balancer. Unlike load it sends nothing again by itself.
type traffic struct {
	front       *api
	book        *ledger
	all, failed atomic.Int64
	cancel      context.CancelFunc
	running     sync.WaitGroup
}

func (tr *traffic) begin(t testing.TB, n int) {
	ctx, cancel := context.WithCancel(context.Background())
	tr.cancel = cancel
	t.Cleanup(cancel)
	for i := range n {
		r := chance(fmt.Sprint(t.Name(), i))
		tr.running.Go(func() {
			for ctx.Err() == nil {
				ref := tr.book.some(r)
				switch n := r.IntN(10); {
				case ref == "" || n < 2:
					tr.write(t, &op{Kind: "create"}, http.MethodPost, "/tickets", func(o *op) (string, any) {
						return o.Mark, map[string]any{"title": o.Mark, "text": "Text of " + o.Mark, "requester": requester}
					})
				case n < 4:
					tr.write(t, &op{Kind: "reply", Ref: ref}, http.MethodPost, "/tickets/"+ref+"/messages", func(o *op) (string, any) {
						return o.Mark, map[string]any{"text": o.Mark}
					})
				case n < 5: // Without a key: nobody sends it again.
					tr.write(t, &op{Kind: "patch", Ref: ref}, http.MethodPatch, "/tickets/"+ref, func(o *op) (string, any) {
						return "", map[string]any{"title": o.Mark}
					})
				case n < 8:
					tr.ask(t, newest)
				default:
					tr.ask(t, "/tickets/"+ref+"/messages?limit=50")
				}
			}
		})
	}
}

func (tr *traffic) end() {
	tr.cancel()
	tr.running.Wait()
}

func (tr *traffic) write(t testing.TB, o *op, method, path string, body func(*op) (key string, body any)) {
	tr.book.begin(o)
	key, content := body(o)
	got, ok := tr.send(t, method, path, key, content)
	if !ok {
		return
	}
	if o.Kind == "create" {
		var seen seenTicket
		if err := unmarshal(got, &seen); err != nil {
			t.Error(err)
			return
		}
		o.Ref = seen.Ref
	}
	tr.book.ack(o)
}

func (tr *traffic) ask(t testing.TB, path string) { tr.send(t, http.MethodGet, path, "", nil) }

func (tr *traffic) send(t testing.TB, method, path, key string, body any) (answer, bool) {
	tr.all.Add(1)
	got, err := tr.front.do(context.Background(), method, path, key, body)
	if err != nil || got.Status >= 300 {
		tr.failed.Add(1)
		t.Errorf("%s %s: %d %.300s %v", method, path, got.Status, got.Body, err)
		return got, false
	}
	return got, true
}
