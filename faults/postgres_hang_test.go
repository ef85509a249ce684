package faults_test

import (
	"testing"
	"time"
)

// TestPostgres_hangs stops the primary where it stands, connections and all, as a machine or a network does that gives no
// answer and no end either.
func TestPostgres_hangs(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	in := installOn(t, c)
	mails := newSink(t, in)
	n := in.start(t)
	book := newLedger("h")
	ld := newLoad(in, book, n)
	ld.Calm = true
	result := row{Fault: "PostgreSQL hangs for 15 s", Engine: "postgres", Rounds: rounds(1, 4)}
	ld.begin(t, 6)
	for range result.Rounds {
		time.Sleep(time.Second)
		c.freeze(t)
		time.Sleep(3 * time.Second)
		began := time.Now()
		if err := n.api().report(t.Context(), "frusen"); err == nil {
			t.Error("a case was made in a database that hangs")
		}
		if took := time.Since(began); took > 12*time.Second {
			t.Errorf("it took %s to say that the database does not answer", took)
		}
		time.Sleep(time.Until(began.Add(12 * time.Second)))
		c.thaw(t)
		result.Recovery = append(result.Recovery, n.ready(t, 20*time.Second))
		n.alive(t)
	}
	ld.end()
	ld.settle(t, 60*time.Second)
	finish(t, &result, book, n, mails)
	in.check(t)
}
