package faults_test

import (
	"bufio"
	"context"
	"database/sql"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

func mustExec(t testing.TB, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

var liveAddress = regexp.MustCompile(`data-live="(/live\?[^"]+)"`)

// listen opens a page and its stream, as the page's script does, and passes on that it is told to look again.
func (b *browser) listen(t testing.TB, path string) <-chan struct{} {
	t.Helper()
	_, body, err := b.page(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	found := liveAddress.FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("%s is not live", path)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.base+html.UnescapeString(found[1]), nil)
	if err != nil {
		t.Fatal(err)
	}
	client := *b.client
	client.Timeout = 0
	opened := time.AfterFunc(10*time.Second, cancel)
	res, err := client.Do(req)
	opened.Stop()
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("live stream of %s: %v %v", path, res, err)
	}
	looks := make(chan struct{}, 100)
	go func() {
		defer res.Body.Close()
		defer close(looks)
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "data: look") {
				looks <- struct{}{}
			}
		}
	}()
	return looks
}
