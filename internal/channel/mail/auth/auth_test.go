package auth

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"

	"lotsen/internal/channel/mail/parse"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/clock"
)

const letter = "From: Anna <anna@storstad.se>\r\nTo: it@lotsen.example\r\nSubject: Hej\r\nMessage-ID: <1@storstad.se>\r\n\r\nSkrivaren är trasig.\r\n"

// domain signs as domain, and publishes its key.
type domain struct {
	name string
	key  ed25519.PrivateKey
	keys map[string]string
}

func signer(t *testing.T, name string) domain {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return domain{name, private, map[string]string{
		"s1._domainkey." + name: "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public),
	}}
}

func (d domain) lookup(_ context.Context, name string) ([]string, error) {
	if text, ok := d.keys[name]; ok {
		return []string{text}, nil
	}
	return nil, errors.New("no such name")
}

func (d domain) sign(t *testing.T, raw string) string {
	t.Helper()
	var out bytes.Buffer
	o := &dkim.SignOptions{
		Domain: d.name, Selector: "s1", Signer: crypto.Signer(d.key), Hash: crypto.SHA256,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
		HeaderKeys: []string{"From", "To", "Subject", "Message-ID"},
	}
	if err := dkim.Sign(&out, strings.NewReader(raw), o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func check(t *testing.T, c *Checker, raw string) inbox.Auth {
	t.Helper()
	m, err := parse.Parse([]byte(raw), parse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return c.Check([]byte(raw), &m)
}

func Test_a_signature_counts_for_its_own_organisation(t *testing.T) {
	t.Parallel()
	own, sub, other := signer(t, "storstad.se"), signer(t, "mail.storstad.se"), signer(t, "annan.se")
	for name, c := range map[string]struct {
		by     domain
		change func(string) string
		signed string
		result string
	}{
		"its_own_domain":         {own, nil, "storstad.se", "pass"},
		"a_domain_below":         {sub, nil, "mail.storstad.se", "pass"},
		"another_domain":         {other, nil, "", "pass"},
		"line_ends_of_a_pipe":    {own, func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }, "storstad.se", "pass"},
		"out_of_a_mailbox_file":  {own, func(s string) string { return "From anna Mon Mar  2 10:00:00 2026\n" + s }, "storstad.se", "pass"},
		"another_text":           {own, func(s string) string { return strings.Replace(s, "trasig", "hel", 1) }, "", "fail"},
		"another_subject":        {own, func(s string) string { return strings.Replace(s, "Subject: Hej", "Subject: Då", 1) }, "", "fail"},
		"a_second_sender_on_top": {own, func(s string) string { return "From: chef@storstad.se\r\n" + s }, "", "pass"},
		"a_key_that_nobody_has":  {domain{"storstad.se", own.key, nil}, nil, "", "permerror"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw := c.by.sign(t, letter)
			if c.change != nil {
				raw = c.change(raw)
			}
			a := check(t, New(Options{Lookup: c.by.lookup}), raw)
			if a.Signed != c.signed || len(a.Signatures) != 1 || a.Signatures[0].Result != c.result {
				t.Errorf("%+v", a)
			}
		})
	}
}

func Test_only_our_own_servers_uppermost_word_counts(t *testing.T) {
	t.Parallel()
	const ours = "Authentication-Results: mx.storstad.se; "
	trace := "Received: from a.example by b.example; Mon, 2 Mar 2026 10:00:00 +0100\r\n"
	for name, c := range map[string]struct {
		head       string
		spf, dmarc string
		signed     string
	}{
		"our_server":              {ours + "spf=pass smtp.mailfrom=storstad.se; dmarc=pass (p=reject) header.from=storstad.se\r\n" + trace, "pass", "pass", ""},
		"folded_and_commented":    {ours + "spf=fail (mx: \"not; here\"\r\n (nested)) smtp.mailfrom=x@y.se;\r\n\tdmarc=fail header.from=storstad.se\r\n" + trace, "fail", "fail", ""},
		"two_of_ours":             {ours + "spf=none\r\n" + ours + "dmarc=fail header.from=storstad.se\r\n" + trace, "none", "fail", ""},
		"another_server":          {"Authentication-Results: mx.ond.example; dmarc=pass header.from=storstad.se\r\n" + trace, "", "", ""},
		"ours_forged_below":       {ours + "dmarc=fail header.from=storstad.se\r\n" + trace + ours + "dmarc=pass header.from=storstad.se; spf=pass\r\n", "", "fail", ""},
		"for_another_sender":      {ours + "dmarc=pass header.from=ond.example\r\n" + trace, "", "", ""},
		"signature_seen_by_ours":  {ours + "dkim=pass header.d=storstad.se header.s=s1\r\n" + trace, "", "", "storstad.se"},
		"signature_of_another":    {ours + "dkim=pass header.d=ond.example\r\n" + trace, "", "", ""},
		"a_word_that_is_none":     {ours + "spf=<script>; dmarc=\r\n" + trace, "other", "other", ""},
		"a_server_without_a_name": {"Authentication-Results: spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=x.se; dkim=none; dmarc=pass action=none header.from=storstad.se\r\n" + trace, "pass", "pass", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := check(t, New(Options{Servers: []string{"mx.storstad.se", NoName}}), c.head+letter)
			if a.SPF != c.spf || a.DMARC != c.dmarc || a.Signed != c.signed {
				t.Errorf("%+v", a)
			}
		})
	}
}

func Test_a_resolver_that_does_not_answer_is_left_alone_for_a_while(t *testing.T) {
	t.Parallel()
	own := signer(t, "storstad.se")
	raw := own.sign(t, letter)
	now := clock.NewFake(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	asked, silent := 0, true
	c := New(Options{Clock: now})
	c.wait = 20 * time.Millisecond
	c.o.Lookup = func(ctx context.Context, name string) ([]string, error) {
		asked++
		if silent {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return own.lookup(ctx, name)
	}
	for range 3 {
		if a := check(t, c, raw); a.Signed != "" || a.Signatures[0].Result == "fail" {
			t.Fatalf("without an answer: %+v", a)
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	now.Advance(restAfter + time.Second)
	silent = false
	if a := check(t, c, raw); a.Signed != "storstad.se" {
		t.Errorf("after a while: %+v", a)
	}
}

func Test_nobody_asks_where_nothing_is_set_up(t *testing.T) {
	t.Parallel()
	own := signer(t, "storstad.se")
	for _, c := range []*Checker{nil, New(Options{})} {
		if a := check(t, c, own.sign(t, letter)); a.Domain != "" || len(a.Signatures) > 0 {
			t.Errorf("%+v", a)
		}
	}
}

func Fuzz_a_servers_word_is_read_or_left_alone(f *testing.F) {
	f.Add("mx.storstad.se; spf=pass (a (b) \\) c) smtp.mailfrom=\"x;y\"; dmarc=fail header.from=storstad.se")
	f.Add("spf=pass;;=;\"(")
	f.Fuzz(func(t *testing.T, value string) {
		server, results := split(value)
		if len(server) > len(value)+1 || len(results) > 50 {
			t.Errorf("%q, %d results", server, len(results))
		}
		var a inbox.Auth
		a.Domain = "storstad.se"
		for _, r := range results {
			take(&a, r)
		}
		if a.Signed != "" && !Aligned(a.Signed, a.Domain) {
			t.Errorf("%q is taken for %q", a.Signed, a.Domain)
		}
	})
}
