package web_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lotsen/internal/web"
)

func brokenComponent(context.Context, io.Writer) error { return errors.New("broken component") }

func TestRender(t *testing.T) {
	t.Parallel()
	b := setup(t)
	long := strings.Repeat("lång sida ", 1000)
	b.Handle("GET /long", web.Public("test"), func(c *web.Ctx) error { return c.Render(200, page(long)) })
	b.Handle("GET /wrong", web.Public("test"), func(c *web.Ctx) error { return c.Render(422, page("fel")) })
	plain := b.do(req{path: "/long"})
	packed := b.do(req{path: "/long", header: map[string]string{"Accept-Encoding": "br, gzip"}})
	t.Run("the_same_page_has_the_same_etag_compressed_or_not", func(t *testing.T) {
		etag := plain.Header().Get("ETag")
		if etag == "" || etag != packed.Header().Get("ETag") {
			t.Errorf("got %q and %q", etag, packed.Header().Get("ETag"))
		}
		w := b.do(req{path: "/long", header: map[string]string{"If-None-Match": `"other", ` + etag}})
		if w.Code != http.StatusNotModified || w.Body.Len() != 0 || w.Header().Get("ETag") != etag {
			t.Errorf("got %d, %d bytes", w.Code, w.Body.Len())
		}
	})
	t.Run("gzip_gives_the_page_back", func(t *testing.T) {
		if packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() > len(long)/5 {
			t.Fatalf("got %d bytes", packed.Body.Len())
		}
		z, err := gzip.NewReader(packed.Body)
		if err != nil {
			t.Fatal(err)
		}
		if raw, err := io.ReadAll(z); err != nil || string(raw) != long {
			t.Errorf("got %d bytes, %v", len(raw), err)
		}
		if w := b.do(req{path: "/long", header: map[string]string{"Accept-Encoding": "gzip;q=0"}}); w.Header().Get("Content-Encoding") != "" {
			t.Error("compressed for a client that refuses it")
		}
	})
	t.Run("caches_ask_each_time_and_tell_readers_apart", func(t *testing.T) {
		h := plain.Header()
		if h.Get("Cache-Control") != "private, no-cache" || !strings.Contains(h.Get("Vary"), "Cookie") || !strings.Contains(h.Get("Vary"), "Accept-Encoding") {
			t.Errorf("got %v", h)
		}
	})
	t.Run("an_error_page_is_never_kept", func(t *testing.T) {
		w := b.do(req{path: "/wrong"})
		if w.Header().Get("ETag") != "" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("got %v", w.Header())
		}
	})
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Handle("GET /x", web.Public("test"), func(c *web.Ctx) error { return c.Text(200, c.T.Lang()) })
	for header, want := range map[string]string{"": "sv", "en-GB,sv;q=0.5": "en", "de,sv;q=0.9,en;q=0.8": "sv", "fi": "sv", "*": "sv"} {
		if w := b.do(req{path: "/x", header: map[string]string{"Accept-Language": header}}); w.Body.String() != want {
			t.Errorf("%q: got %s", header, w.Body)
		}
	}
	w := b.do(req{path: "/x?a=1&lang=en"})
	if w.Code != 303 || w.Header().Get("Location") != "/x?a=1" {
		t.Fatalf("got %d to %s", w.Code, w.Header().Get("Location"))
	}
	if w := b.do(req{path: "/x", header: map[string]string{"Cookie": w.Result().Cookies()[0].String(), "Accept-Language": "sv"}}); w.Body.String() != "en" {
		t.Errorf("the choice is not kept: %s", w.Body)
	}
}

func TestRedirect(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{
		"/": true, "/tickets/L-1?x=%2F%2F#y": true, "": false, "//evil.example": false, "/\\evil.example": false, "\\/evil": false,
		"https://evil.example": false, "javascript:alert(1)": false, "/a\r\nSet-Cookie: x=1": false, "/\t/evil.example": false,
		"tickets": false, "/%": false,
	} {
		if got := web.IsLocal(path); got != want {
			t.Errorf("IsLocal(%q) = %v", path, got)
		}
	}
	b := setup(t)
	b.Handle("GET /away", web.Public("test"), func(c *web.Ctx) error { return c.Redirect("//evil.example") })
	if w := b.do(req{path: "/away"}); w.Code != 500 || w.Header().Get("Location") != "" {
		t.Errorf("got %d to %q", w.Code, w.Header().Get("Location"))
	}
}

// FuzzIsLocal holds the check against how addresses are resolved: what counts as local stays on the same host.
func FuzzIsLocal(f *testing.F) {
	for _, seed := range []string{"/a", "//b", "/\\b", "/a?b=//c", "/%2f/b", "/;@b", "/\tb", "/..//b"} {
		f.Add(seed)
	}
	base := &url.URL{Scheme: "https", Host: "here.example", Path: "/x"}
	f.Fuzz(func(t *testing.T, path string) {
		if !web.IsLocal(path) {
			return
		}
		ref, err := url.Parse(path)
		if err != nil {
			t.Fatalf("%q is local but no address: %v", path, err)
		}
		if to := base.ResolveReference(ref); to.Host != base.Host || to.Scheme != base.Scheme {
			t.Fatalf("%q leads to %s", path, to)
		}
	})
}

func TestFlash(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Handle("POST /do", web.Public("test"), func(c *web.Ctx) error {
		c.Flash("web.error.too_large", "limit", "<b>3 MB</b>")
		return c.Redirect("/see")
	})
	b.Handle("GET /see", web.Public("test"), func(c *web.Ctx) error {
		text := ""
		for _, f := range c.Flashes() {
			text += f.Text
		}
		return c.Text(200, "["+text+"]")
	})
	cookie := b.do(req{method: "POST", path: "/do"}).Result().Cookies()[0]
	see := func(cookie string) string {
		return b.do(req{path: "/see", header: map[string]string{"Cookie": cookie}}).Body.String()
	}
	if got := see(cookie.Name + "=" + cookie.Value); !strings.Contains(got, "Gränsen är <b>3 MB</b>") {
		t.Errorf("got %s", got)
	}
	w := b.do(req{path: "/see", header: map[string]string{"Cookie": cookie.Name + "=" + cookie.Value}})
	if gone := w.Result().Cookies(); len(gone) != 1 || gone[0].MaxAge >= 0 {
		t.Errorf("the cookie stays: %v", gone)
	}
	for _, forged := range []string{"x", cookie.Value + "x", "W3siayI6IngifV0." + strings.Split(cookie.Value, ".")[1]} {
		if got := see(cookie.Name + "=" + forged); got != "[]" {
			t.Errorf("a forged flash is shown: %s", got)
		}
	}
}
