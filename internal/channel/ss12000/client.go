package ss12000

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/directory/school"
	"lotsen/internal/kit/outward"
)

const (
	timeout   = 60 * time.Second
	maxAnswer = 32 << 20
	pageSize  = "500"
	mostPages = 2000
	mostWaits = 5
	// longest is how long we wait when we are told to; a register that wants more is asked tomorrow.
	longest = 2 * time.Minute
)

// Client implements school.Reader.
type Client struct {
	out  *outward.Client
	wait func(ctx context.Context, d time.Duration) error
}

// New returns a client that calls the public internet and the private networks that are named. Wait is how it waits.
func New(private []netip.Prefix, wait func(ctx context.Context, d time.Duration) error) *Client {
	return &Client{outward.New(outward.Options{Private: private, Timeout: timeout}), wait}
}

// Check implements school.Reader.
func (c *Client) Check(address string) error { return c.out.Check(address) }

// Read implements school.Reader.
func (c *Client) Read(ctx context.Context, s school.Access) (school.Register, error) {
	var r school.Register
	header, err := c.authorise(ctx, s)
	if err != nil {
		return r, err
	}
	orgs, err := pages[organisation](ctx, c, s.BaseURL, "/organisations", nil, header)
	if err != nil {
		return r, err
	}
	people, err := pages[person](ctx, c, s.BaseURL, "/persons", url.Values{"expand": {"responsibleFor"}}, header)
	if err != nil {
		return r, err
	}
	return translate(orgs, people), nil
}

// authorise returns the header that lets us in: a token that was given, a key, or a token that is fetched.
func (c *Client) authorise(ctx context.Context, s school.Access) (map[string]string, error) {
	header := map[string]string{"Accept": "application/json"}
	switch s.Auth {
	case school.Bearer:
		header["Authorization"] = "Bearer " + s.Secret
	case school.Key:
		header[s.Client] = s.Secret
	case school.ClientCredentials:
		form := url.Values{"grant_type": {"client_credentials"}, "client_id": {s.Client}, "client_secret": {s.Secret}}
		if s.Scope != "" {
			form.Set("scope", s.Scope)
		}
		a, err := c.out.Do(ctx, http.MethodPost, s.TokenURL, map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}, strings.NewReader(form.Encode()), 64<<10)
		if err != nil {
			return nil, err
		}
		var token struct {
			Access string `json:"access_token"`
		}
		if a.Status != http.StatusOK || json.Unmarshal(a.Body, &token) != nil || token.Access == "" {
			return nil, fmt.Errorf("ss12000: no token, status %d", a.Status)
		}
		header["Authorization"] = "Bearer " + token.Access
	}
	return header, nil
}

// pages reads a collection to its end. A token cannot be combined with filters: the first page carries them, the others
// the token alone.
func pages[T any](ctx context.Context, c *Client, base, path string, filter url.Values, header map[string]string) ([]T, error) {
	var out []T
	seen := map[string]bool{}
	query := url.Values{"limit": {pageSize}}
	for name, values := range filter {
		query[name] = values
	}
	for range mostPages {
		body, err := c.get(ctx, strings.TrimRight(base, "/")+path+"?"+query.Encode(), header)
		if err != nil {
			return nil, fmt.Errorf("ss12000: %s: %w", path, err)
		}
		var page struct {
			Data  *[]T    `json:"data"`
			Token *string `json:"pageToken"`
		}
		if err := json.Unmarshal(body, &page); err != nil {
			return nil, fmt.Errorf("ss12000: %s: the answer is cut off or no JSON: %w", path, err)
		}
		if page.Data == nil {
			return nil, fmt.Errorf("ss12000: %s: the answer has no data", path)
		}
		out = append(out, *page.Data...)
		if page.Token == nil || *page.Token == "" {
			return out, nil
		}
		if seen[*page.Token] {
			return nil, fmt.Errorf("ss12000: %s: the pages go round in a circle", path)
		}
		seen[*page.Token] = true
		query = url.Values{"pageToken": {*page.Token}}
	}
	return nil, fmt.Errorf("ss12000: %s: more than %d pages", path, mostPages)
}

// get asks once, and again when it is told to wait.
func (c *Client) get(ctx context.Context, address string, header map[string]string) ([]byte, error) {
	for range mostWaits {
		a, err := c.out.Do(ctx, http.MethodGet, address, header, nil, maxAnswer)
		if err != nil {
			return nil, err
		}
		switch a.Status {
		case http.StatusOK:
			return a.Body, nil
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
			seconds, err := strconv.Atoi(a.Header.Get("Retry-After"))
			if err != nil || seconds < 1 {
				seconds = 5
			}
			if err := c.wait(ctx, min(time.Duration(seconds)*time.Second, longest)); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("status %d", a.Status)
		}
	}
	return nil, fmt.Errorf("told to wait %d times", mostWaits)
}
