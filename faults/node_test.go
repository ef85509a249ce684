package faults_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// ports hands out ports.
var ports struct {
	sync.Mutex
	next int
}

// node is a serving process.
type node struct {
	in      *install
	HTTP    string // Address.
	SMTP    string
	Env     []string // Beside the install's.
	Program string   // "" for the product.
	cmd     *exec.Cmd
	logFile string
	ended   chan struct{}
	wanted  atomic.Bool // Its end was asked for.
	failure error
}

// start runs a node on free ports and waits until it is ready.
func (in *install) start(t testing.TB) *node {
	t.Helper()
	n := in.startOn(t, freePort(t), freePort(t))
	n.ready(t, 20*time.Second)
	return n
}

// startOn runs a node and does not wait.
func (in *install) startOn(t testing.TB, http, smtp string, env ...string) *node {
	t.Helper()
	n := &node{in: in, HTTP: http, SMTP: smtp, Env: env, logFile: filepath.Join(in.Dir, "node-"+strings.TrimPrefix(http, "127.0.0.1:")+".log")}
	n.launch(t)
	t.Cleanup(func() {
		n.kill()
		if t.Failed() {
			t.Logf("end of the log of %s:\n%s", n.HTTP, n.log(60))
		}
	})
	return n
}

// launch starts the process. What it logs is appended to the former life's log.
func (n *node) launch(t testing.TB) {
	t.Helper()
	log, err := os.OpenFile(n.logFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	program := binary
	if n.Program != "" {
		program = n.Program
	}
	cmd := exec.Command(program, "serve", "--listen", n.HTTP)
	cmd.Env = append(append(n.in.environ(), "LOTSEN_SMTP_LISTEN="+n.SMTP), n.Env...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = n.in.Dir, log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	n.cmd, n.ended = cmd, make(chan struct{})
	n.wanted.Store(false)
	go func(ended chan struct{}) {
		err := cmd.Wait()
		if !n.wanted.Load() {
			n.failure = fmt.Errorf("the node on %s ended by itself: %w", n.HTTP, err)
		}
		close(ended)
	}(n.ended)
}

// ready waits until the node says that it can work, and returns how long it took.
func (n *node) ready(t testing.TB, within time.Duration) time.Duration {
	t.Helper()
	began := time.Now()
	err := poll(within, func() error {
		select {
		case <-n.ended:
			return n.failure
		default:
		}
		return n.readyz()
	})
	if err != nil {
		t.Fatalf("the node on %s is not ready after %s: %v\n%s", n.HTTP, within, err, n.log(40))
	}
	return time.Since(began)
}

func (n *node) readyz() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+n.HTTP+"/readyz", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if body, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusOK {
		return fmt.Errorf("readyz: %d %s", res.StatusCode, body)
	}
	return nil
}

// alive fails the test when the node has ended by itself.
func (n *node) alive(t testing.TB) {
	t.Helper()
	select {
	case <-n.ended:
		if n.failure != nil {
			t.Fatalf("%v\n%s", n.failure, n.log(40))
		}
	default:
	}
}

// kill is kill -9; it waits for the end.
func (n *node) kill() {
	n.wanted.Store(true)
	_ = n.cmd.Process.Signal(syscall.SIGCONT) // A stopped process dies all the same, but let it be seen.
	_ = n.cmd.Process.Kill()
	<-n.ended
}

// stop asks it to end, as systemd does.
func (n *node) stop(t testing.TB) {
	t.Helper()
	n.wanted.Store(true)
	_ = n.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-n.ended:
	case <-time.After(40 * time.Second):
		t.Errorf("the node on %s did not stop within 40 s", n.HTTP)
		n.kill()
	}
}

// pause and wake are what a laptop's lid or a moved virtual machine does.
func (n *node) pause() { _ = n.cmd.Process.Signal(syscall.SIGSTOP) }

func (n *node) wake() { _ = n.cmd.Process.Signal(syscall.SIGCONT) }

// log is the end of what the node logged.
func (n *node) log(lines int) string {
	raw, err := os.ReadFile(n.logFile)
	if err != nil {
		return err.Error()
	}
	all := strings.Split(strings.TrimSpace(string(raw)), "\n")
	for i, line := range all {
		all[i] = fmt.Sprintf("%.400s", line)
	}
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
