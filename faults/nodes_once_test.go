package faults_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"
)

func unmarshal(got answer, to any) error { return json.Unmarshal(got.Body, to) }

// TestNodes_do_everything_once lets three nodes compete for jobs and for timers that are due at the same instant.
func TestNodes_do_everything_once(t *testing.T) {
	t.Parallel()
	in := newInstall(t, "postgres")
	mails := newSink(t, in)
	nodes := []*node{in.start(t), in.start(t), in.start(t)}
	ctx := t.Context()
	db := in.Cluster.open(t, in.databaseName())
	mustExec(t, db, "insert into category (org_id, desk_id, name_sv, sort_key) select org_id, id, 'Övrigt', 'o' from desk")
	many := rounds(60, 600)
	book := newLedger("once")
	var refs []string
	for i := range many {
		o := book.begin(&op{Kind: "create"})
		got, err := nodes[i%3].api().do(ctx, http.MethodPost, "/tickets", o.Mark, map[string]any{"title": o.Mark, "text": o.Mark, "requester": requester, "category": "Övrigt"})
		var seen seenTicket
		if err != nil || got.Status != http.StatusCreated || unmarshal(got, &seen) != nil {
			t.Fatalf("%d %s, %v", got.Status, got.Body, err)
		}
		o.Ref = seen.Ref
		book.ack(o)
		refs = append(refs, seen.Ref)
	}
	// Each case waits for a day, and for all of them it ends in one instant.
	began := time.Now()
	for i, ref := range refs {
		if got, err := nodes[i%3].api().do(ctx, http.MethodPatch, "/tickets/"+ref, "", map[string]any{
			"state": "hold", "reason": "Väntar på en reservdel.", "until": began.Add(24 * time.Hour).Format(time.RFC3339),
		}); err != nil || got.Status >= 300 {
			t.Fatalf("hold: %d %s, %v", got.Status, got.Body, err)
		}
	}
	mustExec(t, db, "update ticket set hold_until = 1 where hold_until is not null")
	began = time.Now()
	eventually(t, 90*time.Second, "every timer", func() error {
		var left int
		if err := db.QueryRow("select count(*) from ticket where state = 'hold'").Scan(&left); err != nil || left > 0 {
			return fmt.Errorf("%d cases still wait, %w", left, err)
		}
		return nil
	})
	took := time.Since(began)
	twice := 0
	for _, ref := range refs {
		events, err := pages[seenEvent](ctx, nodes[0].api(), "/tickets/"+ref+"/events?limit=500")
		if err != nil {
			t.Fatal(err)
		}
		woken := 0
		for _, e := range events {
			if e.Type == "ticket.resumed" {
				woken++
			}
		}
		if woken != 1 {
			twice++
			t.Errorf("%s was taken up %d times", ref, woken)
		}
	}
	f := book.verify(ctx, nodes[1].api())
	f.report(t)
	events, doubles := book.verifyMail(t, nodes[2], mails, 60*time.Second)
	if doubles > 0 || events < many {
		t.Errorf("%d events were told, %d mails went out twice", events, doubles)
	}
	in.check(t)
	record(row{
		Fault: "three nodes, one timer", Engine: "postgres", Rounds: many, Acked: f.Acked, Doubles: twice + doubles,
		Note: fmt.Sprintf("%d fired after %s, %d events told by mail", many, took.Round(100*time.Millisecond), events),
	})
}

// within waits for a page to be told to look again.
func within(t testing.TB, looks <-chan struct{}, d time.Duration) {
	t.Helper()
	select {
	case _, open := <-looks:
		if !open {
			t.Fatal("the stream ended")
		}
	case <-time.After(d):
		t.Fatalf("not told to look within %s", d)
	}
}

func drainLooks(looks <-chan struct{}) {
	for {
		select {
		case <-looks:
		default:
			return
		}
	}
}
