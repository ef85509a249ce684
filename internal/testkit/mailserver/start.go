package mailserver

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"lotsen/internal/testkit/slow"
)

// patience is how long a program may take on a slow machine.
const patience = 60 * time.Second

// folder makes a short path that the servers' users may pass through: sockets' names have a limit.
func folder(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })  // What a dying server still writes is of no interest.
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // See above.
		t.Fatal(err)
	}
	return dir
}

// asRoot skips where the servers cannot change to users of their own, and in the quick run: a server takes its time.
func asRoot(t testing.TB) {
	t.Helper()
	if !slow.Wanted() {
		t.Skip(slow.Why)
	}
	if os.Getuid() == 0 {
		return
	}
	if os.Getenv("LOTSEN_REQUIRE_ALL") == "1" {
		t.Fatal("mail servers can only be started by root, and LOTSEN_REQUIRE_ALL asks for them")
	}
	t.Skip("mail servers can only be started by root")
}

// Port returns a port that is free now.
func Port(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // Closed at once.
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // Nothing was accepted.
	return l.Addr().(*net.TCPAddr).Port
}

// run starts a program in a process group of its own; the returned function kills the group and waits.
func run(t testing.TB, path string, args ...string) func() {
	t.Helper()
	cmd := exec.Command(path, args...) //nolint:gosec,noctx // Named by the test; killed below.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	return func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // Gone already is as good.
		<-ended
		if said.Len() > 0 {
			t.Logf("%s: %s", filepath.Base(path), tail(said.String(), 2000))
		}
	}
}

// Await asks until the answer is yes.
func Await(t testing.TB, what string, yes func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); ; { //nolint:forbidigo // Waits for a real program.
		if yes() {
			return
		}
		if time.Now().After(end) { //nolint:forbidigo // See above.
			t.Fatalf("waited for %s in vain", what)
		}
		<-time.After(20 * time.Millisecond) //nolint:forbidigo // See above.
	}
}

// answers reports whether something listens there and says a word.
func answers(address string, word bool) bool {
	c, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return false
	}
	defer c.Close() //nolint:errcheck // Only looked.
	if !word {
		return true
	}
	_ = c.SetReadDeadline(time.Now().Add(5 * time.Second)) //nolint:forbidigo // See Await.
	n, err := c.Read(make([]byte, 1))
	return err == nil && n == 1
}

// certificate writes a certificate for 127.0.0.1 with its key, and returns the pool that believes it.
func certificate(t testing.TB, dir string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now() //nolint:forbidigo // The servers look at the machine's clock.
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "cert.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), 0o644)
	write(t, filepath.Join(dir, "key.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: raw})), 0o600)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return pool
}

func write(t testing.TB, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // The servers' users read it.
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}
