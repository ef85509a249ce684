package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestResults holds that what a run keeps is a list that can be read again, and made into the table of the document.
func TestResults(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "results.json")
	r := newResult(5)
	r.Rows = []row{
		{Engine: "sqlite", Tickets: 10_000, Clients: 8, Work: "queue", P50: 1.234, P95: 2, P99: 3, PerS: 100, CPU: .5, N: 500},
		{Engine: "sqlite", Tickets: 1_000_000, Clients: 8, Work: "queue", P50: 1.5, P95: 3, P99: 4, PerS: 90, CPU: .7, N: 450},
		{Engine: "sqlite", Tickets: 1_000_000, Work: "start", Value: 120, Unit: "ms"},
	}
	if err := r.write(file); err != nil {
		t.Fatal(err)
	}
	again, err := readResult(file)
	if err != nil {
		t.Fatal(err)
	}
	want := *r
	want.Rows[0].P50 = 1.23
	if d := cmp.Diff(want.Rows, again.Rows); d != "" || again.Machine != r.Machine || !strings.Contains(again.Load, ", then ") {
		t.Errorf("read again it is another: %s", d)
	}
	var out strings.Builder
	markdown(&out, again)
	for _, line := range []string{"| queue | 8 | 1.2 / 2.0 (0.5) | 1.5 / 3.0 (0.7) | 90 | 1.50 |", "| start | sqlite | 1000000 | 120.0 ms |"} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("%q is not in the table:\n%s", line, out.String())
		}
	}
}
