package teams_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"lotsen/internal/channel/teams"
	"lotsen/internal/channel/teams/teamstest"
	"lotsen/internal/desk/bridge"
	"lotsen/internal/kit/clock"
)

func setup(t *testing.T) (*teamstest.Connector, *teams.Adapter, *clock.Fake, *bridge.Bridge) {
	t.Helper()
	c := clock.NewFake(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC))
	f := teamstest.New(t, c)
	return f, teams.New(f.Options()), c, &bridge.Bridge{ID: 1, App: teamstest.App, Tenant: teamstest.Tenant, Secret: teamstest.Secret}
}

var anna = teamstest.Writer{ID: "29:anna", Name: "Anna Åkesson", Directory: "0d0e0000-0000-4000-8000-000000000001"}

func TestA_genuine_call_is_read(t *testing.T) {
	t.Parallel()
	f, a, _, b := setup(t)
	body := f.Activity("1", anna, "<at>It-support</at> Hej & välkommen", func(a map[string]any) {
		a["entities"] = []any{map[string]any{"type": "mention", "text": "<at>It-support</at>"}}
		a["attachments"] = []any{map[string]any{"contentType": "text/html"}, map[string]any{"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "felet.png"}}
	})
	h, err := a.Hear(t.Context(), b, "Bearer "+f.Token(nil), body)
	if err != nil {
		t.Fatal(err)
	}
	if h.Text != "Hej & välkommen" || h.Directory != anna.Directory || !h.Private || !h.Spoken || len(h.Files) != 1 || h.Files[0] != "felet.png" {
		t.Errorf("heard %+v", h)
	}
	for range 20 {
		if _, err := a.Hear(t.Context(), b, "Bearer "+f.Token(nil), body); err != nil {
			t.Fatal(err)
		}
	}
	if n := f.KeysAsked(); n != 1 {
		t.Errorf("the keys were fetched %d times", n)
	}
}

func TestWhat_is_not_genuine_is_refused(t *testing.T) {
	t.Parallel()
	f, a, c, b := setup(t)
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	claim := func(name string, v any) string {
		return f.Token(func(_, claims map[string]any) {
			if v == nil {
				delete(claims, name)
				return
			}
			claims[name] = v
		})
	}
	header := func(name string, v any) string { return f.Token(func(head, _ map[string]any) { head[name] = v }) }
	good := f.Token(nil)
	parts := strings.Split(good, ".")
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","kid":"` + teamstest.Kid + `"}`))
	now := c.Now()
	body := f.Activity("1", anna, "Hej", nil)
	in := func(change func(a map[string]any)) []byte { return f.Activity("1", anna, "Hej", change) }
	for name, call := range map[string]struct {
		token string
		body  []byte
	}{
		"no_token":            {"", body},
		"no_signature":        {none + "." + parts[1] + ".", body},
		"cut_short":           {parts[0] + "." + parts[1], body},
		"padded":              {good + "=", body},
		"another_content":     {parts[0] + "." + strings.Split(claim("exp", now.Add(2*time.Hour).Unix()), ".")[1] + "." + parts[2], body},
		"another_key":         {f.Sign(other, map[string]any{"alg": "RS256", "kid": teamstest.Kid}, map[string]any{"iss": teams.Issuer, "aud": teamstest.App, "nbf": now.Unix(), "exp": now.Add(time.Hour).Unix(), "serviceurl": f.Service()}), body},
		"an_unknown_key":      {header("kid", "key-2"), body},
		"a_nameless_key":      {header("kid", ""), body},
		"another_algorithm":   {header("alg", "HS256"), body},
		"a_longer_algorithm":  {header("alg", "RS512"), body},
		"something_critical":  {header("crit", []string{"exp"}), body},
		"another_issuer":      {claim("iss", "https://sts.windows.net/x/"), body},
		"another_application": {claim("aud", "5e0c1f6e-0000-4000-8000-00000000a002"), body},
		"too_old":             {claim("exp", now.Add(-6*time.Minute).Unix()), body},
		"without_an_end":      {claim("exp", nil), body},
		"too_early":           {claim("nbf", now.Add(6*time.Minute).Unix()), body},
		"without_a_beginning": {claim("nbf", nil), body},
		"for_another_address": {claim("serviceurl", "https://smba.trafficmanager.net/emea/"), body},
		"without_an_address":  {claim("serviceurl", nil), body},
		"another_tenant": {good, in(func(a map[string]any) {
			a["channelData"] = map[string]any{"tenant": map[string]any{"id": "annan"}}
			delete(a["conversation"].(map[string]any), "tenantId")
		})},
		"two_tenants": {good, in(func(a map[string]any) { a["channelData"] = map[string]any{"tenant": map[string]any{"id": "annan"}} })},
		"no_tenant": {good, in(func(a map[string]any) {
			delete(a, "channelData")
			delete(a["conversation"].(map[string]any), "tenantId")
		})},
		"another_channel":         {good, in(func(a map[string]any) { a["channelId"] = "webchat" })},
		"no_id":                   {good, in(func(a map[string]any) { a["id"] = "" })},
		"no_activity":             {good, []byte("hej")},
		"an_address_not_named":    {claim("serviceurl", "http://127.0.0.1:1/"), in(func(a map[string]any) { a["serviceUrl"] = "http://127.0.0.1:1/" })},
		"an_address_with_a_login": {claim("serviceurl", "http://x@"+strings.TrimPrefix(f.URL, "http://")), in(func(a map[string]any) { a["serviceUrl"] = "http://x@" + strings.TrimPrefix(f.URL, "http://") })},
	} {
		t.Run(name, func(t *testing.T) {
			authorization := "Bearer " + call.token
			if call.token == "" {
				authorization = ""
			}
			_, err := a.Hear(t.Context(), b, authorization, call.body)
			var no *bridge.NotGenuine
			if !errors.As(err, &no) {
				t.Errorf("answered %v", err)
			}
		})
	}
	// Clocks may be a little apart.
	for name, token := range map[string]string{"a_little_old": claim("exp", now.Add(-4*time.Minute).Unix()), "a_little_early": claim("nbf", now.Add(4*time.Minute).Unix())} {
		if _, err := a.Hear(t.Context(), b, "Bearer "+token, body); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := f.KeysAsked(); n > 2 {
		t.Errorf("strangers had the keys fetched %d times", n)
	}
}

func TestA_key_that_does_not_vouch_for_teams_is_refused(t *testing.T) {
	t.Parallel()
	f, a, _, b := setup(t)
	f.Endorses = []string{"webchat"}
	_, err := a.Hear(t.Context(), b, "Bearer "+f.Token(nil), f.Activity("1", anna, "Hej", nil))
	var no *bridge.NotGenuine
	if !errors.As(err, &no) {
		t.Errorf("answered %v", err)
	}
}

func TestWithout_the_connectors_keys_a_call_is_to_come_again(t *testing.T) {
	t.Parallel()
	f, _, _, b := setup(t)
	o := f.Options()
	o.Metadata = f.URL + "/nowhere"
	_, err := teams.New(o).Hear(t.Context(), b, "Bearer "+f.Token(nil), f.Activity("1", anna, "Hej", nil))
	var no *bridge.NotGenuine
	if err == nil || errors.As(err, &no) {
		t.Errorf("answered %v", err)
	}
}

func TestWords_go_with_a_token_that_is_kept_and_renewed(t *testing.T) {
	t.Parallel()
	f, a, c, b := setup(t)
	talk := &bridge.Talk{External: "a:29:anna/å", Service: strings.TrimSuffix(f.Service(), "/"), Writer: anna.ID, Us: "28:us"}
	say := func(text string) error {
		_, err := a.Say(t.Context(), b, talk, bridge.Words{ID: "lotsen-1", Text: text})
		return err
	}
	for range 3 {
		if err := say("Hej"); err != nil {
			t.Fatal(err)
		}
	}
	if f.Logins() != 1 || f.Said()[0].Talk != talk.External {
		t.Errorf("%d logins, said %+v", f.Logins(), f.Said())
	}
	c.Advance(time.Hour)
	if err := say("Hej"); err != nil || f.Logins() != 2 {
		t.Errorf("an old token: %v, %d logins", err, f.Logins())
	}
	f.Revoke()
	if err := say("Hej"); err != nil || f.Logins() != 3 {
		t.Errorf("a token that is worth nothing: %v, %d logins", err, f.Logins())
	}
	f.Answer(429, 7)
	var later *bridge.Later
	if err := say("Hej"); !errors.As(err, &later) || later.After != 7*time.Second {
		t.Errorf("too many: %v", err)
	}
	f.Answer(403, 0)
	var refused *bridge.Refused
	if err := say("Hej"); !errors.As(err, &refused) {
		t.Errorf("forbidden: %v", err)
	}
	f.Answer(503, 0)
	if err := say("Hej"); err == nil || errors.As(err, &refused) {
		t.Errorf("away: %v", err)
	}
	f.Answer(0, 0)
	elsewhere := *talk
	elsewhere.Service = "http://127.0.0.1:1"
	if _, err := a.Say(t.Context(), b, &elsewhere, bridge.Words{Text: "Hej"}); !errors.As(err, &refused) {
		t.Errorf("an address that was not named was called: %v", err)
	}
	wrong := *b
	wrong.Secret = "fel"
	if err := a.Try(t.Context(), &wrong); err == nil || strings.Contains(err.Error(), "fel\"") {
		t.Errorf("a wrong secret: %v", err)
	}
	if err := a.Try(t.Context(), b); err != nil {
		t.Error(err)
	}
}

func TestOnly_the_writers_own_login_of_the_own_tenant_is_told(t *testing.T) {
	t.Parallel()
	f, a, _, b := setup(t)
	f.Member(anna.ID, "anna@storstad.example")
	talk := &bridge.Talk{External: "a:1", Service: strings.TrimSuffix(f.Service(), "/"), Writer: anna.ID}
	if login, err := a.Login(t.Context(), b, talk); err != nil || login != "anna@storstad.example" {
		t.Errorf("login %q, %v", login, err)
	}
	guest := *b
	guest.Tenant = "annan"
	if login, err := a.Login(t.Context(), &guest, talk); login != "" {
		t.Errorf("a guest's login %q, %v", login, err)
	}
}
