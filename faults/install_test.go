package faults_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lotsen/internal/kit/sqldb"
)

// requester is who the cases of the load are for: she is told of everything by mail.
const requester, requesterMail = "asa", "asa@example.org"

// install is a database with its files, and what its nodes and commands are told.
type install struct {
	Engine  string
	Dir     string // Everything of it lies here.
	DSN     string
	Files   string
	Token   string   // Of somebody who may everything.
	Tokens  []string // More of them.
	Mailbox string
	Cluster *cluster          // nil on SQLite.
	Env     map[string]string // More settings, as LOTSEN_SMTP_OUT; read when a node or a command starts.
}

// newInstall makes a database with an organisation, a user, a token and a mailbox.
func newInstall(t testing.TB, engine string) *install {
	t.Helper()
	in := emptyInstall(t, engine)
	in.fill(t)
	return in
}

// emptyInstall is an install whose database has nothing in it, not even a schema.
func emptyInstall(t testing.TB, engine string) *install {
	t.Helper()
	dir := workDir(t)
	in := &install{Engine: engine, Dir: dir, Files: filepath.Join(dir, "files"), Env: map[string]string{}}
	if err := os.MkdirAll(filepath.Join(dir, "tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	if engine == "sqlite" {
		in.DSN = "sqlite:" + filepath.Join(dir, "lotsen.db")
	} else {
		in.Cluster = sharedCluster(t)
		in.DSN = in.Cluster.database(t)
	}
	return in
}

// workDir is a folder for one test, kept where LOTSEN_FAULTS_KEEP asks for it or when the test failed in the long form.
func workDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "lotsen-fault-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if os.Getenv("LOTSEN_FAULTS_KEEP") == "1" {
			t.Logf("kept: %s", dir)
			return
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func (in *install) fill(t testing.TB) {
	t.Helper()
	in.run(t, "user", "add", "--login", requester, "--given", "Åsa", "--family", "Öberg", "--email", requesterMail, "--org", "storstad", "--new-org", "Storstad")
	for i := range 4 {
		lines := strings.Split(strings.TrimSpace(in.run(t, "token", "create", "--name", fmt.Sprintf("client %d", i), "--admin")), "\n")
		in.Tokens = append(in.Tokens, lines[len(lines)-1])
	}
	in.Token = in.Tokens[0]
	// The first mail without a mailbox's name makes the mailbox.
	if out, err := in.command(t.Context(), mailFrom("first@example.org", "first"), "mail", "receive"); err != nil {
		t.Fatalf("first mail: %v: %s", err, out)
	}
	in.Mailbox = "servicedesk@" + host
}

// host is in the address that people type, in Message-IDs and in the mailbox's name.
const host = "desk.test"

// environ is that of a node or command, with nothing of the machine's own settings.
func (in *install) environ() []string {
	env := []string{}
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "LOTSEN_") && !strings.HasPrefix(e, "TMPDIR=") {
			env = append(env, e)
		}
	}
	env = append(env, "LOTSEN_DB="+in.DSN, "LOTSEN_FILES="+in.Files, "LOTSEN_BASE_URL=http://"+host, "TMPDIR="+filepath.Join(in.Dir, "tmp"))
	for k, v := range in.Env {
		env = append(env, k+"="+v)
	}
	return env
}

// command runs a lotsen command and returns its standard output; the error holds the other one.
func (in *install) command(ctx context.Context, stdin []byte, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, binary, args...)
	var out, errOut bytes.Buffer
	cmd.Env, cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = in.environ(), in.Dir, bytes.NewReader(stdin), &out, &errOut
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("lotsen %s: %w: %s%s", strings.Join(args, " "), err, &errOut, &out)
	}
	return out.String(), nil
}

// run is command for what must work.
func (in *install) run(t testing.TB, args ...string) string {
	t.Helper()
	out, err := in.command(t.Context(), nil, args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// check runs lotsen check: anything found is a failure.
func (in *install) check(t testing.TB) {
	t.Helper()
	if _, err := in.command(t.Context(), nil, "check"); err != nil {
		t.Errorf("lotsen check: %v", err)
	}
}

// exitCode is that of a command's error; -1 when it has none.
func exitCode(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	if err == nil {
		return 0
	}
	return -1
}

// freePort finds a port that nobody listens on. It lies below the range from which the machine takes ports for
// connections, so that none takes it while a node is down.
func freePort(t testing.TB) string {
	t.Helper()
	ports.Lock()
	defer ports.Unlock()
	for range 2000 {
		ports.next++
		address := fmt.Sprintf("127.0.0.1:%d", 10000+(os.Getpid()*37+ports.next)%20000)
		if l, err := net.Listen("tcp", address); err == nil {
			l.Close()
			return address
		}
	}
	t.Fatal("no free port")
	return ""
}

// mailFrom writes a mail whose subject and body carry a mark.
func mailFrom(from, mark string) []byte {
	return []byte("From: <" + from + ">\r\nTo: <servicedesk@" + host + ">\r\nSubject: " + mark + "\r\nMessage-ID: <" + mark + "@example.org>\r\nDate: " +
		time.Now().Format(time.RFC1123Z) + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + mark + "\r\n")
}

// fillAgain fills another database of the install.
func (in *install) fillAgain(t testing.TB) {
	t.Helper()
	in.Tokens = nil
	in.fill(t)
}

var insertCategory = sqldb.Q("faults.category", `
	insert into category (org_id, desk_id, name_sv, sort_key) select org_id, id, 'Skrivare', $1 from desk`)

var ageGrants = sqldb.Q("faults.age", `update role_grant set valid_from = valid_from - $1`)

// age makes what people may older than it is: at a clock that jumps back, what was granted since is not yet valid.
func (in *install) age(t testing.TB, by time.Duration) {
	t.Helper()
	in.write(t, ageGrants, by.Microseconds())
}

// addCategory gives the desk one: without it no case is solved.
func (in *install) addCategory(t testing.TB) {
	t.Helper()
	in.write(t, insertCategory, []byte("skrivare"))
}

// write changes the database behind the product's back.
func (in *install) write(t testing.TB, how sqldb.Stmt, args ...any) {
	t.Helper()
	in.withDB(t, func(ctx context.Context, db *sqldb.DB) {
		err := db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, how, args...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
