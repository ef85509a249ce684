package mailserver

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lotsen/internal/testkit/program"
)

// Postfix is a server that passes mail on.
type Postfix struct {
	SMTP string // Address on which it takes mail, from this machine for everybody.

	t    testing.TB
	path string
	dir  string
	stop func()
}

// Routes say where a postfix brings mail.
type Routes struct {
	// Transport names the way to each domain, as "lmtp:unix:/path" or "lmtp:inet:127.0.0.1:24".
	Transport map[string]string
	// Users have their mail in the mailboxes of Dovecot.
	Users   []string
	Dovecot *Dovecot
}

// NewPostfix starts a server. What it cannot deliver it tries again within seconds.
func NewPostfix(t testing.TB, r Routes) *Postfix {
	t.Helper()
	p := &Postfix{t: t, path: program.Find(t, "postfix")}
	asRoot(t)
	p.dir = folder(t, "postfix")
	port := Port(t)
	p.SMTP = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	p.configure(port, r)
	t.Cleanup(func() {
		p.Stop()
		if t.Failed() {
			t.Logf("postfix says:\n%s", tail(p.Log(), 4000))
		}
	})
	p.stop = run(t, p.path, "-c", filepath.Join(p.dir, "conf"), "start-fg")
	Await(t, "postfix", func() bool { return answers(p.SMTP, true) })
	return p
}

func (p *Postfix) configure(port int, r Routes) {
	conf := filepath.Join(p.dir, "conf")
	var transport, users strings.Builder
	var relay, local []string
	for domain, way := range r.Transport {
		relay = append(relay, domain)
		fmt.Fprintf(&transport, "%s %s\n", domain, way)
	}
	base := p.dir
	if r.Dovecot != nil {
		base = filepath.Join(r.Dovecot.dir, "mail")
	}
	for _, name := range r.Users {
		_, domain, _ := strings.Cut(name, "@")
		if !slices.Contains(local, domain) {
			local = append(local, domain)
		}
		fmt.Fprintf(&users, "%s %s/\n", name, name)
	}
	write(p.t, filepath.Join(conf, "transport"), transport.String(), 0o644)
	write(p.t, filepath.Join(conf, "users"), users.String(), 0o644)
	write(p.t, filepath.Join(conf, "main.cf"), fmt.Sprintf(`
compatibility_level = 3.6
queue_directory = %[1]s/queue
data_directory = %[1]s/data
maillog_file = %[1]s/log
maillog_file_prefixes = %[1]s
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
shlib_directory = /usr/lib/postfix
meta_directory = /etc/postfix
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.test.example
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
relay_domains = %[2]s
transport_maps = texthash:%[1]s/conf/transport
virtual_mailbox_domains = %[3]s
virtual_mailbox_maps = texthash:%[1]s/conf/users
virtual_mailbox_base = %[4]s
virtual_uid_maps = static:%[5]d
virtual_gid_maps = static:%[5]d
virtual_minimum_uid = 1
smtpd_relay_restrictions = permit_mynetworks, reject
message_size_limit = 62914560
virtual_mailbox_limit = 0
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
default_destination_concurrency_failed_cohort_limit = 0
transport_retry_time = 1s
smtpd_peername_lookup = no
disable_dns_lookups = yes
`, p.dir, strings.Join(relay, " "), strings.Join(local, " "), base, mailUser), 0o644)
	services := []string{
		fmt.Sprintf("127.0.0.1:%d inet n - n - - smtpd", port), "postlog unix-dgram n - n - 1 postlogd", "cleanup unix n - n - 0 cleanup",
		"qmgr unix n - n 1 1 qmgr", "rewrite unix - - n - - trivial-rewrite", "anvil unix - - n - 1 anvil", "scache unix - - n - 1 scache",
		"proxymap unix - - n - - proxymap", "virtual unix - n n - - virtual", "lmtp unix - - n - - lmtp", "smtp unix - - n - - smtp", "relay unix - - n - - smtp",
		"tlsmgr unix - - n 1000? 1 tlsmgr", "flush unix n - n 1000? 0 flush", "showq unix n - n - - showq",
	}
	for _, name := range []string{"bounce", "defer", "trace"} {
		services = append(services, name+" unix - - n - 0 bounce")
	}
	for _, name := range []string{"error", "retry"} {
		services = append(services, name+" unix - - n - - error")
	}
	write(p.t, filepath.Join(conf, "master.cf"), strings.Join(services, "\n")+"\n", 0o644)
	who, err := user.Lookup("postfix")
	if err != nil {
		p.t.Skip("postfix has no user here")
	}
	uid, err := strconv.Atoi(who.Uid)
	data := filepath.Join(p.dir, "data")
	if err = errors.Join(err, os.MkdirAll(filepath.Join(p.dir, "queue"), 0o755), os.MkdirAll(data, 0o700), os.Chown(data, uid, -1)); err != nil { //nolint:gosec // Postfix asks for it.
		p.t.Fatal(err)
	}
}

// Stop ends the server.
func (p *Postfix) Stop() {
	if p.stop == nil {
		return
	}
	_ = exec.Command(p.path, "-c", filepath.Join(p.dir, "conf"), "abort").Run() //nolint:gosec,noctx // It may be gone; what is left is killed.
	p.stop()
	p.stop = nil
}

// Log is what the server has written.
func (p *Postfix) Log() string {
	raw, _ := os.ReadFile(filepath.Join(p.dir, "log")) // None yet is none.
	return string(raw)
}

// SocketFolder makes a folder for a socket that postfix may write to: whoever listens there gives the socket to postfix's
// group.
func SocketFolder(t testing.TB) string {
	t.Helper()
	asRoot(t)
	group, err := user.LookupGroup("postfix")
	if err != nil {
		t.Skip("postfix has no group here")
	}
	gid, err := strconv.Atoi(group.Gid)
	if err != nil {
		t.Fatal(err)
	}
	dir := folder(t, "lmtp")
	if err := errors.Join(os.Chown(dir, 0, gid), os.Chmod(dir, 0o750|os.ModeSetgid)); err != nil {
		t.Fatal(err)
	}
	return dir
}
