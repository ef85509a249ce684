package web_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"lotsen/internal/web"
)

func TestDownload(t *testing.T) {
	t.Parallel()
	b := setup(t)
	png := append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 100)...)
	files := map[string]web.Download{
		"picture": {Name: "bild på ö.png", Type: "text/html", Size: int64(len(png)), Body: bytes.NewReader(png)},
		"svg":     {Name: "x.svg", Type: "image/svg+xml", Size: -1, Body: strings.NewReader("<svg onload=alert(1)>")},
		"html":    {Name: "x.html", Type: "text/html", Size: -1, Body: io.MultiReader(strings.NewReader("<script>alert(1)</script>"))},
		"lie":     {Name: "x.png", Type: "image/png", Size: -1, Body: strings.NewReader("<html><script>alert(1)</script>")},
		"broken":  {Name: "a\r\nSet-Cookie: x=1;\"\\.txt", Type: "text/\u200bhtml", Size: -1, Body: strings.NewReader("x")},
		"table":   {Name: "rapport.csv", Type: "text/csv; charset=utf-8", Size: 3, Body: strings.NewReader("a;b")},
	}
	b.Handle("GET /files/{name}", web.Public("test"), func(c *web.Ctx) error { return c.Send(files[c.Param("name")]) })
	for name, row := range map[string]struct{ kind, disposition string }{
		"picture": {"image/png", "inline; filename*=utf-8''bild%20p%C3%A5%20%C3%B6.png"},
		"svg":     {"application/octet-stream", "attachment; filename=x.svg"},
		"html":    {"application/octet-stream", "attachment; filename=x.html"},
		"lie":     {"image/png", "attachment; filename=x.png"},
		"broken":  {"application/octet-stream", ""},
		"table":   {"text/csv; charset=utf-8", "attachment; filename=rapport.csv"},
	} {
		t.Run(name, func(t *testing.T) {
			w := b.do(req{path: "/files/" + name})
			h := w.Header()
			if w.Code != 200 || h.Get("Content-Type") != row.kind || row.disposition != "" && h.Get("Content-Disposition") != row.disposition {
				t.Errorf("got %d %q %q", w.Code, h.Get("Content-Type"), h.Get("Content-Disposition"))
			}
			if h.Get("Content-Security-Policy") != "default-src 'none'; sandbox" || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Set-Cookie") != "" {
				t.Errorf("got %v", h)
			}
			if w.Body.Len() == 0 {
				t.Error("nothing came")
			}
		})
	}
	if w := b.do(req{path: "/files/picture", header: map[string]string{"Range": "bytes=1-3"}}); w.Code != 206 || w.Body.String() != "PNG" {
		t.Errorf("a part: %d %q", w.Code, w.Body)
	}
}
