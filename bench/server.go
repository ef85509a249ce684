package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// build makes the binary that is measured, as make build does.
func build(ctx context.Context, dir string) (string, error) {
	binary := filepath.Join(dir, "lotsen")
	cmd := exec.CommandContext(ctx, "go", "build", "-ldflags", "-s -w", "-o", binary, "lotsen/cmd/lotsen")
	cmd.Env, cmd.Stderr = append(os.Environ(), "CGO_ENABLED=0"), os.Stderr
	return binary, cmd.Run()
}

// server is the product, running.
type server struct {
	cmd     *exec.Cmd
	base    string
	smtp    string
	log     string
	started time.Duration // Until the first "ready".
	ended   chan error
}

// unlimited lets few clients do what many people do: only how much one of them may ask for in a second is lifted, by the
// documented settings. What is done at the same time stays bounded as it is.
var unlimited = []string{
	"LOTSEN_PERSON_RATE=1000000", "LOTSEN_PERSON_READ_RATE=1000000", "LOTSEN_TOKEN_RATE=1000000", "LOTSEN_ADDRESS_RATE=1000000",
}

// serve starts the binary on a database and waits until it is ready.
func serve(ctx context.Context, binary, dsn, files, smtpOut, dir string) (*server, error) {
	ports, err := freePorts(2)
	if err != nil {
		return nil, err
	}
	s := &server{base: "http://" + ports[0], smtp: ports[1], log: filepath.Join(dir, "server.log"), ended: make(chan error, 1)}
	log, err := os.Create(s.log)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	s.cmd = exec.Command(binary, "serve", "--db", dsn, "--files", files, "--listen", ports[0]) //nolint:gosec,noctx // Our own binary, ended by stop.
	s.cmd.Env = append(os.Environ(), "LOTSEN_SMTP_LISTEN="+ports[1], "LOTSEN_SMTP_OUT="+smtpOut, "LOTSEN_LOG_LEVEL=warn")
	s.cmd.Env = append(s.cmd.Env, unlimited...)
	s.cmd.Stdout, s.cmd.Stderr = log, log
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { s.ended <- s.cmd.Wait() }()
	if err := s.ready(ctx, began); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

func (s *server) ready(ctx context.Context, began time.Time) error {
	client := &http.Client{Timeout: time.Second}
	for time.Since(began) < 2*time.Minute {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/readyz", nil)
		if err != nil {
			return err
		}
		if res, err := client.Do(r); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				s.started = time.Since(began)
				return nil
			}
		}
		select {
		case err := <-s.ended:
			s.ended <- err
			return fmt.Errorf("the server ended at once (%v), see %s", err, s.log)
		case <-time.After(2 * time.Millisecond):
		}
	}
	return fmt.Errorf("the server is not ready, see %s", s.log)
}

// stop ends the server as a service manager does, and shows what it complained about.
func (s *server) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case err := <-s.ended:
		return err
	case <-time.After(time.Minute):
		return errors.Join(errors.New("the server did not stop"), s.cmd.Process.Kill())
	}
}

// freePorts names addresses on this machine that nobody listens on.
func freePorts(n int) ([]string, error) {
	var out []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // Closed at once.
		if err != nil {
			return nil, err
		}
		defer l.Close()
		out = append(out, l.Addr().String())
	}
	return out, nil
}
