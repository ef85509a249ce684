// Package teamstest is a Bot Connector, a login server and a publisher of keys for tests, which check what they are shown.
package teamstest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsen/internal/channel/teams"
	"lotsen/internal/kit/clock"
)

// What an application of ours is called there.
const (
	App    = "5e0c1f6e-0000-4000-8000-00000000a001"
	Tenant = "7a1b0000-0000-4000-8000-00000000b001"
	Secret = "klientens hemlighet"
	Kid    = "key-1"
)

// Said is a word that the connector took.
type Said struct {
	Talk, Text, ID string
	At             time.Time
}

// Connector is the fake.
type Connector struct {
	URL   string
	Clock clock.Clock
	Key   *rsa.PrivateKey
	// Endorses is what the published key vouches for.
	Endorses []string

	mu      sync.Mutex
	said    []Said
	tokens  map[string]bool
	logins  int
	keys    int
	status  int
	after   int
	members map[string]string
	t       testing.TB
}

// New starts one.
func New(t testing.TB, c clock.Clock) *Connector {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	f := &Connector{Clock: c, Key: key, Endorses: []string{"msteams"}, tokens: map[string]bool{}, members: map[string]string{}, t: t}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /meta", f.meta)
	mux.HandleFunc("GET /keys", f.published)
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/token", f.login)
	mux.HandleFunc("POST /teams/v3/conversations/{talk}/activities", f.post)
	mux.HandleFunc("GET /teams/v3/conversations/{talk}/members/{member}", f.member)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	f.URL = server.URL
	return f
}

// Options lead an adapter here.
func (f *Connector) Options() teams.Options {
	return teams.Options{
		Metadata: f.URL + "/meta", Login: f.URL, Hosts: []string{strings.TrimPrefix(f.URL, "http://")}, Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Clock: f.Clock,
	}
}

// Service is where activities from here want to be answered.
func (f *Connector) Service() string { return f.URL + "/teams/" }

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func (f *Connector) meta(w http.ResponseWriter, _ *http.Request) {
	answer(w, 200, map[string]any{"issuer": teams.Issuer, "jwks_uri": f.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}})
}

func (f *Connector) published(w http.ResponseWriter, _ *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.keys++
	answer(w, 200, map[string]any{"keys": []any{map[string]any{
		"kty": "RSA", "use": "sig", "kid": Kid, "endorsements": f.Endorses,
		"n": base64.RawURLEncoding.EncodeToString(f.Key.N.Bytes()), "e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(f.Key.E)).Bytes()),
	}}})
}

// KeysAsked is how often the keys were fetched; Logins how often a token was given.
func (f *Connector) KeysAsked() int { f.mu.Lock(); defer f.mu.Unlock(); return f.keys }

// Logins is how often a token was given.
func (f *Connector) Logins() int { f.mu.Lock(); defer f.mu.Unlock(); return f.logins }

func (f *Connector) login(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	ok := r.PathValue("tenant") == Tenant && r.FormValue("client_id") == App && r.FormValue("client_secret") == Secret &&
		r.FormValue("grant_type") == "client_credentials" && r.FormValue("scope") == "https://api.botframework.com/.default"
	if !ok {
		answer(w, 401, map[string]string{"error": "invalid_client"})
		return
	}
	f.logins++
	token := "token-" + strconv.Itoa(f.logins)
	f.tokens[token] = true
	answer(w, 200, map[string]any{"access_token": token, "expires_in": 3600, "token_type": "Bearer"})
}

// Answer makes the connector answer words with a status; 0 takes them. After is what Retry-After says, in seconds.
func (f *Connector) Answer(status, after int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.status, f.after = status, after
}

// Revoke makes every token that was given worth nothing.
func (f *Connector) Revoke() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.tokens)
}

func (f *Connector) allowed(w http.ResponseWriter, r *http.Request) bool {
	if !f.tokens[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")] {
		answer(w, 401, map[string]any{"error": map[string]string{"code": "Unauthorized"}})
		return false
	}
	if f.status != 0 {
		if f.after != 0 {
			w.Header().Set("Retry-After", strconv.Itoa(f.after))
		}
		answer(w, f.status, map[string]any{"error": map[string]string{"code": "Fake"}})
		return false
	}
	return true
}

func (f *Connector) post(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.allowed(w, r) {
		return
	}
	var a struct{ Type, Text string }
	if err := json.NewDecoder(r.Body).Decode(&a); err != nil || a.Type != "message" {
		answer(w, 400, map[string]any{"error": map[string]string{"code": "BadSyntax"}})
		return
	}
	s := Said{Talk: r.PathValue("talk"), Text: a.Text, ID: fmt.Sprintf("out-%d", len(f.said)+1), At: f.Clock.Now()}
	f.said = append(f.said, s)
	answer(w, 201, map[string]string{"id": s.ID})
}

// Member tells the login of a writer.
func (f *Connector) Member(writer, login string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.members[writer] = login
}

func (f *Connector) member(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.allowed(w, r) {
		return
	}
	login, ok := f.members[r.PathValue("member")]
	if !ok {
		answer(w, 404, map[string]any{"error": map[string]string{"code": "MemberNotFoundInConversation"}})
		return
	}
	answer(w, 200, map[string]string{"id": r.PathValue("member"), "userPrincipalName": login, "tenantId": Tenant})
}

// Said is what the connector took, in its order.
func (f *Connector) Said() []Said {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Said(nil), f.said...)
}

// Texts is the words of it.
func (f *Connector) Texts() []string {
	var out []string
	for _, s := range f.Said() {
		out = append(out, s.Text)
	}
	return out
}

// Token is a genuine token for a call, after change has had its way with it.
func (f *Connector) Token(change func(head, claims map[string]any)) string {
	f.t.Helper()
	now := f.Clock.Now()
	head := map[string]any{"alg": "RS256", "typ": "JWT", "kid": Kid}
	claims := map[string]any{"iss": teams.Issuer, "aud": App, "nbf": now.Add(-time.Minute).Unix(), "exp": now.Add(time.Hour).Unix(), "serviceurl": f.Service()}
	if change != nil {
		change(head, claims)
	}
	return f.Sign(f.Key, head, claims)
}

// Sign signs with any key.
func (f *Connector) Sign(key *rsa.PrivateKey, head, claims map[string]any) string {
	f.t.Helper()
	part := func(v any) string {
		raw, err := json.Marshal(v)
		if err != nil {
			f.t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	content := part(head) + "." + part(claims)
	sum := sha256.Sum256([]byte(content))
	mark, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		f.t.Fatal(err)
	}
	return content + "." + base64.RawURLEncoding.EncodeToString(mark)
}

// Writer is somebody who writes.
type Writer struct{ ID, Name, Directory string }

// Activity is a message that somebody writes in a talk of their own, after change has had its way with it.
func (f *Connector) Activity(id string, from Writer, text string, change func(a map[string]any)) []byte {
	f.t.Helper()
	a := map[string]any{
		"type": "message", "id": id, "channelId": "msteams", "serviceUrl": f.Service(), "locale": "sv-SE", "text": text, "textFormat": "plain",
		"from":         map[string]any{"id": from.ID, "name": from.Name, "aadObjectId": from.Directory},
		"recipient":    map[string]any{"id": "28:" + App, "name": "It-support"},
		"conversation": map[string]any{"id": "a:" + from.ID, "conversationType": "personal", "tenantId": Tenant},
		"channelData":  map[string]any{"tenant": map[string]any{"id": Tenant}},
	}
	if change != nil {
		change(a)
	}
	raw, err := json.Marshal(a)
	if err != nil {
		f.t.Fatal(err)
	}
	return raw
}
