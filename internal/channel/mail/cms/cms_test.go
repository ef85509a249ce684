package cms

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lotsen/internal/testkit/program"
)

// world is a certificate and what openssl makes with it.
func world(t *testing.T) (dir string, run func(args ...string) []byte) {
	t.Helper()
	openssl := program.Find(t, "openssl")
	dir = t.TempDir()
	run = func(args ...string) []byte {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), openssl, args...)
		cmd.Dir = dir
		var errors strings.Builder
		cmd.Stderr = &errors
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("openssl %s: %v: %s", args[0], err, errors.String())
		}
		return out
	}
	run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-days", "30", "-subj", "/CN=Anna Åkesson/emailAddress=anna@storstad.example", "-utf8")
	if err := os.WriteFile(filepath.Join(dir, "m.txt"), []byte("Content-Type: text/plain; charset=utf-8\r\n\r\nSkrivaren är trasig.\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, run
}

func Test_signed_content_is_found_in_every_encoding(t *testing.T) {
	t.Parallel()
	_, run := world(t)
	for name, args := range map[string][]string{
		"der":             {"-outform", "DER"},
		"in_a_stream":     {"-outform", "DER", "-stream"},
		"pem":             {"-outform", "PEM"},
		"without_a_chain": {"-outform", "DER", "-keyid"},
	} {
		e, ok := Open(run(append([]string{"cms", "-sign", "-nodetach", "-binary", "-in", "m.txt", "-signer", "c.pem", "-inkey", "k.pem"}, args...)...))
		if !ok || e.Kind != Signed || !strings.Contains(string(e.Content), "Skrivaren är trasig.") {
			t.Errorf("%s: %v %+v", name, ok, e)
		}
		if len(e.Signers) != 1 || !strings.Contains(e.Signers[0], "Anna Åkesson") {
			t.Errorf("%s: the signers %q", name, e.Signers)
		}
	}
}

func Test_a_signature_beside_its_content_names_the_signer(t *testing.T) {
	t.Parallel()
	_, run := world(t)
	e, ok := Open(run("cms", "-sign", "-binary", "-in", "m.txt", "-signer", "c.pem", "-inkey", "k.pem", "-outform", "DER"))
	if !ok || len(e.Content) != 0 || len(e.Signers) != 1 {
		t.Errorf("%v %+v", ok, e)
	}
}

func Test_what_is_encrypted_is_told(t *testing.T) {
	t.Parallel()
	_, run := world(t)
	for _, args := range [][]string{{"cms", "-encrypt", "-aes256"}, {"smime", "-encrypt", "-aes128"}} {
		e, ok := Open(run(append(args, "-in", "m.txt", "-outform", "DER", "c.pem")...))
		if !ok || e.Kind != Encrypted {
			t.Errorf("%v: %v %+v", args, ok, e)
		}
	}
}

func Test_other_bytes_are_no_envelope(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "hej", "MIIB", "0\x80", strings.Repeat("0\x80", 100_000), "\x30\x84\xff\xff\xff\xff", "PK\x03\x04"} {
		if e, ok := Open([]byte(s)); ok {
			t.Errorf("%q is %+v", s[:min(len(s), 20)], e)
		}
	}
}

func Fuzz_any_bytes_are_an_envelope_or_none(f *testing.F) {
	f.Add([]byte("\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x80\x24\x80\x04\x03hej\x00\x00\x00\x00\x00\x00\x31\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if e, _ := Open(data); len(e.Content) > len(data) {
			t.Errorf("%d bytes of %d", len(e.Content), len(data))
		}
	})
}
