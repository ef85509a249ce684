package faults_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestPostgres_commit_unanswered cuts the connection around a commit. Nobody knows then whether it happened: it is called
// neither a failure nor a success, and what carries a key may be sent again.
func TestPostgres_commit_unanswered(t *testing.T) {
	t.Parallel()
	c := sharedCluster(t)
	in := newInstall(t, "postgres")
	way := newWire(t, "127.0.0.1:"+c.Port)
	u, err := url.Parse(in.DSN)
	if err != nil {
		t.Fatal(err)
	}
	u.Host = way.Address
	in.DSN = u.String()
	n := in.start(t)
	ctx := t.Context()
	post := func(title, key string) answer {
		t.Helper()
		got, err := n.api().do(ctx, http.MethodPost, "/tickets", key, map[string]any{"title": title, "text": "text", "requester": requester})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	made := func(title string) (n_ int) {
		t.Helper()
		titles, _, err := n.api().list(ctx, newest)
		if err != nil {
			t.Fatal(err)
		}
		for _, other := range titles {
			if other == title {
				n_++
			}
		}
		return n_
	}
	for _, where := range []string{"before", "after"} {
		for _, key := range []string{"", "nyckel-" + where} {
			name := where + "_the_commit"
			if key != "" {
				name += "_with_a_key"
			}
			t.Run(name, func(t *testing.T) {
				way.cutAt(where, "titel-"+name)
				cuts := way.cut.Load()
				got := post("titel-"+name, key)
				if way.cut.Load() != cuts+1 {
					t.Fatal("the connection was not cut")
				}
				if got.Status != http.StatusServiceUnavailable || !strings.Contains(string(got.Body), `"code":"web.error.unknown_outcome"`) {
					t.Errorf("got %d %s", got.Status, got.Body)
				}
				if invited := got.Header.Get("Retry-After") != ""; invited != (key != "") {
					t.Errorf("a client is invited to send it again: %v, with the key %q", invited, key)
				}
				want := map[string]int{"before": 0, "after": 1}[where]
				if n := made("titel-" + name); n != want {
					t.Errorf("%d cases were made, want %d", n, want)
				}
				if key == "" {
					return
				}
				if again := post("titel-"+name, key); again.Status != http.StatusCreated || made("titel-"+name) != 1 {
					t.Errorf("sent again: %d %s, and %d cases", again.Status, again.Body, made("titel-"+name))
				}
			})
		}
	}
	in.check(t)
}
