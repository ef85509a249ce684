package faults_test

import (
	"fmt"
	"testing"
	"time"
)

// TestKill_9_loses_nothing kills the process at random moments under mixed load, at times while it still starts.
func TestKill_9_loses_nothing(t *testing.T) {
	engines(t, func(t *testing.T, engine string) {
		in := newInstall(t, engine)
		mails := newSink(t, in)
		n := in.start(t)
		book := newLedger("k")
		ld := newLoad(in, book, n)
		r := chance(t.Name())
		result := row{Fault: "kill -9", Engine: engine, Rounds: rounds(10, 220)}
		ld.begin(t, 6)
		seen := 0
		for i := range result.Rounds {
			life := time.Duration(100+r.IntN(900)) * time.Millisecond
			early := r.IntN(8) == 0 // Before it is ready.
			if early {
				life = time.Duration(r.IntN(60)) * time.Millisecond
			}
			time.Sleep(life) // The moment is the fault.
			n.alive(t)
			n.kill()
			n.launch(t)
			if i+1 < result.Rounds && r.IntN(8) == 0 {
				continue
			}
			result.Recovery = append(result.Recovery, n.ready(t, 20*time.Second))
			var f finding
			f, seen = book.verifySince(t.Context(), n.look(), seen)
			result.Lost, result.Doubles = result.Lost+f.Lost, result.Doubles+f.Doubles
			if f.report(t); t.Failed() {
				break
			}
			if i%20 == 19 {
				in.check(t)
			}
		}
		ld.end()
		ld.settle(t, 60*time.Second)
		f := book.verify(t.Context(), n.look())
		f.report(t)
		events, twice := book.verifyMail(t, n, mails, 90*time.Second)
		in.check(t)
		result.Acked, result.Lost, result.Doubles = f.Acked, result.Lost+f.Lost, result.Doubles+f.Doubles
		result.Note = fmt.Sprintf("%d events told by mail, %d mails twice", events, twice)
		record(result)
	})
}
