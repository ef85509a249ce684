package styleguide_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"lotsen/internal/kit/i18n"
	"lotsen/internal/testkit/assets"
	"lotsen/internal/testkit/browser"
	"lotsen/internal/web/static"
	"lotsen/internal/web/ui/styleguide"
)

func TestMain(m *testing.M) { os.Exit(browser.Run(m)) }

// policy is as strict as the product's own, so that a component with inline code or style shows here first.
const policy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'"

// serve puts the styleguide behind an address.
func serve(t *testing.T, lang i18n.Lang) (*httptest.Server, []styleguide.Page) {
	t.Helper()
	built := assets.Built(t)
	pages, err := styleguide.Pages(built, lang)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET "+static.Prefix, built.Handler())
	for _, page := range pages {
		mux.HandleFunc("GET /"+page.Name+".html", func(w http.ResponseWriter, r *http.Request) {
			var buf bytes.Buffer
			if err := page.Content.Render(r.Context(), &buf); err != nil {
				t.Error(err)
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", policy)
			_, _ = w.Write(buf.Bytes())
		})
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server, pages
}

func TestStyleguide(t *testing.T) {
	server, pages := serve(t, i18n.Swedish)
	for _, page := range pages {
		p := browser.Open(t, server.URL+"/"+page.Name+".html")
		browser.AxeAll(t, p, page.Name)
		if c := p.Complaints(); len(c) > 0 {
			t.Errorf("%s: the browser complains: %q", page.Name, c)
		}
	}
}
