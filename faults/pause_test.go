package faults_test

import (
	"fmt"
	"testing"
	"time"
)

// TestA_node_stands_still_and_wakes stops a process without telling it, longer than a lease in the long form. With
// PostgreSQL another node goes on; on SQLite the clients wait.
func TestA_node_stands_still_and_wakes(t *testing.T) {
	engines(t, func(t *testing.T, engine string) {
		in := newInstall(t, engine)
		mails := newSink(t, in)
		mails.behave("slow", 100*time.Millisecond) // So that it has jobs in hand when it is stopped.
		paused := in.start(t)
		nodes := []*node{paused}
		if engine == "postgres" {
			nodes = append(nodes, in.start(t))
		}
		still := 4 * time.Second
		if long() {
			still = 65 * time.Second
		}
		book := newLedger("p")
		ld := newLoad(in, book, nodes...)
		ld.Calm = true
		result := row{Fault: fmt.Sprintf("SIGSTOP %s", still), Engine: engine, Rounds: rounds(1, 4)}
		ld.begin(t, 5)
		for range result.Rounds {
			eventually(t, 20*time.Second, "writes before the pause", more(book, 40))
			paused.pause()
			if len(nodes) > 1 {
				ld.aim(nodes[1:]...)
				eventually(t, still+20*time.Second, "writes at the other node meanwhile", more(book, 40))
			}
			time.Sleep(still) // The pause is the fault.
			paused.wake()
			result.Recovery = append(result.Recovery, paused.ready(t, 20*time.Second))
			ld.aim(nodes...)
			eventually(t, 30*time.Second, "writes after the pause", more(book, 40))
		}
		ld.end()
		mails.behave("", 0)
		ld.settle(t, 60*time.Second)
		f := book.verify(t.Context(), paused.look())
		f.report(t)
		_, twice := book.verifyMail(t, paused, mails, 120*time.Second)
		in.check(t)
		result.Acked, result.Lost, result.Doubles = f.Acked, f.Lost, f.Doubles
		result.Note = fmt.Sprintf("%d mails twice", twice)
		record(result)
	})
}

// more waits for n more acknowledged writes than there are now.
func more(l *ledger, n int) func() error {
	before, _ := l.acked(0)
	return func() error {
		now, _ := l.acked(0)
		if len(now) < len(before)+n {
			return fmt.Errorf("%d writes acknowledged, want %d", len(now)-len(before), n)
		}
		return nil
	}
}
