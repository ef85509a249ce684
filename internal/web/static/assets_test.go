package static_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"lotsen/internal/testkit/assets"
	"lotsen/internal/web/static"
)

func get(a *static.Assets, method, path, encoding string) *http.Response {
	req := httptest.NewRequest(method, path, nil)
	if encoding != "" {
		req.Header.Set("Accept-Encoding", encoding)
	}
	rec := httptest.NewRecorder()
	a.Handler().ServeHTTP(rec, req)
	return rec.Result()
}

func read(t *testing.T, r io.Reader) string {
	t.Helper()
	raw, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestAssets(t *testing.T) {
	t.Parallel()
	built := assets.Built(t)

	t.Run("a_hashed_file_is_cached_for_ever_and_cannot_be_sniffed", func(t *testing.T) {
		t.Parallel()
		for name, kind := range map[string]string{
			"app.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8",
			"desk.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml",
		} {
			res := get(built, "GET", built.URL(name), "")
			want := map[string]string{
				"Content-Type": kind, "Cache-Control": "public, max-age=31536000, immutable",
				"X-Content-Type-Options": "nosniff", "Vary": "Accept-Encoding", "Content-Encoding": "",
			}
			for header, value := range want {
				if got := res.Header.Get(header); got != value {
					t.Errorf("%s: %s is %q, want %q", name, header, got, value)
				}
			}
			if res.StatusCode != 200 || len(read(t, res.Body)) == 0 {
				t.Errorf("%s: status %d", name, res.StatusCode)
			}
		}
	})

	t.Run("the_compressed_copy_goes_to_those_who_take_it", func(t *testing.T) {
		t.Parallel()
		plain := read(t, get(built, "GET", built.URL("app.css"), "").Body)
		for encoding, packed := range map[string]bool{
			"gzip, br": true, "br;q=1.0, gzip;q=0.8": true, "*": true, "gzip;q=0": false, "br": false, "": false, "gzip; q=0.0": false,
		} {
			res := get(built, "GET", built.URL("app.css"), encoding)
			if got := res.Header.Get("Content-Encoding") == "gzip"; got != packed {
				t.Errorf("%q: compressed is %v", encoding, got)
				continue
			}
			body := io.Reader(res.Body)
			if packed {
				unpacked, err := gzip.NewReader(res.Body)
				if err != nil {
					t.Fatal(err)
				}
				body = unpacked
			}
			if read(t, body) != plain {
				t.Errorf("%q: another content", encoding)
			}
		}
	})

	t.Run("nothing_but_the_files_is_answered", func(t *testing.T) {
		t.Parallel()
		for _, path := range []string{"/static/", "/static/manifest.json", "/static/.gitkeep", "/static/../assets.go", built.URL("app.css") + ".gz", "/static/app.css"} {
			if res := get(built, "GET", path, "gzip"); res.StatusCode != http.StatusNotFound {
				t.Errorf("%s: status %d", path, res.StatusCode)
			}
		}
		if res := get(built, "POST", built.URL("app.css"), ""); res.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("POST: status %d", res.StatusCode)
		}
		if body := read(t, get(built, "HEAD", built.URL("app.css"), "").Body); body != "" {
			t.Error("HEAD has a body")
		}
	})
}

func TestAssetsBeforeTheFirstBuild(t *testing.T) {
	t.Parallel()
	a, err := static.FromFS(fstest.MapFS{".gitkeep": {}})
	if err != nil {
		t.Fatal(err)
	}
	if u := a.URL("app.css"); u != "" || a.URLs("app.css", "page.js") != nil {
		t.Errorf("an address for a file that is not there: %q", u)
	}
	if res := get(a, "GET", "/static/app.css", ""); res.StatusCode != http.StatusNotFound {
		t.Errorf("status %d", res.StatusCode)
	}
	if _, err := static.FromFS(fstest.MapFS{"manifest.json": {Data: []byte("{")}}); err == nil {
		t.Error("a broken manifest was accepted")
	}
	if _, err := static.New(); err != nil {
		t.Errorf("the embedded files: %v", err)
	}
}
