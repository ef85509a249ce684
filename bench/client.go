package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/smtp"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// client is one agent with a browser and a token.
type client struct {
	base  string
	agent agent
	http  *http.Client
	smtp  *smtp.Client // While mail is handed over.
	// check is true when the next answer is to be read and not just received.
	check bool
}

func newClient(base string, a agent) *client {
	jar, _ := cookiejar.New(nil)
	return &client{base: base, agent: a, check: true, http: &http.Client{
		Jar: jar, Timeout: 2 * time.Minute,
		// What the browser asks for compressed is compressed by the server; unpacking it is not what is measured.
		Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 2},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// login opens a session.
func (c *client) login(ctx context.Context) error {
	_, err := c.post(ctx, "/login", url.Values{"name": {c.agent.Login}, "password": {password}})
	return err
}

// get fetches a page that must be there, and returns its text when it is to be checked.
func (c *client) get(ctx context.Context, path string) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return "", err
	}
	return c.send(r, http.StatusOK)
}

// post sends a form that must be answered with a redirect.
func (c *client) post(ctx context.Context, path string, form url.Values) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return c.send(r, http.StatusSeeOther)
}

// call asks the API.
func (c *client) call(ctx context.Context, method, path string, body []byte, want int) (string, error) {
	r, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+c.agent.Token)
	return c.send(r, want)
}

// unexpected is an answer that is not what was asked for: it ends the run.
type unexpected struct {
	request string
	status  int
	text    string
}

func (u *unexpected) Error() string {
	return fmt.Sprintf("%s: answered %d: %s", u.request, u.status, strings.Join(strings.Fields(u.text[:min(len(u.text), 400)]), " "))
}

func (c *client) send(r *http.Request, want int) (string, error) {
	r.Header.Set("Accept-Encoding", "gzip")
	r.Header.Set("Accept-Language", "sv")
	res, err := c.http.Do(r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	if res.StatusCode == want && !c.check {
		_, err := io.Copy(io.Discard, res.Body)
		return "", err
	}
	raw, err := io.ReadAll(res.Body)
	if err == nil && res.Header.Get("Content-Encoding") == "gzip" {
		raw, err = unpack(raw)
	}
	if err != nil {
		return "", err
	}
	if res.StatusCode != want {
		return "", &unexpected{r.Method + " " + r.URL.Path, res.StatusCode, string(raw)}
	}
	return string(raw), nil
}

func unpack(raw []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

var (
	rowMark   = regexp.MustCompile(`<tr[^>]* id="[^"]*L-\d+"`)
	countMark = regexp.MustCompile(`<a [^>]*aria-current[^>]*><span>[^<]*</span>\s*<span class="count">(\d+)(\+?)</span>`)
)

// queueCount opens a queue and returns what its tab says and how many rows it has.
func (c *client) queueCount(ctx context.Context, view int) (count, rows int, err error) {
	c.check = true
	page, err := c.get(ctx, fmt.Sprintf("/desk?view=%d", view))
	if err != nil {
		return 0, 0, err
	}
	rows = len(rowMark.FindAllString(page, -1))
	m := countMark.FindStringSubmatch(page)
	if m == nil {
		return 0, rows, nil // Nothing there is not said with a number.
	}
	if count, err = strconv.Atoi(m[1]); m[2] != "" {
		count++
	}
	return count, rows, err
}
