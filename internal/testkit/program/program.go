package program

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Find returns where a program is. Daemons stand in sbin, which not everybody's PATH names.
func Find(t testing.TB, name string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	for _, dir := range []string{"/usr/sbin", "/sbin", "/usr/local/sbin"} {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && info.Mode()&0o111 != 0 {
			return path
		}
	}
	if os.Getenv("LOTSEN_REQUIRE_ALL") == "1" {
		t.Fatalf("%s is not installed, and LOTSEN_REQUIRE_ALL asks for it (script/test installs it as root)", name)
	}
	t.Skipf("%s is not installed (make test installs it, as root on Debian)", name)
	return ""
}
