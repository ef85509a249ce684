package faults_test

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestPostgres_pool_exhausted holds every connection of the node at a locked table. Requests wait for so long and no
// longer, the process stays well, and all goes on when the lock is gone.
func TestPostgres_pool_exhausted(t *testing.T) {
	t.Parallel()
	in := newInstall(t, "postgres")
	n := in.start(t)
	if err := n.api().report(t.Context(), "before"); err != nil {
		t.Fatal(err)
	}
	db := in.Cluster.open(t, in.databaseName())
	lock, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock.Exec("lock table ticket in access exclusive mode"); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	var refused, done, odd atomic.Int64
	var slowest atomic.Int64
	for i := range 60 {
		group.Go(func() {
			began := time.Now()
			method, path, body := http.MethodGet, newest, any(nil)
			if i%2 == 0 {
				method, path, body = http.MethodPost, "/tickets", map[string]any{"title": "held", "text": "held", "requester": requester}
			}
			got, err := n.api().do(t.Context(), method, path, "", body)
			switch {
			case err == nil && got.Status == http.StatusServiceUnavailable && got.Header.Get("Retry-After") != "":
				refused.Add(1)
			case err == nil && got.Status < 300:
				done.Add(1)
			default:
				odd.Add(1)
				t.Errorf("%s %s: %d %s, %v", method, path, got.Status, got.Body, err)
			}
			for took := int64(time.Since(began)); ; {
				old := slowest.Load()
				if took <= old || slowest.CompareAndSwap(old, took) {
					return
				}
			}
		})
	}
	res, err := http.Get("http://" + n.HTTP + "/healthz")
	if err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("healthz: %v %v", res, err)
	} else {
		res.Body.Close()
	}
	group.Wait()
	if took := time.Duration(slowest.Load()); took > 16*time.Second {
		t.Errorf("somebody waited %s for an answer", took)
	}
	if refused.Load() == 0 {
		t.Error("nobody was refused, so the pool was not exhausted")
	}
	if err := lock.Rollback(); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	eventually(t, 5*time.Second, "work as before", func() error { return n.api().report(t.Context(), "after") })
	record(row{
		Fault: "pool exhausted", Engine: "postgres", Rounds: 60, Recovery: []time.Duration{time.Since(began)},
		Note: "503 within " + time.Duration(slowest.Load()).Round(100*time.Millisecond).String(),
	})
	in.check(t)
}
