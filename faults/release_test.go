package faults_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestData_of_a_release makes the backup that later versions are tried with. It is run once for each release, by that
// release's own binary, and only when it is asked for.
func TestData_of_a_release(t *testing.T) {
	if os.Getenv("LOTSEN_FAULTS_RELEASE") == "" {
		t.Log("makes testdata; LOTSEN_FAULTS_RELEASE=1 asks for it")
		return
	}
	in := newInstall(t, "sqlite")
	in.addCategory(t)
	newSink(t, in)
	n := in.start(t)
	book := newLedger("release")
	ld := newLoad(in, book, n)
	ld.Calm = true
	ld.begin(t, 2)
	eventually(t, time.Minute, "writes", more(book, 120))
	ld.end()
	ld.settle(t, time.Minute)
	acked, _ := book.acked(0)
	states := []map[string]any{
		{"state": "open"},
		{"state": "hold", "reason": "Väntar på en del", "until": time.Now().AddDate(10, 0, 0)},
		{"state": "resolved", "solution": "Ny toner."},
		{"impact": 1, "urgency": 1},
		{"title": `Räksmörgås "och" \ annat <b>`},
	}
	for i, o := range acked {
		if o.Kind == "create" {
			n.patch(t, o.Ref, map[string]any{"category": "Skrivare"})
			got, err := n.api().do(t.Context(), "PATCH", "/tickets/"+o.Ref, "", states[i%len(states)])
			if err != nil || got.Status >= 300 {
				t.Errorf("%v %d %s", err, got.Status, got.Body)
			}
		}
	}
	if err := poll(time.Minute, func() error { return n.queueEmpty(t.Context()) }); err != nil {
		t.Error(err)
	}
	n.stop(t)
	in.check(t)
	file := backupOf(t, in)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(released, fmt.Sprintf("%05d.tar.gz", summary(t, file).Schema)), raw, 0o644); err != nil {
		t.Fatal(err)
	}
}
