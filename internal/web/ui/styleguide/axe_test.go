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
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

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

func TestEveryExampleIsAccessible(t *testing.T) {
	server, pages := serve(t, i18n.Swedish)
	for _, page := range pages {
		p := browser.Open(t, server.URL+"/"+page.Name+".html")
		browser.AxeAll(t, p, page.Name)
		if c := p.Complaints(); len(c) > 0 {
			t.Errorf("%s: the browser complains: %q", page.Name, c)
		}
	}
}

func TestWhatOpensIsAccessible(t *testing.T) {
	server, _ := serve(t, i18n.English)
	p := browser.Open(t, server.URL+"/ticket.html")

	p.TabTo("Your menu, Amir Lund")
	p.Press("Enter").Wait("document.querySelector('#user-menu:popover-open')")
	browser.AxeAll(t, p, "menu")
	p.Press("Escape").Wait("!document.querySelector(':popover-open')")

	p.Press("?").Wait("document.querySelector('#shortcuts:modal')")
	browser.AxeAll(t, p, "shortcuts")
	p.Press("Escape").Wait("!document.querySelector(':modal')")

	p.Press("a").Wait("document.querySelector('#assign:modal')")
	browser.AxeAll(t, p, "assign")
}

func TestKeyboard(t *testing.T) {
	server, _ := serve(t, i18n.Swedish)

	t.Run("the_first_stop_skips_to_the_content", func(t *testing.T) {
		p := browser.Open(t, server.URL+"/portal.html")
		if f := p.Tab(1); f != (browser.Focus{Role: "link", Name: "Hoppa till innehållet"}) {
			t.Errorf("first stop is %+v", f)
		}
		p.Press("Enter")
		if f := p.Tab(1); f.Role != "searchbox" {
			t.Errorf("after the jump the focus is on %+v", f)
		}
	})

	t.Run("errors_are_first_and_lead_to_the_field", func(t *testing.T) {
		p := browser.Open(t, server.URL+"/form.html").Wait("document.activeElement !== document.body")
		if f := p.Focused(); f.Name != "Det här behöver rättas till" {
			t.Errorf("the focus is on %+v", f)
		}
		p.Tab(2)
		p.Press("Enter").Wait("document.activeElement.type === 'radio'")
		if f := p.Focused(); f != (browser.Focus{Role: "radio", Name: "Lindskolan"}) {
			t.Errorf("the link leads to %+v", f)
		}
	})

	t.Run("without_scripts_the_menu_and_the_dialogs_still_open", func(t *testing.T) {
		p := browser.Open(t, server.URL+"/ticket.html", browser.NoScript())
		p.Click(".user").Wait("document.querySelector('#user-menu:popover-open')")
		p.Press("Escape").Click("[commandfor=assign]").Wait("document.querySelector('#assign:modal')")
	})
}

func TestTheDesignSystemsOwnWordsAreTranslated(t *testing.T) {
	for lang, want := range map[i18n.Lang]string{i18n.Swedish: `"%d tecken kvar"`, i18n.English: `"%d characters left"`} {
		server, _ := serve(t, lang)
		p := browser.Open(t, server.URL+"/form.html")
		got := browser.Eval[string](p, "getComputedStyle(document.querySelector('.ds-field')).getPropertyValue('--dsc-field-counter-under')")
		if got != want {
			t.Errorf("%s: %s", lang, got)
		}
	}
}

func TestPagesReflowAtFourHundredPerCent(t *testing.T) {
	server, pages := serve(t, i18n.Swedish)
	for _, page := range pages {
		// 1280 by 1024 at 400 per cent is 320 by 256.
		p := browser.Open(t, server.URL+"/"+page.Name+".html", browser.Width(320), browser.Height(256))
		if over := browser.Eval[int](p, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
			t.Errorf("%s is %d px too wide", page.Name, over)
		}
	}
}
