package imap

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/outward"
)

// tokens gets and keeps the tokens of one mailbox (RFC 6749: 4.4 in the client's own name, 6 by a refresh token).
type tokens struct {
	fetch   *inbox.Fetch
	secrets inbox.Secrets
	http    *outward.Client
	clock   clock.Clock
	// keep keeps a refresh token that replaces the last one; nil keeps none.
	keep func(ctx context.Context, refresh string) error

	mu   sync.Mutex
	word string
	till time.Time
}

// spare is how long before its end a token is not used any more.
const spare = time.Minute

// maxAnswer bounds what a token's server says, in bytes.
const maxAnswer = 64 << 10

// get returns a token that is good for a while.
func (t *tokens) get(ctx context.Context) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.word != "" && t.clock.Now().Before(t.till) {
		return t.word, nil
	}
	form := url.Values{"client_id": {t.fetch.ClientID}, "grant_type": {"client_credentials"}}
	if t.secrets.Refresh != "" {
		form.Set("grant_type", "refresh_token")
		form.Set("refresh_token", t.secrets.Refresh)
	}
	if t.secrets.Secret != "" {
		form.Set("client_secret", t.secrets.Secret)
	}
	if t.fetch.Scope != "" {
		form.Set("scope", t.fetch.Scope)
	}
	header := map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
	answer, err := t.http.Do(ctx, http.MethodPost, t.fetch.TokenURL, header, strings.NewReader(form.Encode()), maxAnswer)
	if err != nil {
		return "", err
	}
	var said struct {
		Token   string `json:"access_token"`
		Refresh string `json:"refresh_token"`
		Seconds int64  `json:"expires_in"`
		Error   string `json:"error"`
		Why     string `json:"error_description"`
	}
	if err := json.Unmarshal(answer.Body, &said); err != nil {
		return "", fmt.Errorf("the token's server answered %d without JSON", answer.Status)
	}
	if answer.Status != http.StatusOK || said.Token == "" {
		return "", fmt.Errorf("the token's server answered %d: %s", answer.Status, clean.Line(said.Error+" "+said.Why, 300))
	}
	if said.Refresh != "" && said.Refresh != t.secrets.Refresh && t.secrets.Refresh != "" && t.keep != nil {
		if err := t.keep(ctx, said.Refresh); err != nil {
			return "", errors.Join(errors.New("the new refresh token cannot be kept"), err)
		}
		t.secrets.Refresh = said.Refresh
	}
	t.word, t.till = said.Token, t.clock.Now().Add(time.Duration(min(said.Seconds, 24*3600))*time.Second-spare)
	return t.word, nil
}

// forget drops a token that was not taken, so that the next try asks for another.
func (t *tokens) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.word = ""
}
