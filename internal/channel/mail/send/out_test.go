package send

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"
	"github.com/emersion/go-smtp"

	"lotsen/internal/desk/notify"
)

func ours() notify.Mail {
	return notify.Mail{
		MailID: notify.Token([]byte("hemlig"), 100042, 7, "anna@storstad.example") + "@it.storstad.example", To: "anna@storstad.example", Lang: "sv",
		From: "It-support\nit@storstad.example", Subject: "Ärendet är löst", Text: "Hej Åsa!\n\nKlart.\n", HTML: "<p>Hej Åsa!</p>",
		Headers: map[string]string{"Auto-Submitted": "auto-generated", "List-Unsubscribe": "<https://it.storstad.example/mail/off/1-x>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
		Created: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
	}
}

// server takes mail as others' servers do, and keeps what it was told.
type server struct {
	mu   sync.Mutex
	from string
	mail smtp.MailOptions
	rcpt smtp.RcptOptions
	raw  []byte
}

func (s *server) NewSession(*smtp.Conn) (smtp.Session, error) { return s, nil }
func (s *server) Reset()                                      {}
func (s *server) Logout() error                               { return nil }
func (s *server) Mail(from string, o *smtp.MailOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.from, s.mail = from, *o
	return nil
}

func (s *server) Rcpt(_ string, o *smtp.RcptOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rcpt = *o
	return nil
}

func (s *server) Data(r io.Reader) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raw, err = io.ReadAll(r)
	return err
}

// listen starts the server and returns its address.
func (s *server) listen(t *testing.T, dsn bool) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := smtp.NewServer(s)
	srv.Domain, srv.EnableDSN = "mx.example", dsn
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	t.Cleanup(func() {
		srv.Close() //nolint:errcheck // The test is over.
		<-done
	})
	return l.Addr().String()
}

func Test_our_mail_is_signed_and_asks_for_word_of_its_delivery(t *testing.T) {
	t.Parallel()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	key, err := NewKey("storstad.example", "lotsen", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	if err != nil {
		t.Fatal(err)
	}
	for _, dsn := range []bool{true, false} {
		var s server
		m := ours()
		out := SMTP{Address: s.listen(t, dsn), ReturnPath: "studs+*@it.storstad.example", Sign: key}
		if state, err := out.Send(t.Context(), m); err != nil || state != "sent" {
			t.Fatal(state, err)
		}
		if dsn && (s.mail.Return != smtp.DSNReturnHeaders || len(s.rcpt.Notify) != 2) || !dsn && s.mail.Return != "" {
			t.Errorf("asked for %+v, %+v", s.mail, s.rcpt)
		}
		if id, ok := notify.Returned(s.from, "it.storstad.example"); !ok || id != m.MailID {
			t.Errorf("it comes back to %q", s.from)
		}
		found, err := dkim.VerifyWithOptions(bytes.NewReader(s.raw), &dkim.VerifyOptions{LookupTXT: func(string) ([]string, error) {
			return []string{"v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)}, nil
		}})
		if err != nil || len(found) != 1 || found[0].Err != nil {
			t.Fatalf("the signature: %v %+v\n%s", err, found[0], s.raw)
		}
		for _, covered := range []string{"From", "Subject", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-ID"} {
			if !strings.Contains(strings.Join(found[0].HeaderKeys, " ")+" ", covered+" ") {
				t.Errorf("%s is not covered by %v", covered, found[0].HeaderKeys)
			}
		}
		forged := append([]byte("From: chef@storstad.example\r\n"), s.raw...)
		found, err = dkim.VerifyWithOptions(bytes.NewReader(forged), &dkim.VerifyOptions{LookupTXT: func(string) ([]string, error) {
			return []string{"v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)}, nil
		}})
		if err != nil || found[0].Err == nil {
			t.Error("a second sender on top is covered by the signature")
		}
	}
}

func Test_an_RSA_key_signs_too_and_not_for_others(t *testing.T) {
	t.Parallel()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	key, err := NewKey("storstad.example", "lotsen", pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(private)}))
	if err != nil {
		t.Fatal(err)
	}
	for from, signed := range map[string]bool{"it@storstad.example": true, "it@hr.storstad.example": true, "it@annan.example": false, "it@xstorstad.example": false} {
		m := ours()
		m.From = "It\n" + from
		msg, err := Message(m)
		if err != nil {
			t.Fatal(err)
		}
		if err := key.sign(msg, from); err != nil {
			t.Fatal(err)
		}
		var raw bytes.Buffer
		if _, err := msg.WriteTo(&raw); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(raw.String(), "DKIM-Signature:"); got != signed {
			t.Errorf("%s is signed: %v", from, got)
		}
	}
	if _, err := NewKey("x", "y", []byte("no key")); err == nil {
		t.Error("no key is taken for one")
	}
}

func Test_a_mail_that_leaves_twice_is_the_same_mail(t *testing.T) {
	t.Parallel()
	var seen []string
	for range 2 {
		msg, err := Message(ours())
		if err != nil {
			t.Fatal(err)
		}
		var raw bytes.Buffer
		if _, err := msg.WriteTo(&raw); err != nil {
			t.Fatal(err)
		}
		seen = append(seen, raw.String())
	}
	if seen[0] != seen[1] {
		t.Errorf("%s\nand then\n%s", seen[0], seen[1])
	}
}

func Test_nothing_breaks_out_of_a_header(t *testing.T) {
	t.Parallel()
	m := ours()
	m.Subject, m.From = "Hej\r\nBcc: x@ond.example\r\n\r\nHej", "It\r\nBcc: x@ond.example\nit@storstad.example"
	msg, err := Message(m)
	if err != nil {
		return // Refused is as good.
	}
	var raw bytes.Buffer
	if _, err := msg.WriteTo(&raw); err != nil {
		return
	}
	head, _, _ := strings.Cut(raw.String(), "\r\n\r\n")
	for _, line := range strings.Split(head, "\r\n") {
		if strings.HasPrefix(strings.ToLower(line), "bcc:") {
			t.Errorf("a header of a stranger's: %q", line)
		}
	}
}
