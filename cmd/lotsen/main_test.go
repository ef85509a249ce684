package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/sqldb"
)

// lotsen runs a command line as the shell would and returns its exit code and what it said.
func lotsen(t *testing.T, args ...string) (code int, out, err string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, &world{in: strings.NewReader(""), out: &stdout, err: &stderr})
	return code, stdout.String(), stderr.String()
}

// must is lotsen for what has to work.
func must(t *testing.T, args ...string) string {
	t.Helper()
	code, out, err := lotsen(t, args...)
	if code != 0 {
		t.Fatalf("lotsen %v: exit %d\n%s%s", args, code, out, err)
	}
	return out
}

// serve starts a server and returns its address. It ends with the test, and must end well.
func serve(t *testing.T, args ...string) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	r, w := io.Pipe()
	var log bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), &world{out: w, err: &log})
		w.Close()
	}()
	t.Cleanup(func() {
		stop()
		go io.Copy(io.Discard, r) //nolint:errcheck // Nobody reads on.
		if code := <-ended; code != 0 {
			t.Errorf("serve ended with %d:\n%s", code, &log)
		}
	})
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("serve did not start: %v\n%s", err, &log)
	}
	return "http://" + strings.TrimSpace(line[strings.Index(line, "http://")+len("http://"):])
}

func TestBackupAndRestoreBesideAServer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	from, archive := "sqlite:"+filepath.Join(dir, "data", "lotsen.db"), filepath.Join(dir, "backup.tar.gz")
	address := serve(t, "--db", from)
	answer, err := http.Get(address + "/readyz") //nolint:noctx // A test against itself.
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("readyz: %d", answer.StatusCode)
	}
	must(t, "check", "--db", from)
	must(t, "backup", archive, "--db", from)
	for name, empty := range engines(dir) {
		t.Run(name, func(t *testing.T) {
			to, files := empty(t), filepath.Join(dir, name+".files")
			must(t, "restore", archive, "--db", to, "--files", files)
			must(t, "check", "--db", to, "--files", files)
			if code, _, said := lotsen(t, "restore", archive, "--db", to, "--files", files); code != 1 || !strings.Contains(said, "already holds data") {
				t.Errorf("a second restore is refused: got %d, %q", code, said)
			}
			must(t, "backup", filepath.Join(dir, "again-"+name), "--db", to, "--files", files)
		})
	}
}

func TestCheckFindsAndRepairs(t *testing.T) {
	t.Parallel()
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "lotsen.db")
	must(t, "migrate", "--db", dsn)
	db, err := sqldb.Open(t.Context(), dsn, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	broken := sqldb.Q("test.broken", `insert into job (queue, kind, args, state, run_at, max_tries, created_at) values ('default', 'mail.send', '{}', 'running', 1, 3, 1)`)
	err = db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, broken)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if code, out, _ := lotsen(t, "check", "--db", dsn); code != 1 || !strings.Contains(out, "jobs               1") {
		t.Errorf("want exit 1 and the finding, got %d\n%s", code, out)
	}
	if out := must(t, "check", "--db", dsn, "--repair"); !strings.Contains(out, "1 repaired") {
		t.Errorf("want it repaired, got %s", out)
	}
	must(t, "check", "--db", dsn)
}

func TestBackupTellsOfMissingFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	dsn := "sqlite:" + filepath.Join(dir, "lotsen.db")
	must(t, "migrate", "--db", dsn)
	db, err := sqldb.Open(t.Context(), dsn, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	row := sqldb.Q("test.row", `insert into inbound_mail (digest, raw_blob, size, outcome, received_at) values ('x', $1, 1, 'created', 1)`)
	err = db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, row, strings.Repeat("ab", 32))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	archive := filepath.Join(dir, "backup.tar.gz")
	if code, _, said := lotsen(t, "backup", archive, "--db", dsn); code != 1 || !strings.Contains(said, "missing file "+strings.Repeat("ab", 32)) {
		t.Errorf("want exit 1 and the file named, got %d, %s", code, said)
	}
	if _, err := os.Stat(archive); err != nil {
		t.Errorf("the backup is written all the same: %v", err)
	}
	if _, err := blob.Open(filepath.Join(dir, "lotsen.db.files")); err != nil {
		t.Error(err)
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	wrong := filepath.Join(dir, "wrong.toml")
	if err := os.WriteFile(wrong, []byte("lissten = ':80'"), 0o600); err != nil {
		t.Fatal(err)
	}
	notOurs := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(notOurs, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"unknown_command":       {[]string{"bakup"}, 2, `did you mean "backup"?`},
		"unknown_setting":       {[]string{"check", "--config", wrong}, 2, `did you mean "listen"?`},
		"no_such_database":      {[]string{"check", "--db", "sqlite:" + dir + "/none.db"}, 1, "no such file"},
		"not_a_database":        {[]string{"check", "--db", "mysql://x"}, 2, "db: want sqlite:FILE"},
		"backup_into_nowhere":   {[]string{"backup", dir + "/none/b.tar.gz", "--db", "sqlite:" + dir + "/none.db"}, 1, "no such file"},
		"restore_what_is_no_ba": {[]string{"restore", notOurs, "--db", "sqlite:" + dir + "/new.db"}, 1, "not a backup"},
		"password_not_shown":    {[]string{"check", "--db", "postgres://u:hemligt@127.0.0.1:1/x"}, 1, "u:xxxxx@127.0.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			code, _, said := lotsen(t, c.args...)
			if code != c.code || !strings.Contains(said, c.want) || strings.Contains(said, "hemligt") {
				t.Errorf("want exit %d and %q, got %d and %q", c.code, c.want, code, said)
			}
		})
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	if out := must(t, "--help"); !strings.Contains(out, "serve") || !strings.Contains(out, "--db") {
		t.Errorf("help names the commands, got %s", out)
	}
}
