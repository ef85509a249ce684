package faults_test

import (
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // Driver "pgx".
)

// cluster is a PostgreSQL that keeps what it was told: fsync is on.
type cluster struct {
	bin, dir string
	Port     string
	extra    []string // More settings, each "name=value".
}

var shared struct {
	sync.Mutex
	cluster *cluster
	count   atomic.Int64
}

// sharedCluster is the one that most tests use, each with a database of its own. Nobody kills it.
func sharedCluster(t testing.TB) *cluster {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.cluster == nil {
		c := prepare(t)
		c.start(t)
		shared.cluster = c
	}
	return shared.cluster
}

func stopShared() {
	if c := shared.cluster; c != nil {
		_ = c.ctl("-m", "immediate", "stop")
		os.RemoveAll(c.dir)
	}
}

// newCluster is one for a single test, which may do to it what it likes.
func newCluster(t testing.TB, settings ...string) *cluster {
	t.Helper()
	c := prepare(t)
	c.extra = settings
	t.Cleanup(func() { c.remove() })
	c.start(t)
	return c
}

func (c *cluster) remove() {
	_ = c.ctl("-m", "immediate", "stop") // It may be down already.
	os.RemoveAll(c.dir)
}

// prepare makes an empty cluster that does not run.
func prepare(t testing.TB) *cluster {
	t.Helper()
	c := bare(t)
	if out, err := c.owner(filepath.Join(c.bin, "initdb"), "-D", c.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	return c
}

// bare is a cluster without data yet: prepare or standby give it some.
func bare(t testing.TB) *cluster {
	t.Helper()
	bin := postgresBin()
	need(t, bin != "", "PostgreSQL is not installed")
	c := &cluster{bin: bin, Port: strings.TrimPrefix(freePort(t), "127.0.0.1:")}
	dir, err := os.MkdirTemp("", "lotsen-fault-pg-")
	if err != nil {
		t.Fatal(err)
	}
	c.dir = dir
	if os.Getuid() == 0 {
		who, err := user.Lookup("postgres")
		need(t, err == nil, "there is no user postgres to run PostgreSQL as")
		uid, _ := strconv.Atoi(who.Uid)
		gid, _ := strconv.Atoi(who.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func postgresBin() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.Sort(found)
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	return ""
}

func (c *cluster) data() string { return filepath.Join(c.dir, "data") }

// owner runs a program as the user whom PostgreSQL accepts.
func (c *cluster) owner(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	if os.Getuid() == 0 {
		cmd = exec.Command("runuser", append([]string{"-u", "postgres", "--", name}, args...)...)
	}
	cmd.Dir = c.dir
	return cmd
}

func (c *cluster) ctl(args ...string) error {
	// Its output goes to a file: the server keeps what it inherits open.
	out, err := os.OpenFile(filepath.Join(c.dir, "ctl.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	cmd := c.owner(filepath.Join(c.bin, "pg_ctl"), append([]string{"-D", c.data(), "-l", filepath.Join(c.dir, "log"), "-w", "-t", "60", "-s"}, args...)...)
	cmd.Stdout, cmd.Stderr = out, out
	return cmd.Run()
}

// start runs it; after a crash it recovers first.
func (c *cluster) start(t testing.TB) {
	t.Helper()
	options := []string{"port=" + c.Port, "listen_addresses=127.0.0.1", "unix_socket_directories=" + c.dir, "max_connections=200", "fsync=on", "synchronous_commit=on"}
	text := ""
	for _, o := range append(options, c.extra...) {
		text += " -c " + o
	}
	if err := c.ctl("-o", text, "start"); err != nil {
		log, _ := os.ReadFile(filepath.Join(c.dir, "log"))
		t.Fatalf("start PostgreSQL: %v\n%s", err, log)
	}
}

// stop ends it in good order, breaking off connections.
func (c *cluster) stop(t testing.TB) {
	t.Helper()
	if err := c.ctl("-m", "fast", "stop"); err != nil {
		t.Fatalf("stop PostgreSQL: %v", err)
	}
}

// crash is kill -9 to all of its processes.
func (c *cluster) crash(t testing.TB) {
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
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	_ = syscall.Kill(pid, syscall.SIGKILL)
	for _, child := range strings.Fields(string(children)) {
		if n, err := strconv.Atoi(child); err == nil {
			_ = syscall.Kill(n, syscall.SIGKILL)
		}
	}
	eventually(t, 20*time.Second, "the end of PostgreSQL", func() error {
		if syscall.Kill(pid, 0) == nil {
			return fmt.Errorf("process %d is still there", pid)
		}
		return nil
	})
	// A killed server leaves this behind; the next start would look at it and go on, so it stays.
}

// promote makes a standby the new primary.
func (c *cluster) promote(t testing.TB) {
	t.Helper()
	if err := c.ctl("promote"); err != nil {
		t.Fatalf("promote: %v", err)
	}
}

// standby makes a copy that follows this one by streaming.
func (c *cluster) standby(t testing.TB, settings ...string) *cluster {
	t.Helper()
	s := bare(t)
	s.extra = settings
	t.Cleanup(func() { s.remove() })
	copying := s.owner(filepath.Join(c.bin, "pg_basebackup"), "-h", "127.0.0.1", "-p", c.Port, "-U", "postgres", "-D", s.data(), "-R", "-X", "stream", "-c", "fast")
	if out, err := copying.CombinedOutput(); err != nil {
		t.Fatalf("pg_basebackup: %v\n%s", err, out)
	}
	s.start(t)
	return s
}

// dsn is the address of one of its databases.
func (c *cluster) dsn(name string) string {
	return "postgres://postgres@127.0.0.1:" + c.Port + "/" + name + "?sslmode=disable"
}

// database makes an empty one.
func (c *cluster) database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("faults_%d", shared.count.Add(1))
	c.exec(t, "create database "+name)
	return c.dsn(name)
}

// exec runs one statement as the superuser.
func (c *cluster) exec(t testing.TB, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", c.dsn("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
