package web

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"
)

// Download is a file to hand out.
type Download struct {
	Name string
	Type string // As stored; shown in the page only for images whose content says so too.
	Size int64  // -1 when not known.
	Body io.Reader
	ETag string // For example the content's hash; "" for none.
}

// rasterTypes are what a browser may show in place: pictures that cannot carry script.
var rasterTypes = map[string]bool{"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true}

// Send hands out a file. Whatever is in it, it cannot act in the reader's name: it is saved instead of shown, its type
// is not guessed, and if a browser opens it all the same it does so in a sandbox.
func (c *Ctx) Send(d Download) error {
	extendWrite(c.w, max(d.Size, 100<<20))
	head := make([]byte, 512)
	n, err := io.ReadFull(d.Body, head)
	if err != nil && n == 0 && err != io.EOF { //nolint:errorlint // ReadFull returns it bare.
		return fmt.Errorf("read %s: %w", "download", err)
	}
	head = head[:n]
	sniffed := http.DetectContentType(head)
	disposition, kind := "attachment", safeType(d.Type)
	if rasterTypes[sniffed] {
		disposition, kind = "inline", sniffed
	}
	h := c.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": fileName(d.Name)}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Cookie")
	if d.ETag != "" {
		h.Set("ETag", strconv.Quote(d.ETag))
	}
	c.sending(heldBy(&d))
	if seeker, ok := d.Body.(io.ReadSeeker); ok {
		if _, err := seeker.Seek(0, io.SeekStart); err != nil {
			return fmt.Errorf("rewind download: %w", err)
		}
		http.ServeContent(c.w, c.r, "", time.Time{}, seeker)
		return nil
	}
	if d.Size >= 0 {
		h.Set("Content-Length", strconv.FormatInt(d.Size, 10))
	}
	c.w.WriteHeader(http.StatusOK)
	if _, err = c.w.Write(head); err == nil {
		_, err = io.Copy(c.w, d.Body)
	}
	if err != nil && c.r.Context().Err() == nil {
		panic(http.ErrAbortHandler) // Half a file must not look like a whole one.
	}
	return nil
}

// heldBy is how much memory a download takes while it is read: all of it, or the part of a file that is in hand.
func heldBy(d *Download) int64 {
	if _, ok := d.Body.(*bytes.Reader); ok {
		return d.Size
	}
	return 64 << 10
}

// safeType keeps a stored type unless a browser might run it.
func safeType(stored string) string {
	kind, params, err := mime.ParseMediaType(stored)
	if err != nil {
		return "application/octet-stream"
	}
	switch kind {
	case "text/plain", "text/csv", "application/pdf", "application/json", "application/zip", "message/rfc822", "text/calendar",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"application/vnd.openxmlformats-officedocument.presentationml.presentation",
		"audio/mpeg", "audio/wav", "video/mp4", "application/vnd.apache.parquet":
		if charset := params["charset"]; charset != "" {
			return mime.FormatMediaType(kind, map[string]string{"charset": charset})
		}
		return kind
	}
	if rasterTypes[kind] {
		return kind
	}
	return "application/octet-stream"
}
