package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
)

var assetMark = regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"`)

// firstVisit is how many bytes of bodies a browser that has nothing yet loads for the queue: the page and all its assets, compressed.
func (b *bench) firstVisit(ctx context.Context) (page, all int, err error) {
	c := b.clients[0]
	size := func(path string) (int, []byte, error) {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
		if err != nil {
			return 0, nil, err
		}
		r.Header.Set("Accept-Encoding", "gzip")
		res, err := c.http.Do(r)
		if err != nil {
			return 0, nil, err
		}
		defer res.Body.Close()
		raw, err := io.ReadAll(res.Body)
		if err == nil && res.StatusCode != http.StatusOK {
			err = fmt.Errorf("%s: answered %d", path, res.StatusCode)
		}
		n := len(raw)
		if err == nil && res.Header.Get("Content-Encoding") == "gzip" {
			raw, err = unpack(raw)
		}
		return n, raw, err
	}
	page, text, err := size("/desk?view=-7")
	if err != nil {
		return 0, 0, err
	}
	all = page
	seen := map[string]bool{}
	for _, m := range assetMark.FindAllStringSubmatch(string(text), -1) {
		path, _, _ := strings.Cut(m[1], "#")
		if seen[path] {
			continue
		}
		seen[path] = true
		n, _, err := size(path)
		if err != nil {
			return 0, 0, err
		}
		all += n
	}
	return page, all, nil
}

// pinged asks the handler that does nothing.
func pinged(ctx context.Context, _ *bench, c *client, _ *rand.Rand) error {
	_, err := c.get(ctx, "/")
	return err
}
