package faults_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestPostgres_gone stops and kills the database under load. Nodes say so, wait, and go on by themselves.
func TestPostgres_gone(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	in := installOn(t, c)
	mails := longSink(t, in)
	nodes := []*node{in.start(t), in.start(t)}
	book := newLedger("o")
	ld := newLoad(in, book, nodes...)
	ld.Calm = true // A command is no node: it says 75 and is run again.
	result := row{Fault: "PostgreSQL stopped or killed", Engine: "postgres", Rounds: rounds(2, 40)}
	looks := in.login(t, nodes[0], "anna", "admin").at(nodes[1]).listen(t, "/desk")
	hears(t, nodes[0], looks, "before an outage")
	ld.begin(t, 6)
	for i := range result.Rounds {
		time.Sleep(time.Duration(300+chance(t.Name()).IntN(700)) * time.Millisecond) // The moment is the fault.
		if i%2 == 0 {
			c.crash(t)
		} else {
			c.stop(t)
		}
		saysNotNow(t, nodes[i%2])
		c.start(t)
		for _, n := range nodes {
			result.Recovery = append(result.Recovery, n.ready(t, 20*time.Second))
			n.alive(t)
		}
	}
	ld.end()
	ld.settle(t, 60*time.Second)
	hears(t, nodes[0], looks, "after an outage, the page still open")
	finish(t, &result, book, nodes[0], mails)
	in.check(t)
}

// hears changes something at one node and waits until the page at another is told to look again.
func hears(t *testing.T, n *node, looks <-chan struct{}, when string) {
	t.Helper()
	for drainLooks(looks); ; drainLooks(looks) {
		if time.Sleep(1500 * time.Millisecond); len(looks) == 0 { // What came before is told by now: once a second at most.
			break
		}
	}
	began := time.Now()
	if err := n.api().report(t.Context(), when); err != nil {
		t.Fatal(err)
	}
	within(t, looks, 5*time.Second)
	record(row{Fault: "live update at another node, " + when, Engine: "postgres", Rounds: 1, Recovery: []time.Duration{time.Since(began)}})
}

// saysNotNow looks at what a node without a database answers, how soon, and that it lives.
func saysNotNow(t *testing.T, n *node) {
	t.Helper()
	got, err := n.api().do(t.Context(), http.MethodPost, "/tickets", "", map[string]any{"title": "x", "text": "x", "requester": requester})
	began := time.Now()
	if err != nil || got.Status != http.StatusServiceUnavailable || got.Header.Get("Retry-After") == "" || !strings.Contains(got.Header.Get("Content-Type"), "problem+json") {
		t.Errorf("without a database: %d %v %s, %v", got.Status, got.Header, got.Body, err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s to say so", took)
	}
	res, err := http.Get("http://" + n.HTTP + "/healthz")
	if err != nil {
		t.Fatalf("the node does not live: %v", err)
	}
	defer res.Body.Close()
	if _, _ = io.Copy(io.Discard, res.Body); res.StatusCode != http.StatusOK {
		t.Errorf("healthz: %d", res.StatusCode)
	}
	if err := n.readyz(); err == nil {
		t.Error("a node without a database calls itself ready")
	}
}

// longSink is a mail server in the long form alone: mail that met an outage waits for its next try.
func longSink(t *testing.T, in *install) *sink {
	t.Helper()
	if !long() {
		return nil
	}
	return newSink(t, in)
}

// finish verifies everything and keeps the line for the table.
func finish(t *testing.T, result *row, book *ledger, n *node, mails *sink) {
	t.Helper()
	f := book.verify(t.Context(), n.api())
	f.report(t)
	result.Acked, result.Lost, result.Doubles = f.Acked, result.Lost+f.Lost, result.Doubles+f.Doubles
	if mails != nil {
		events, twice := book.verifyMail(t, n, mails, 90*time.Second)
		result.Note = fmt.Sprintf("%d events told by mail, %d mails twice", events, twice)
	}
	record(*result)
}

// TestPostgres_fails_over kills a primary and promotes its standby, whose address stands beside it in db.
func TestPostgres_fails_over(t *testing.T) {
	t.Parallel()
	primary := newCluster(t)
	in := installOn(t, primary)
	result := row{Fault: "failover to a standby", Engine: "postgres", Rounds: rounds(1, 8)}
	mails := longSink(t, in)
	var nodes []*node
	book := newLedger("f")
	ld := newLoad(in, book)
	ld.Calm = true
	for i := range result.Rounds {
		standby := primary.standby(t)
		// Nothing is acknowledged that the standby has not got, or a failover loses it.
		primary.exec(t, "alter system set synchronous_standby_names = '*'")
		primary.exec(t, "select pg_reload_conf()")
		in.DSN = "postgres://postgres@127.0.0.1:" + primary.Port + ",127.0.0.1:" + standby.Port + "/" + in.databaseName() + "?sslmode=disable"
		in.Env["LOTSEN_REPLICA"] = in.DSN // Whichever of the two is the standby.
		if i == 0 {
			nodes = []*node{in.start(t), in.start(t)}
		} else {
			for _, n := range nodes {
				n.stop(t)
				n.launch(t)
				n.ready(t, 20*time.Second)
			}
		}
		ld.aim(nodes...)
		ld.begin(t, 6)
		time.Sleep(time.Duration(700+chance(t.Name()).IntN(700)) * time.Millisecond) // The moment is the fault.
		primary.crash(t)
		standby.promote(t)
		for _, n := range nodes {
			result.Recovery = append(result.Recovery, n.ready(t, 20*time.Second))
			n.alive(t)
			eventually(t, 5*time.Second, "a write to the new primary", func() error {
				return n.api().report(context.Background(), fmt.Sprint("efter ", i, n.HTTP))
			})
		}
		ld.end()
		eventually(t, 10*time.Second, "a list without a standby", func() error {
			_, _, err := nodes[0].api().list(context.Background(), newest)
			return err
		})
		old := primary
		old.rejoin(t, standby)
		eventually(t, 20*time.Second, "the old primary is the replica now", func() error {
			if _, age, err := nodes[0].api().list(context.Background(), newest); err != nil || age < 0 {
				return fmt.Errorf("age %d, %v", age, err)
			}
			return nil
		})
		old.stop(t) // The next round makes a standby of its own.
		primary = standby
	}
	ld.settle(t, 60*time.Second)
	finish(t, &result, book, nodes[0], mails)
	in.check(t)
}
