package teams

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/bridge"
	"lotsen/internal/kit/outward"
)

// token is what we show the connector.
type token struct {
	value string
	until time.Time
}

// token returns a token for a bridge, an old one while it is good.
func (a *Adapter) token(ctx context.Context, b *bridge.Bridge) (string, error) {
	name := strings.Join([]string{b.Tenant, b.App, b.Secret}, "\x00")
	now := a.o.Clock.Now()
	a.mu.Lock()
	t, ok := a.tokens[name]
	a.mu.Unlock()
	if ok && now.Before(t.until) {
		return t.value, nil
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {b.App}, "client_secret": {b.Secret}, "scope": {scope}}
	r, err := a.out.Do(ctx, http.MethodPost, a.o.Login+"/"+url.PathEscape(b.Tenant)+"/oauth2/v2.0/token",
		map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, strings.NewReader(form.Encode()), maxAnswer)
	if err != nil {
		return "", err
	}
	var out struct {
		Token   string `json:"access_token"`
		Seconds int64  `json:"expires_in"`
		Error   string `json:"error"`
	}
	if err := json.Unmarshal(r.Body, &out); err != nil && r.Status == http.StatusOK {
		return "", fmt.Errorf("teams: login: %w", err)
	}
	if r.Status != http.StatusOK || out.Token == "" {
		return "", fmt.Errorf("teams: login answers %d %.100s", r.Status, out.Error)
	}
	life := time.Duration(out.Seconds) * time.Second
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.tokens) // There are few bridges, and an old secret's token is not kept.
	a.tokens[name] = token{out.Token, now.Add(life - min(life/10, 5*time.Minute))}
	return out.Token, nil
}

func (a *Adapter) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.tokens)
}

// Try implements bridge.Adapter.
func (a *Adapter) Try(ctx context.Context, b *bridge.Bridge) error {
	a.forget()
	_, err := a.token(ctx, b)
	return err
}

// Say implements bridge.Adapter.
func (a *Adapter) Say(ctx context.Context, b *bridge.Bridge, t *bridge.Talk, w bridge.Words) (string, error) {
	body := map[string]any{
		"type": "message", "text": w.Text, "textFormat": "plain", "from": map[string]string{"id": t.Us}, "recipient": map[string]string{"id": t.Writer},
		"conversation": map[string]string{"id": t.External}, "channelData": map[string]string{"clientActivityID": w.ID},
	}
	path := "/v3/conversations/" + url.PathEscape(t.External) + "/activities"
	if w.To != "" {
		body["replyToId"] = w.To
		path += "/" + url.PathEscape(w.To)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return "", err
	}
	r, err := a.call(ctx, b, t, http.MethodPost, path, raw)
	if err != nil {
		return "", err
	}
	var out struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(r.Body, &out) // It was taken, whatever it is called there.
	return clip(out.ID), nil
}

// Login implements bridge.Adapter.
func (a *Adapter) Login(ctx context.Context, b *bridge.Bridge, t *bridge.Talk) (string, error) {
	r, err := a.call(ctx, b, t, http.MethodGet, "/v3/conversations/"+url.PathEscape(t.External)+"/members/"+url.PathEscape(t.Writer), nil)
	if err != nil {
		return "", err
	}
	var m struct {
		ID        string `json:"id"`
		Directory string `json:"aadObjectId"`
		Login     string `json:"userPrincipalName"`
		Tenant    string `json:"tenantId"`
	}
	if err := json.Unmarshal(r.Body, &m); err != nil {
		return "", err
	}
	if m.ID != t.Writer || t.Directory != "" && m.Directory != "" && !strings.EqualFold(m.Directory, t.Directory) || !strings.EqualFold(m.Tenant, b.Tenant) {
		return "", nil // Somebody else, or a guest of another organisation.
	}
	return m.Login, nil
}

// call asks the connector with our token, and once more with a fresh one when the first is not taken.
func (a *Adapter) call(ctx context.Context, b *bridge.Bridge, t *bridge.Talk, method, path string, body []byte) (outward.Answer, error) {
	if !a.answerable(t.Service) {
		return outward.Answer{}, &bridge.Refused{Why: "a service address that may not be called"}
	}
	for fresh := false; ; fresh = true {
		value, err := a.token(ctx, b)
		if err != nil {
			return outward.Answer{}, err
		}
		var in io.Reader
		if body != nil {
			in = bytes.NewReader(body)
		}
		r, err := a.out.Do(ctx, method, t.Service+path, map[string]string{"Authorization": "Bearer " + value, "Content-Type": "application/json"}, in, maxAnswer)
		switch {
		case err != nil:
			return r, err
		case r.Status >= 200 && r.Status < 300:
			return r, nil
		case r.Status == http.StatusUnauthorized && !fresh:
			a.forget()
			continue
		case r.Status == http.StatusTooManyRequests:
			return r, &bridge.Later{After: retryAfter(r.Header.Get("Retry-After"), a.o.Clock.Now())}
		case r.Status == http.StatusBadRequest || r.Status == http.StatusForbidden || r.Status == http.StatusNotFound || r.Status == http.StatusRequestEntityTooLarge:
			return r, &bridge.Refused{Why: fmt.Sprintf("status %d %s", r.Status, code(r.Body))}
		}
		return r, fmt.Errorf("teams: status %d %s", r.Status, code(r.Body))
	}
}

// code is the connector's word for what is wrong. The rest of its answer may hold what people wrote.
func code(body []byte) string {
	var e struct {
		Error struct {
			Code string `json:"code"`
		} `json:"error"`
	}
	_ = json.Unmarshal(body, &e) // No word is no word.
	return clip(e.Error.Code)
}

// retryAfter reads when to come again: seconds, or an instant.
func retryAfter(text string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && n >= 0 {
		return time.Duration(min(n, 3600)) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(at.Sub(now), 0)
	}
	return 5 * time.Second
}
