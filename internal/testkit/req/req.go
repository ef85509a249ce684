package req

import (
	"os"
	"path/filepath"
	"testing"
)

// Attr is the key under which a test's record carries the rows it proves.
const Attr = "requirement"

// Proves records that this test (or subtest) proves the rows with these ids. An id that is not in the catalogue fails the test.
func Proves(t testing.TB, ids ...string) {
	t.Helper()
	rows, err := Load(Root(t))
	if err != nil {
		t.Fatalf("req: %v", err)
	}
	known := make(map[string]bool, len(rows))
	for _, r := range rows {
		known[r.ID] = true
	}
	for _, id := range ids {
		if !known[id] {
			t.Fatalf("req: %s is not a row of docs/requirements.md", id)
		}
		t.Attr(Attr, id)
	}
}

// Root is the folder of go.mod, found from the folder the test runs in.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatalf("req: %v", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("req: no go.mod above the test's folder")
		}
		dir = parent
	}
}
