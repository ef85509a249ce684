package faults_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// rejoin makes a former primary, on its own port, a standby of the one that took its place.
func (c *cluster) rejoin(t testing.TB, primary *cluster) {
	t.Helper()
	if err := os.RemoveAll(c.data()); err != nil {
		t.Fatal(err)
	}
	copying := c.owner(filepath.Join(c.bin, "pg_basebackup"), "-h", "127.0.0.1", "-p", primary.Port, "-U", "postgres", "-D", c.data(), "-R", "-X", "stream", "-c", "fast")
	if out, err := copying.CombinedOutput(); err != nil {
		t.Fatalf("pg_basebackup: %v\n%s", err, out)
	}
	c.start(t)
}

// freeze stops all its processes where they are, as a machine does that hangs; thaw lets them go on.
func (c *cluster) freeze(t testing.TB) { c.signal(t, syscall.SIGSTOP) }

func (c *cluster) thaw(t testing.TB) { c.signal(t, syscall.SIGCONT) }

func (c *cluster) signal(t testing.TB, s syscall.Signal) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(c.data(), "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	if s == syscall.SIGSTOP {
		_ = syscall.Kill(pid, s) // First, so that it makes no more.
	}
	children, _ := os.ReadFile("/proc/" + first + "/task/" + first + "/children")
	for _, child := range strings.Fields(string(children)) {
		if n, err := strconv.Atoi(child); err == nil {
			_ = syscall.Kill(n, s)
		}
	}
	_ = syscall.Kill(pid, s)
}
