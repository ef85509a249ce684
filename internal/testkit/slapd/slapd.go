package slapd

import (
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"lotsen/internal/testkit/mailserver"
	"lotsen/internal/testkit/program"
)

// What is in every directory.
const (
	Base   = "dc=example,dc=se"
	Bind   = "uid=lotsen,dc=example,dc=se" // The account that sets passwords.
	Weak   = "uid=svag,dc=example,dc=se"   // An account that may read alone.
	Secret = "kontots-hemlighet"           //nolint:gosec // Of both accounts, in tests alone.
	First  = "det-första-lösenordet"       // Of every person.
	// Shortest is how long a password must be.
	Shortest = 14
)

// Server is a running directory.
type Server struct {
	Plain, TLS int    // Ports on 127.0.0.1; Plain with StartTLS too.
	CA         string // The certificate that both show, as PEM.

	t    testing.TB
	path string
	dir  string
	stop func()
}

// New starts a directory with people, each "login" or "login=mail"; the same login twice makes two people in two places.
func New(t testing.TB, people ...string) *Server {
	t.Helper()
	s := &Server{t: t, path: program.Find(t, "slapd"), dir: mailserver.Folder(t, "slapd"), Plain: mailserver.Port(t), TLS: mailserver.Port(t)}
	mailserver.Certificate(t, s.dir)
	pem, err := os.ReadFile(filepath.Join(s.dir, "cert.pem"))
	if err != nil {
		t.Fatal(err)
	}
	s.CA = string(pem)
	data := filepath.Join(s.dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	conf := filepath.Join(s.dir, "slapd.conf")
	s.write("slapd.conf", fmt.Sprintf(`
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
pidfile %[1]s/pid
argsfile %[1]s/args
TLSCertificateFile %[1]s/cert.pem
TLSCertificateKeyFile %[1]s/key.pem
database mdb
maxsize 10485760
suffix "%[2]s"
rootdn "cn=admin,%[2]s"
rootpw %[3]s
directory %[1]s/data
overlay ppolicy
ppolicy_default "cn=rules,%[2]s"
access to attrs=userPassword
  by dn.exact="%[4]s" write
  by anonymous auth
  by * none
access to *
  by dn.exact="%[4]s" write
  by users read
  by * none
`, s.dir, Base, Secret, Bind))
	s.write("people.ldif", ldif(people))
	add := exec.Command(s.path, "-T", "add", "-f", conf, "-l", filepath.Join(s.dir, "people.ldif")) //nolint:gosec // Debian's program on a file of ours.
	if out, err := add.CombinedOutput(); err != nil {
		t.Fatalf("slapadd: %v\n%s", err, out)
	}
	t.Cleanup(s.Stop)
	s.Start()
	return s
}

func (s *Server) write(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func ldif(people []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "dn: %s\nobjectClass: dcObject\nobjectClass: organization\no: Exempel\ndc: example\n\n", Base)
	fmt.Fprintf(&b, "dn: cn=rules,%s\nobjectClass: pwdPolicy\nobjectClass: device\ncn: rules\npwdAttribute: userPassword\npwdCheckQuality: 2\npwdMinLength: %d\npwdInHistory: 3\n\n", Base, Shortest)
	for _, dn := range []string{Bind, Weak} {
		fmt.Fprintf(&b, "dn: %s\nobjectClass: account\nobjectClass: simpleSecurityObject\nuid: %s\nuserPassword: %s\n\n", dn, uid(dn), Secret)
	}
	seen := map[string]int{}
	for _, p := range people {
		login, mail, _ := strings.Cut(p, "=")
		at := "ou=People," + Base
		if seen[login]++; seen[login] > 1 {
			at = fmt.Sprintf("ou=People%d,%s", seen[login], Base)
		}
		if ou := strings.Split(strings.TrimPrefix(at, "ou="), ",")[0]; !strings.Contains(b.String(), "dn: "+at+"\n") {
			fmt.Fprintf(&b, "dn: %s\nobjectClass: organizationalUnit\nou: %s\n\n", at, ou)
		}
		fmt.Fprintf(&b, "dn: uid=%s,%s\nobjectClass: inetOrgPerson\nuid: %s\ncn: %s\nsn: %s\nuserPassword:: %s\n", login, at, login, login, login, base64.StdEncoding.EncodeToString([]byte(First)))
		if mail != "" {
			fmt.Fprintf(&b, "mail: %s\n", mail)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func uid(dn string) string { return strings.TrimPrefix(strings.Split(dn, ",")[0], "uid=") }

// Start starts the directory again after Stop.
func (s *Server) Start() {
	s.t.Helper()
	s.stop = mailserver.Run(s.t, s.path, "-d", "0", "-f", filepath.Join(s.dir, "slapd.conf"), "-h", fmt.Sprintf("ldap://127.0.0.1:%d/ ldaps://127.0.0.1:%d/", s.Plain, s.TLS))
	mailserver.Await(s.t, "slapd", func() bool {
		l, err := ldap.DialURL(s.Address())
		if err != nil {
			return false
		}
		return l.Close() == nil
	})
}

// Stop kills the directory.
func (s *Server) Stop() {
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
}

// Address is the directory without encryption.
func (s *Server) Address() string { return fmt.Sprintf("ldap://127.0.0.1:%d", s.Plain) }

// Secure is the directory with TLS from the first byte, under the address that its certificate shows.
func (s *Server) Secure() string { return fmt.Sprintf("ldaps://127.0.0.1:%d", s.TLS) }

// Opens reports whether somebody is let in with a password.
func (s *Server) Opens(login, password string) bool {
	s.t.Helper()
	l, err := ldap.DialURL(s.Address())
	if err != nil {
		s.t.Fatal(err)
	}
	defer l.Close()
	return l.Bind("uid="+login+",ou=People,"+Base, password) == nil
}
