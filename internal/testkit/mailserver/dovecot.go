package mailserver

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"lotsen/internal/testkit/program"
)

// Dovecot is a server that holds mailboxes. Every user has the password Password.
type Dovecot struct {
	Plain, TLS int // Ports on 127.0.0.1: without TLS and with STARTTLS, and with TLS from the first byte.
	Roots      *x509.CertPool

	t      testing.TB
	path   string
	dir    string
	stop   func()
	letter atomic.Int64
}

// Password opens every mailbox.
const Password = "hemligt-åäö"

// mailUser owns the mailboxes: the user and group "mail" of Debian.
const mailUser = 8

// NewDovecot starts a server. Introspect is the address of a server that is asked about tokens, with "?token=" at its end;
// "" for none.
func NewDovecot(t testing.TB, introspect string) *Dovecot {
	t.Helper()
	d := &Dovecot{t: t, path: program.Find(t, "dovecot")}
	asRoot(t)
	d.dir, d.Plain, d.TLS = folder(t, "dovecot"), Port(t), Port(t)
	d.Roots = certificate(t, d.dir)
	oauth := ""
	if introspect != "" {
		oauth = fmt.Sprintf("passdb {\n driver = oauth2\n mechanisms = xoauth2 oauthbearer\n args = %s/oauth.conf\n}\n", d.dir)
		write(t, filepath.Join(d.dir, "oauth.conf"), "introspection_url = "+introspect+"\nintrospection_mode = get\nusername_attribute = email\nactive_attribute = active\nactive_value = true\n", 0o644)
	}
	write(t, filepath.Join(d.dir, "conf"), fmt.Sprintf(`
protocols = imap
listen = 127.0.0.1
base_dir = %[1]s/run
state_dir = %[1]s/state
log_path = %[1]s/log
auth_verbose = yes
ssl = yes
ssl_cert = <%[1]s/cert.pem
ssl_key = <%[1]s/key.pem
ssl_dh =
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
mail_location = maildir:%[1]s/mail/%%u
mailbox_idle_check_interval = 1 s
first_valid_uid = 1
first_valid_gid = 1
default_process_limit = 20
default_client_limit = 200
default_vsz_limit = 512 M
%[2]spassdb {
 driver = static
 mechanisms = plain login
 args = password=%[6]s
}
userdb {
 driver = static
 args = uid=%[5]d gid=%[5]d home=%[1]s/mail/%%u allow_all_users=yes
}
service imap-login {
 inet_listener imap {
  port = %[3]d
 }
 inet_listener imaps {
  port = %[4]d
  ssl = yes
 }
}
service stats {
 client_limit = 200
}
service anvil {
 client_limit = 300
}
service auth {
 client_limit = 300
}
`, d.dir, oauth, d.Plain, d.TLS, mailUser, Password), 0o644)
	t.Cleanup(func() {
		d.Stop()
		if t.Failed() {
			log, _ := os.ReadFile(filepath.Join(d.dir, "log")) // Nothing to show is nothing to show.
			t.Logf("dovecot says:\n%s", tail(string(log), 4000))
		}
	})
	if err := errors.Join(os.MkdirAll(filepath.Join(d.dir, "mail"), 0o700), os.Chown(filepath.Join(d.dir, "mail"), mailUser, mailUser)); err != nil {
		t.Fatal(err)
	}
	d.Start()
	return d
}

func tail(s string, n int) string {
	if len(s) > n {
		return s[len(s)-n:]
	}
	return s
}

// Start starts the server again after Stop.
func (d *Dovecot) Start() {
	d.t.Helper()
	d.stop = run(d.t, d.path, "-F", "-c", filepath.Join(d.dir, "conf"))
	Await(d.t, "dovecot", func() bool { return answers(net.JoinHostPort("127.0.0.1", strconv.Itoa(d.Plain)), true) })
}

// Stop kills the server, its conversations with it.
func (d *Dovecot) Stop() {
	if d.stop != nil {
		d.stop()
		d.stop = nil
	}
}

// Put lays a mail into a user's inbox.
func (d *Dovecot) Put(user string, raw []byte) {
	d.t.Helper()
	box := filepath.Join(d.dir, "mail", user)
	for _, sub := range []string{"", "cur", "new", "tmp"} {
		dir := filepath.Join(box, sub)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			d.t.Fatal(err)
		}
		for at := dir; len(at) > len(d.dir); at = filepath.Dir(at) {
			if err := os.Chown(at, mailUser, mailUser); err != nil {
				d.t.Fatal(err)
			}
		}
	}
	name := fmt.Sprintf("%d.M%dP1.test", 1700000000+d.letter.Add(1), d.letter.Load())
	file := filepath.Join(box, "tmp", name)
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		d.t.Fatal(err)
	}
	if err := os.Chown(file, mailUser, mailUser); err != nil {
		d.t.Fatal(err)
	}
	if err := os.Rename(file, filepath.Join(box, "new", name)); err != nil {
		d.t.Fatal(err)
	}
}

// Mails lists the raw mails of a user's folder, "" being the inbox, as they lie on disk.
func (d *Dovecot) Mails(user, folder string) []string {
	d.t.Helper()
	dir := filepath.Join(d.dir, "mail", user)
	if folder != "" {
		dir = filepath.Join(dir, "."+folder)
	}
	var out []string
	for _, sub := range []string{"cur", "new"} {
		list, _ := os.ReadDir(filepath.Join(dir, sub)) // A folder that is not there holds nothing.
		for _, e := range list {
			raw, err := os.ReadFile(filepath.Join(dir, sub, e.Name()))
			if err == nil { // One that was moved meanwhile is not here.
				out = append(out, string(raw))
			}
		}
	}
	slices.Sort(out)
	return out
}

// Flags are the flags of the mails in a user's inbox, as maildir spells them.
func (d *Dovecot) Flags(user string) []string {
	list, _ := os.ReadDir(filepath.Join(d.dir, "mail", user, "cur")) // See Mails.
	out := []string{}
	for _, e := range list {
		_, flags, _ := strings.Cut(e.Name(), ":2,")
		out = append(out, flags)
	}
	return out
}

// Renumber makes the server number a user's mail anew: it forgets what it knew of the folder.
func (d *Dovecot) Renumber(user string) {
	d.t.Helper()
	list, err := filepath.Glob(filepath.Join(d.dir, "mail", user, "dovecot*"))
	if err != nil {
		d.t.Fatal(err)
	}
	for _, name := range list {
		if err := os.Remove(name); err != nil {
			d.t.Fatal(err)
		}
	}
}

// Log is what the server has written.
func (d *Dovecot) Log() string {
	raw, _ := os.ReadFile(filepath.Join(d.dir, "log")) // None yet is none.
	return string(raw)
}
