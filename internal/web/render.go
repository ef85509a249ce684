package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// gzipFrom is the size below which compressing costs more than it saves.
const gzipFrom = 1400

// Render answers with a page. It is written whole or not at all: an error inside a component becomes an error page.
// The ETag is taken over the page before compression, so that a browser that looks again is told "the same" (304).
func (c *Ctx) Render(status int, page templ.Component) error {
	var b bytes.Buffer
	if err := page.Render(c.Context(), &b); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	return c.send(status, "text/html; charset=utf-8", b.Bytes())
}

// Text answers with plain text.
func (c *Ctx) Text(status int, s string) error {
	return c.send(status, "text/plain; charset=utf-8", []byte(s))
}

func (c *Ctx) send(status int, contentType string, body []byte) error {
	h := c.w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Cookie, Accept-Encoding, Accept-Language")
	if status == http.StatusOK {
		sum := sha256.Sum256(body)
		etag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
		h.Set("ETag", etag)
		if matches(c.r.Header.Get("If-None-Match"), etag) && isRead(c.r) {
			h.Del("Content-Type")
			c.w.WriteHeader(http.StatusNotModified)
			return nil
		}
	} else {
		h.Set("Cache-Control", "no-store")
	}
	if len(body) >= gzipFrom && acceptsGzip(c.r.Header.Get("Accept-Encoding")) {
		body = c.rs.compress(body)
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.sending(int64(len(body)))
	c.w.WriteHeader(status)
	_, _ = c.w.Write(body) // A reader that went away is nobody's fault, and the status is sent.
	return nil
}

// compress keeps its writers: each holds more memory than most pages.
func (rs *Routes) compress(body []byte) []byte {
	var b bytes.Buffer
	z, ok := rs.zips.Get().(*gzip.Writer)
	if !ok {
		z, _ = gzip.NewWriterLevel(nil, gzip.BestSpeed) // The level is a valid one.
	}
	defer rs.zips.Put(z)
	z.Reset(&b)
	_, _ = z.Write(body) // A buffer never fails.
	_ = z.Close()        // See above.
	return b.Bytes()
}

func isRead(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

// matches reads If-None-Match: a list of tags, compared weakly, or a star.
func matches(header, etag string) bool {
	for _, tag := range strings.Split(header, ",") {
		tag = strings.TrimSpace(tag)
		if tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(etag, "W/") {
			return true
		}
	}
	return false
}

func acceptsGzip(header string) bool {
	for _, part := range strings.Split(header, ",") {
		coding, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if coding != "gzip" && coding != "*" {
			continue
		}
		q, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !ok || err != nil || weight > 0
	}
	return false
}
