package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// cluster is a PostgreSQL of our own, with fsync on, run by the user postgres because the server refuses root.
type cluster struct {
	bin, dir string
	port     string
	pid      int
	ours     bool // Started by this run, and ended by it.
}

// clusterSettings are a small server's, not a benchmark's: durable, with the memory of a quarter of a modest machine.
var clusterSettings = []string{
	"fsync = on", "synchronous_commit = on", "full_page_writes = on", "listen_addresses = '127.0.0.1'", "max_connections = 60", "shared_buffers = '1GB'",
	"effective_cache_size = '4GB'", "max_wal_size = '4GB'", "checkpoint_timeout = '15min'", "autovacuum = on", "log_min_messages = warning",
}

// startCluster starts the cluster of a folder, and makes it first where there is none. It returns nil, having said so,
// where PostgreSQL is not installed.
func startCluster(ctx context.Context, dir string, out io.Writer) (*cluster, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		fmt.Fprintln(out, "\nPostgreSQL is not measured: there is no /usr/lib/postgresql/*/bin/initdb on this machine")
		return nil, nil //nolint:nilnil // Nothing to measure, nothing wrong.
	}
	c := &cluster{bin: filepath.Dir(found[len(found)-1]), dir: filepath.Join(dir, "pg")}
	if _, err := os.Stat(filepath.Join(c.dir, "PG_VERSION")); err != nil {
		if err := c.init(ctx); err != nil {
			return nil, err
		}
	}
	if c.running() {
		return c, nil
	}
	ports, err := freePorts(1)
	if err != nil {
		return nil, err
	}
	_, port, _ := strings.Cut(ports[0], ":")
	options := fmt.Sprintf("-p %s -c unix_socket_directories=%s", port, c.dir)
	if err := c.as(ctx, "pg_ctl", "-D", c.dir, "-l", filepath.Join(c.dir, "log"), "-w", "-t", "120", "-o", options, "start"); err != nil {
		return nil, err
	}
	if !c.running() {
		return nil, errors.New("PostgreSQL has started and is not there")
	}
	c.ours = true
	return c, nil
}

func (c *cluster) init(ctx context.Context) error {
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return err
	}
	if who, err := user.Lookup("postgres"); err == nil && os.Geteuid() == 0 {
		uid, _ := strconv.Atoi(who.Uid)
		gid, _ := strconv.Atoi(who.Gid)
		if err := os.Chown(c.dir, uid, gid); err != nil {
			return err
		}
	}
	if err := c.as(ctx, "initdb", "-D", c.dir, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(c.dir, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString("\n" + strings.Join(clusterSettings, "\n") + "\n")
	return errors.Join(err, f.Close())
}

// as runs a program of PostgreSQL as the user that it wants.
func (c *cluster) as(ctx context.Context, program string, args ...string) error {
	name := filepath.Join(c.bin, program)
	if os.Geteuid() == 0 {
		args = append([]string{"-u", "postgres", "--", name}, args...)
		name = "runuser"
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = "/"
	log, err := os.CreateTemp("", "lotsen-bench-")
	if err != nil {
		return err
	}
	defer os.Remove(log.Name())
	defer log.Close()
	// A file and no pipe: the server that pg_ctl leaves behind would keep a pipe open.
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(log.Name())
		return fmt.Errorf("%s: %w: %s", program, err, said)
	}
	return nil
}

// running reads who serves the folder, if anybody does.
func (c *cluster) running() bool {
	raw, err := os.ReadFile(filepath.Join(c.dir, "postmaster.pid"))
	lines := strings.Split(string(raw), "\n")
	if err != nil || len(lines) < 4 {
		return false
	}
	c.pid, _ = strconv.Atoi(lines[0])
	c.port = lines[3]
	return c.pid != 0 && syscall.Kill(c.pid, 0) == nil
}

func (c *cluster) dsn(database string) string {
	return "postgres://postgres@127.0.0.1:" + c.port + "/" + database
}

// exec runs statements beside all databases that are used.
func (c *cluster) exec(ctx context.Context, statements ...string) error {
	conn, err := pgx.Connect(ctx, c.dsn("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, s := range statements {
		if _, err := conn.Exec(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

func keptName(size int) string { return "town_" + itoa(size) }

// address implements engine.
func (c *cluster) address(size int) string { return c.dsn(keptName(size)) }

// filled implements engine.
func (c *cluster) filled(ctx context.Context, size int) (string, error) {
	name := keptName(size)
	return c.address(size), c.exec(ctx, "drop database if exists "+name+" with (force)", "create database "+name)
}

// copied implements engine.
func (c *cluster) copied(ctx context.Context, size int) (string, int64, error) {
	err := c.exec(ctx, "drop database if exists work with (force)", "create database work template "+keptName(size)+" strategy file_copy", "checkpoint")
	if err != nil {
		return "", 0, err
	}
	conn, err := pgx.Connect(ctx, c.dsn("work"))
	if err != nil {
		return "", 0, err
	}
	defer conn.Close(ctx)
	var bytes int64
	err = conn.QueryRow(ctx, "select pg_database_size('work')").Scan(&bytes)
	return c.dsn("work"), bytes, err
}

// postmaster implements engine.
func (c *cluster) postmaster() int { return c.pid }

// stop implements engine.
func (c *cluster) stop(ctx context.Context) error {
	err := c.exec(ctx, "drop database if exists work with (force)")
	if c.ours {
		err = errors.Join(err, c.as(ctx, "pg_ctl", "-D", c.dir, "-m", "fast", "-w", "stop"))
	}
	return err
}

var tpsMark = regexp.MustCompile(`tps = ([0-9.]+)`)

// floor is what pgbench reaches with its simplest writing transactions, with one client and with eight.
func (c *cluster) floor(ctx context.Context) ([]row, error) {
	program := filepath.Join(c.bin, "pgbench")
	if _, err := os.Stat(program); err != nil {
		return nil, nil //nolint:nilerr // It need not be installed.
	}
	if err := c.exec(ctx, "drop database if exists floor with (force)", "create database floor"); err != nil {
		return nil, err
	}
	said, err := exec.CommandContext(ctx, program, "-i", "-q", "-s", "5", c.dsn("floor")).CombinedOutput() //nolint:gosec // See above.
	if err != nil {
		return nil, fmt.Errorf("pgbench -i: %w: %s", err, said)
	}
	var out []row
	for _, n := range []string{"1", "8"} {
		said, err := exec.CommandContext(ctx, program, "-n", "-N", "-c", n, "-j", "1", "-T", "3", c.dsn("floor")).CombinedOutput() //nolint:gosec // See above.
		m := tpsMark.FindSubmatch(said)
		if err != nil || m == nil {
			return nil, fmt.Errorf("pgbench: %w: %s", err, said)
		}
		tps, err := strconv.ParseFloat(string(m[1]), 64)
		if err != nil {
			return nil, err
		}
		out = append(out, row{Engine: "floor", Work: "floor-pgbench-" + n, Value: tps, Unit: "per s"})
	}
	return out, c.exec(ctx, "drop database floor")
}
