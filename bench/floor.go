package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// floors measures what this machine could do at best: nobody commits faster than the disk, nobody answers faster than a
// handler that does nothing.
func floors(ctx context.Context, dir string) ([]row, error) {
	var out []row
	for _, f := range []struct {
		name string
		run  func(context.Context, string) (float64, error)
	}{{"floor-fsync", fsyncs}, {"floor-sqlite-commit", commits}, {"floor-http", answers8}} {
		n, err := f.run(ctx, dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		out = append(out, row{Engine: "floor", Work: f.name, Value: n, Unit: "per s"})
	}
	return out, nil
}

// floorTime is how long each floor is measured.
const floorTime = 3 * time.Second

// fsyncs appends a block to a file and flushes it, again and again.
func fsyncs(_ context.Context, dir string) (float64, error) {
	f, err := os.Create(filepath.Join(dir, "fsync"))
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	block, n, began := make([]byte, 4096), 0, time.Now()
	for ; time.Since(began) < floorTime; n++ {
		if _, err := f.Write(block); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(began).Seconds(), nil
}

// commits stores one row a transaction, durably.
func commits(ctx context.Context, dir string) (float64, error) {
	file := filepath.Join(dir, "floor.db")
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)")
	if err != nil {
		return 0, err
	}
	defer func() {
		_ = db.Close()
		for _, end := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(file + end)
		}
	}()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "create table t (id integer primary key, text text)"); err != nil {
		return 0, err
	}
	insert, err := db.PrepareContext(ctx, "insert into t (text) values (?)")
	if err != nil {
		return 0, err
	}
	n, began := 0, time.Now()
	for ; time.Since(began) < floorTime; n++ {
		if _, err := insert.ExecContext(ctx, strings.Repeat("x", 200)); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(began).Seconds(), nil
}

// answers8 asks a handler that does nothing, with eight clients.
func answers8(ctx context.Context, _ string) (float64, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // Closed below.
	if err != nil {
		return 0, err
	}
	s := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") })}
	go func() { _ = s.Serve(l) }() // Ends with Close.
	defer s.Close()
	b := &bench{}
	for range 8 {
		c := newClient("http://"+l.Addr().String(), agent{})
		c.check = false
		b.clients = append(b.clients, c)
	}
	w := &work{once: pinged}
	took, lasted, err := b.round(ctx, w, 8, floorTime, 0)
	return float64(len(took)) / lasted.Seconds(), err
}
