// Package shared finds the test data that several checkouts share and that is not part of the repository.
//
// Owns: where the data lies, and what a test does where it is absent.
// Does not own: the data. Most of it may not be copied here (see each folder's SOURCE.md).
package shared

import (
	"os"
	"path/filepath"
	"testing"
)

// Dir gives the folder of shared test data: what LOTSEN_SHARED names, else ../shared/testdata beside the
// module root. Where there is none the test is skipped and says so; with LOTSEN_REQUIRE_ALL=1 it fails instead.
func Dir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("LOTSEN_SHARED")
	if dir == "" {
		dir = beside(t)
	}
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return dir
	}
	if os.Getenv("LOTSEN_REQUIRE_ALL") == "1" {
		t.Fatalf("shared test data is not at %s and LOTSEN_REQUIRE_ALL=1 asks for it; set LOTSEN_SHARED", dir)
	}
	t.Skipf("shared test data is not at %s; set LOTSEN_SHARED to run this test", dir)
	return ""
}

// beside walks up from the package under test to go.mod, because a test runs in its own folder.
func beside(t testing.TB) string {
	t.Helper()
	at, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return filepath.Join(filepath.Dir(at), "shared", "testdata")
		}
		up := filepath.Dir(at)
		if up == at {
			return filepath.Join("shared", "testdata")
		}
		at = up
	}
}
