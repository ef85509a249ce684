package faults_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// installOn is newInstall on a cluster of the test's own.
func installOn(t testing.TB, c *cluster) *install {
	t.Helper()
	dir := workDir(t)
	in := &install{Engine: "postgres", Dir: dir, Files: filepath.Join(dir, "files"), Env: map[string]string{}, Cluster: c, DSN: c.database(t)}
	if err := os.MkdirAll(filepath.Join(dir, "tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	in.fill(t)
	return in
}

// database of the install, as a standby of its cluster names it.
func (in *install) databaseName() string {
	u, err := url.Parse(in.DSN)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Path, "/")
}

// token makes one more, of a person of its own, who may everything.
func (in *install) token(t testing.TB, name string) string {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(in.run(t, "token", "create", "--name", name, "--admin")), "\n")
	return lines[len(lines)-1]
}

// open is a connection to a database of a cluster, for the test's own questions.
func (c *cluster) open(t testing.TB, name string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", c.dsn(name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// browser is a person at a node's pages.
type browser struct {
	base   string
	client *http.Client
}

// login takes up a person with a role and logs them in.
func (in *install) login(t testing.TB, n *node, name, role string) *browser {
	t.Helper()
	password := "en riktigt lång mening " + name
	if _, err := in.command(t.Context(), []byte(password+"\n"), "user", "add", "--login", name, "--given", name, "--family", "Ek", "--org", "storstad", "--role", role, "--password"); err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{base: "http://" + n.HTTP, client: &http.Client{Jar: jar, Timeout: 20 * time.Second}}
	res, err := b.client.PostForm(b.base+"/login", url.Values{"name": {name}, "password": {password}})
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, page, err := b.page(t.Context(), "/profile"); err != nil || !strings.Contains(page, name) {
		t.Fatalf("%s is not logged in: %d, %v", name, res.StatusCode, err)
	}
	return b
}

// at is the same person at another node: cookies know no ports.
func (b *browser) at(n *node) *browser { return &browser{base: "http://" + n.HTTP, client: b.client} }

func (b *browser) page(ctx context.Context, path string) (http.Header, string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.base+path, nil)
	if err != nil {
		return nil, "", err
	}
	req.Header.Set("Accept-Language", "sv")
	res, err := b.client.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %d", path, res.StatusCode)
	}
	return res.Header, string(raw), err
}

// age is how old an answer says that its data is, in seconds; -1 when it came from the primary.
func age(h http.Header) int {
	n, err := strconv.Atoi(h.Get("Lotsen-Data-Age"))
	if err != nil {
		return -1
	}
	return n
}

// list is a page of the newest cases, and where it came from.
func (a *api) list(ctx context.Context, path string) (titles []string, old int, err error) {
	got, err := a.do(ctx, http.MethodGet, path, "", nil)
	if err != nil {
		return nil, 0, err
	}
	if got.Status != http.StatusOK {
		return nil, 0, fmt.Errorf("%s: %d %.200s", path, got.Status, got.Body)
	}
	for _, part := range strings.Split(string(got.Body), `"title":"`)[1:] {
		title, _, _ := strings.Cut(part, `"`)
		titles = append(titles, title)
	}
	return titles, age(got.Header), nil
}

// report makes a case and returns when it is acknowledged.
func (a *api) report(ctx context.Context, title string) error {
	got, err := a.do(ctx, http.MethodPost, "/tickets", title, map[string]any{"title": title, "text": title, "requester": requester})
	if err == nil && got.Status != http.StatusCreated {
		err = fmt.Errorf("POST /tickets: %d %.200s", got.Status, got.Body)
	}
	return err
}

// metric reads a figure of /metrics; -1 when it is not there.
func (n *node) metric(ctx context.Context, name string) float64 {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+n.HTTP+"/metrics", nil)
	if err != nil {
		return -1
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return -1
	}
	defer res.Body.Close()
	raw, _ := io.ReadAll(res.Body)
	for _, line := range strings.Split(string(raw), "\n") {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			f, _ := strconv.ParseFloat(value, 64)
			return f
		}
	}
	return -1
}
