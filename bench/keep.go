package main

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"lotsen/migrations"
)

//go:embed *.go
var source embed.FS

// stamp changes with the generator and with the schema: a town of another stamp is built anew.
func stamp(s shape) (string, error) {
	h := sha256.New()
	for _, part := range []struct {
		files fs.FS
		names []string
	}{
		{source, []string{"world.go", "vocabulary.go", "person.go", "generator.go", "rhythm.go", "ticket.go", "ticket_step.go", "event.go", "store.go", "bulk.go", "fill.go"}},
		{migrations.Files, nil},
	} {
		names := part.names
		if names == nil {
			var err error
			if names, err = fs.Glob(part.files, "*.sql"); err != nil {
				return "", err
			}
		}
		for _, name := range names {
			raw, err := fs.ReadFile(part.files, name)
			if err != nil {
				return "", err
			}
			h.Write(raw)
		}
	}
	fmt.Fprint(h, s.Tickets, s.Persons, s.Units, s.Agents, s.Seed)
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}

// kept returns the town that a folder holds, when it is the one that is wanted; with older, also one that another
// generator or schema made: the server brings it up to date as it would anybody's.
func kept(file, want string, older bool) *town {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	var t town
	if json.Unmarshal(raw, &t) != nil || t.Stamp != want && !older {
		return nil
	}
	return &t
}

func keep(file string, t *town) error {
	raw, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, raw, 0o600)
}

// engine is a database in the measuring: where filled databases are kept, and copies that are worked on.
type engine interface {
	// address is where the filled database of a size is kept.
	address(size int) string
	// filled makes the empty database that a town is filled into, and returns its address.
	filled(ctx context.Context, size int) (dsn string, err error)
	// copied makes a fresh copy to work on, and returns its address and size in bytes.
	copied(ctx context.Context, size int) (dsn string, bytes int64, err error)
	// postmaster is the process whose children count as the store; 0 for none.
	postmaster() int
	stop(ctx context.Context) error
}

// prepare returns a town of a size, filled now or earlier.
func prepare(ctx context.Context, e engine, name, dir, binary string, s shape, older bool, out io.Writer) (*town, error) {
	want, err := stamp(s)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, fmt.Sprintf("%s-%d.json", name, s.Tickets))
	if t := kept(file, want, older); t != nil {
		fmt.Fprintf(out, "%s with %d tickets: as filled %s in %s\n", name, s.Tickets, t.Shape.Now.Format(time.DateTime), t.Took)
		if t.Stamp == want || binary == "" {
			return t, nil
		}
		fmt.Fprintf(out, "  by generator and schema %s, now %s: brought to this schema, its rows as they are\n", t.Stamp, want)
		said, err := exec.CommandContext(ctx, binary, "migrate", "--db", e.address(s.Tickets)).CombinedOutput() //nolint:gosec // Our own binary.
		if err != nil {
			err = fmt.Errorf("bring the kept database up to date: %w: %s", err, said)
		}
		return t, err
	}
	_ = os.Remove(file) // What is half filled is not kept.
	dsn, err := e.filled(ctx, s.Tickets)
	if err != nil {
		return nil, err
	}
	t, err := fill(ctx, dsn, filepath.Join(dir, "files"), s, out)
	if err != nil {
		return nil, fmt.Errorf("fill: %w", err)
	}
	t.Stamp = want
	return t, keep(file, t)
}

// liteEngine keeps a file a size.
type liteEngine struct{ dir string }

func (e liteEngine) file(size int) string {
	return filepath.Join(e.dir, fmt.Sprintf("sqlite-%d.db", size))
}

func (e liteEngine) address(size int) string { return "sqlite:" + e.file(size) }

func removeLite(file string) {
	for _, end := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(file + end)
	}
}

func (e liteEngine) filled(_ context.Context, size int) (string, error) {
	removeLite(e.file(size))
	return e.address(size), nil
}

func (e liteEngine) copied(_ context.Context, size int) (string, int64, error) {
	to := filepath.Join(e.dir, "work.db")
	removeLite(to)
	in, err := os.Open(e.file(size))
	if err != nil {
		return "", 0, err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return "", 0, err
	}
	n, err := io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	if end := out.Close(); err == nil {
		err = end
	}
	return "sqlite:" + to, n, err
}

func (liteEngine) postmaster() int { return 0 }

func (e liteEngine) stop(context.Context) error {
	removeLite(filepath.Join(e.dir, "work.db"))
	return nil
}

func split(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}
