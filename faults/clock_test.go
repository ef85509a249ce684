package faults_test

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestA_clock_that_jumps lets the clock of a serving process jump back an hour, to the right time, forward an hour and
// back again, under writes. Nobody is logged out, nothing is closed or woken before its time, order is that of the
// numbers, and what was put off is done when its time has come.
func TestA_clock_that_jumps(t *testing.T) {
	shifted := filepath.Join(workDir(t), "shifted")
	build := exec.Command("go", "build", "-o", shifted, "lotsen/faults/shifted")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	engines(t, func(t *testing.T, engine string) {
		in := newInstall(t, engine)
		in.Env["SHIFTED_CLOCK"] = filepath.Join(in.Dir, "clock")
		in.addCategory(t)
		mails := newSink(t, in)
		in.run(t, "user", "add", "--login", "eva", "--given", "Eva", "--family", "Ek", "--role", "agent")
		words := strings.Split(strings.TrimSpace(in.run(t, "user", "password", "eva")), "\n")
		in.age(t, 48*time.Hour)
		n := &node{in: in, HTTP: freePort(t), SMTP: freePort(t), Program: shifted, logFile: filepath.Join(in.Dir, "node.log")}
		n.launch(t)
		t.Cleanup(func() {
			n.kill()
			if t.Failed() {
				t.Log(n.log(40))
			}
		})
		n.ready(t, 30*time.Second)
		browser := n.logIn(t, "eva", words[len(words)-1])
		book := newLedger("c")
		ld := newLoad(in, book, n)
		ld.Calm = true
		ld.begin(t, 3)
		eventually(t, 60*time.Second, "writes at the right time", more(book, 30))

		held, solved := n.newCase(t, "held"), n.newCase(t, "solved")
		n.patch(t, held, map[string]any{"state": "hold", "reason": "Väntar", "until": time.Now().Add(30 * time.Minute)})
		n.patch(t, solved, map[string]any{"state": "resolved", "solution": "Klart", "told": true})
		result := row{Fault: "clock jumps by an hour", Engine: engine}
		for _, by := range []string{"-1h", "0s", "1h", "0s"} {
			result.Rounds++
			if err := os.WriteFile(in.Env["SHIFTED_CLOCK"], []byte(by), 0o600); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			eventually(t, 60*time.Second, "writes after a jump to "+by, more(book, 30))
			result.Recovery = append(result.Recovery, time.Since(began))
			if err := n.readyz(); err != nil {
				t.Errorf("after %s: %v", by, err)
			}
			browser.stillIn(t, by)
			if state := n.state(t, solved); state != "resolved" {
				t.Errorf("after %s the solved case is %s: 72 hours have not passed", by, state)
			}
			switch state := n.state(t, held); {
			case by == "1h":
				eventually(t, 60*time.Second, "the held case to be woken in its time", func() error {
					if state := n.state(t, held); state != "open" {
						return fmt.Errorf("it is %s", state)
					}
					return nil
				})
			case result.Rounds < 3 && state != "hold":
				t.Errorf("after %s the held case is %s, before its time", by, state)
			}
		}
		ld.end()
		ld.settle(t, 60*time.Second)
		f := book.verify(t.Context(), n.look())
		f.report(t)
		book.verifyMail(t, n, mails, 120*time.Second)
		in.check(t)
		result.Acked, result.Lost, result.Doubles = f.Acked, f.Lost, f.Doubles
		record(result)
	})
}

func (n *node) newCase(t testing.TB, title string) string {
	t.Helper()
	var made seenTicket
	n.post(t, "/tickets", map[string]any{"title": title, "requester": requester, "category": "Skrivare"}, &made)
	n.post(t, "/tickets/"+made.Ref+"/messages", map[string]any{"text": "Vi tittar."}, nil)
	return made.Ref
}

func (n *node) state(t testing.TB, ref string) string {
	t.Helper()
	var seen seenTicket
	if err := n.api().get(t.Context(), "/tickets/"+ref, &seen); err != nil {
		t.Error(err)
	}
	return seen.State
}

// visitor is somebody with a browser who has logged in.
type visitor struct {
	client *http.Client
	base   string
}

func (n *node) logIn(t testing.TB, name, password string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{&http.Client{Jar: jar, Timeout: 20 * time.Second}, "http://" + n.HTTP}
	res, err := v.client.PostForm(v.base+"/login", url.Values{"name": {name}, "password": {password}})
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || strings.HasSuffix(res.Request.URL.Path, "/login") {
		t.Fatalf("log in: %d at %s", res.StatusCode, res.Request.URL)
	}
	return v
}

func (v *visitor) stillIn(t testing.TB, when string) {
	t.Helper()
	res, err := v.client.Get(v.base + "/desk")
	if err != nil {
		t.Error(err)
		return
	}
	defer res.Body.Close()
	if strings.HasSuffix(res.Request.URL.Path, "/login") || res.StatusCode >= 400 {
		t.Errorf("after %s the visitor is at %s: %d", when, res.Request.URL.Path, res.StatusCode)
	}
}
