package outward_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"lotsen/internal/kit/outward"
)

var local = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

func TestPrivate_and_special_addresses_are_refused_however_they_are_written(t *testing.T) {
	t.Parallel()
	c := outward.New(outward.Options{Plain: true})
	for _, address := range []string{
		"http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://localhost/", "http://0.0.0.0/", "http://0/",
		"http://10.0.0.1/", "http://172.16.3.4/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/",
		"http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[fe80::1%25lo]/", "http://[fd00::1]/", "http://[64:ff9b::7f00:1]/",
		"http://[2002:7f00:1::]/", "http://[::127.0.0.1]/", "http://224.0.0.1/", "http://255.255.255.255/", "http://198.18.0.1/",
		"ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "http://user:word@example.com/", "//example.com/", "",
	} {
		if _, err := c.Do(t.Context(), "GET", address, nil, nil, 100); err == nil {
			t.Errorf("%s was called", address)
		}
	}
	for _, ip := range []string{"1.1.1.1", "193.10.5.7", "2a00:801:f0::1"} {
		if !outward.Public(netip.MustParseAddr(ip)) {
			t.Errorf("%s is public", ip)
		}
	}
}

func TestA_network_that_was_allowed_is_called_and_a_redirect_out_of_it_is_not_followed(t *testing.T) {
	t.Parallel()
	reached := false
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer inner.Close()
	outer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/long" {
			_, _ = w.Write([]byte(strings.Repeat("x", 200)))
			return
		}
		http.Redirect(w, r, inner.URL, http.StatusFound)
	}))
	defer outer.Close()
	c := outward.New(outward.Options{Private: local})
	res, err := c.Do(t.Context(), "POST", outer.URL, map[string]string{"X-Test": "1"}, strings.NewReader("{}"), 1000)
	if err != nil || res.Status != http.StatusFound || reached {
		t.Errorf("status %d, %v, the redirect was followed: %v", res.Status, err, reached)
	}
	if _, err := c.Do(t.Context(), "GET", outer.URL+"/long", nil, nil, 100); err == nil {
		t.Error("an endless answer was read")
	}
	if err := c.Check("http://example.com/"); !errors.Is(err, outward.ErrRefused) {
		t.Errorf("plain http to the internet: %v", err)
	}
	if err := c.Check("https://example.com/"); err != nil {
		t.Error(err)
	}
}
