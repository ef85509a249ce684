package imap_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsen/internal/channel/mail/imap"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/mailserver"
)

// issuer gives tokens and tells whose they are, as an identity provider does.
type issuer struct {
	*httptest.Server
	mu     sync.Mutex
	whose  string            // The mailbox that its tokens open.
	given  map[string]string // Token to mailbox.
	asked  []string          // How tokens were asked for.
	expiry int
}

func newIssuer(t *testing.T, whose string) *issuer {
	t.Helper()
	i := &issuer{whose: whose, given: map[string]string{}, expiry: 3600}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", i.token)
	mux.HandleFunc("GET /introspect", func(w http.ResponseWriter, r *http.Request) {
		i.mu.Lock()
		defer i.mu.Unlock()
		who, ok := i.given[r.URL.Query().Get("token")]
		answer(w, http.StatusOK, map[string]any{"active": ok, "email": who})
	})
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	return i
}

func answer(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	grant := r.PostFormValue("grant_type")
	i.asked = append(i.asked, grant+" "+r.PostFormValue("client_id")+" "+r.PostFormValue("scope")+" "+r.PostFormValue("refresh_token"))
	if r.PostFormValue("client_secret") != mailserver.Password {
		answer(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided."})
		return
	}
	token := fmt.Sprintf("token-%d", len(i.asked))
	i.given[token] = i.whose
	body := map[string]any{"access_token": token, "expires_in": i.expiry, "token_type": "Bearer"}
	if grant == "refresh_token" {
		body["refresh_token"] = fmt.Sprintf("refresh-%d", len(i.asked))
	}
	answer(w, http.StatusOK, body)
}

func (i *issuer) history() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return append([]string(nil), i.asked...)
}

// byOAuth is a mailbox whose login is a token.
func byOAuth(port int, i *issuer) func(*inbox.Fetch) {
	return func(f *inbox.Fetch) {
		f.Port, f.Auth, f.TokenURL, f.ClientID, f.Scope = port, inbox.ByOAuth, i.URL+"/token", "lotsen", "https://outlook.office365.com/.default"
	}
}

func TestA_token_opens_a_mailbox_of_dovecot(t *testing.T) {
	t.Parallel()
	const user = "it@storstad.example"
	i := newIssuer(t, user)
	d := mailserver.NewDovecot(t, i.URL+"/introspect?token=")
	w := newWorld(t, dbtest.SQLite(t))
	d.Put(user, letter("1", "Med token", "", "Hej"))
	id := w.box(user, byOAuth(d.TLS, i))
	w.run(w.Mail(), loopback(d.Roots))
	w.await("the mail", func() bool { return len(w.tickets()) == 1 && w.state(id).Error == "" && !w.state(id).OK.IsZero() })
	if asked := i.history(); len(asked) != 1 || asked[0] != "client_credentials lotsen https://outlook.office365.com/.default " {
		t.Errorf("asked: %q", asked)
	}
	d.Stop()
	d.Start()
	d.Put(user, letter("2", "Igen", "", "Hej"))
	w.await("the mail after the server came back", func() bool { return len(w.tickets()) == 2 })
	if asked := i.history(); len(asked) != 1 {
		t.Errorf("a token that is still good is used again: %q", asked)
	}
}

func TestA_refresh_token_is_replaced_by_the_one_that_comes_back(t *testing.T) {
	t.Parallel()
	const user = "it@storstad.example"
	i := newIssuer(t, user)
	d := mailserver.NewDovecot(t, i.URL+"/introspect?token=")
	w := newWorld(t, dbtest.SQLite(t))
	id := w.box(user, byOAuth(d.TLS, i))
	f := w.state(id)
	check(t, w.Inbox.SaveFetch(t.Context(), system, f, inbox.Secrets{Secret: mailserver.Password, Refresh: "refresh-0"}))
	w.run(w.Mail(), loopback(d.Roots))
	w.await("a look", func() bool { return !w.state(id).OK.IsZero() })
	w.await("the new token to be kept", func() bool {
		kept, err := w.Inbox.Secrets(t.Context(), id)
		return err == nil && kept.Refresh == "refresh-1"
	})
	if asked := i.history(); !strings.HasSuffix(asked[0], " refresh-0") || !strings.HasPrefix(asked[0], "refresh_token ") {
		t.Errorf("asked: %q", asked)
	}
}

func TestWhy_no_token_is_given_or_taken_is_told(t *testing.T) {
	t.Parallel()
	const user = "it@storstad.example"
	i := newIssuer(t, "nagon@annan.example") // Its tokens open another mailbox.
	d := mailserver.NewDovecot(t, i.URL+"/introspect?token=")
	w := newWorld(t, dbtest.SQLite(t))
	id := w.box(user, byOAuth(d.TLS, i))
	f := newFetcher(w, w.Mail(), loopback(d.Roots))
	try := func(secret string) (string, string) {
		return imap.StepOf(f.Try(t.Context(), w.state(id), inbox.Secrets{Secret: secret}).Err)
	}
	if at, why := try("fel"); at != imap.StepToken || !strings.Contains(why, "AADSTS7000215") {
		t.Errorf("a wrong secret: %s, %s", at, why)
	}
	if at, why := try(mailserver.Password); at != imap.StepLogin {
		t.Errorf("a token for another mailbox: %s, %s", at, why)
	}
}

// scripted is a server that hears one AUTHENTICATE and refuses it as Exchange does.
func scripted(t *testing.T, heard chan<- string) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		_, _ = fmt.Fprint(c, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n")
		lines := bufio.NewScanner(c)
		for lines.Scan() {
			tag, rest, _ := strings.Cut(lines.Text(), " ")
			word, ok := strings.CutPrefix(rest, "AUTHENTICATE XOAUTH2 ")
			if !ok {
				_, _ = fmt.Fprintf(c, "%s BAD what?\r\n", tag)
				continue
			}
			said, _ := base64.StdEncoding.DecodeString(word)
			heard <- string(said)
			_, _ = fmt.Fprintf(c, "+ %s\r\n", base64.StdEncoding.EncodeToString([]byte(`{"status":"401","schemes":"Bearer","scope":"https://mail"}`)))
			lines.Scan()
			_, _ = fmt.Fprintf(c, "%s NO AUTHENTICATE failed.\r\n", tag)
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}

func TestXOAUTH2_is_spelled_as_its_makers_say(t *testing.T) {
	t.Parallel()
	const user = "it@storstad.example"
	i := newIssuer(t, user)
	w := newWorld(t, dbtest.SQLite(t))
	heard := make(chan string, 1)
	port := scripted(t, heard)
	id := w.box(user, func(f *inbox.Fetch) { byOAuth(port, i)(f); f.Security = inbox.Plain })
	o := loopback(nil)
	o.Step = 10 * time.Second
	f := newFetcher(w, w.Mail(), o)
	at, why := imap.StepOf(f.Try(t.Context(), w.state(id), inbox.Secrets{Secret: mailserver.Password}).Err)
	if at != imap.StepLogin || !strings.Contains(why, "status 401, scope https://mail") {
		t.Errorf("%s: %s", at, why)
	}
	if got := <-heard; got != "user="+user+"\x01auth=Bearer token-1\x01\x01" {
		t.Errorf("heard %q", got)
	}
}
