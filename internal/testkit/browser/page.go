package browser

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"lotsen/internal/testkit/slow"
)

// Page is a tab with a profile of its own. Its methods fail the test instead of returning errors.
type Page struct {
	t   testing.TB
	ctx context.Context

	mu         sync.Mutex
	complaints []string
}

type settings struct {
	width, height int64
	dark          bool
	noScript      bool
}

// Option sets up a page before its first load.
type Option func(*settings)

// Width sets the viewport's width; 1280 without it.
func Width(px int64) Option { return func(s *settings) { s.width = px } }

// Height sets the viewport's height; 900 without it.
func Height(px int64) Option { return func(s *settings) { s.height = px } }

// Dark asks for the dark colour scheme.
func Dark() Option { return func(s *settings) { s.dark = true } }

// NoScript turns the page's scripts off.
func NoScript() Option { return func(s *settings) { s.noScript = true } }

// Open loads an address in a new tab, which is closed when the test ends. Without anybody asking for what takes minutes
// (package slow) the test is skipped.
func Open(t testing.TB, url string, opts ...Option) *Page {
	t.Helper()
	if !slow.Wanted() {
		t.Skip(slow.Why)
	}
	parent, err := shared()
	if err != nil {
		Missing(t, err)
	}
	s := settings{width: 1280, height: 900}
	for _, o := range opts {
		o(&s)
	}
	ctx, _ := chromedp.NewContext(parent, chromedp.WithNewBrowserContext())
	p := &Page{t: t, ctx: ctx}
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) }) // a tab that is gone already is as good as closed

	if err := chromedp.Do(ctx); err != nil { // opens the tab, without a time limit that would close it again
		t.Fatalf("open a tab: %v", err)
	}
	if err := chromedp.Listen(ctx, p.listen); err != nil {
		t.Fatalf("listen to the tab: %v", err)
	}
	p.call("enable log", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, log.Enable, cdp.Empty{})
		return err
	}))
	p.Resize(s.width, s.height).Scheme(s.dark)
	if s.noScript {
		p.call("turn scripts off", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
			return err
		}))
	}
	return p.Go(url)
}

// listen collects what a developer would see in red, and says yes to the browser's own dialogs.
func (p *Page) listen(ev any) {
	switch e := ev.(type) {
	case *runtime.EventExceptionThrown:
		p.complain("exception: " + e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			p.complain(string(e.Entry.Source) + ": " + e.Entry.Text)
		}
	case *page.EventJavascriptDialogOpening:
		go func() { // the listener must not wait for the browser
			_ = chromedp.Do(p.ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
				_, err := cdp.Call(ctx, t, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
				return err
			}))
		}()
	}
}

func (p *Page) complain(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.complaints = append(p.complaints, text)
}

// Complaints are script exceptions and security errors so far: a broken content security policy shows here.
// Failed requests are not among them; tests cause those on purpose.
func (p *Page) Complaints() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.complaints...)
}

// call runs steps within the time limit.
func (p *Page) call(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
}

// Go loads an address in this tab and waits for it.
func (p *Page) Go(url string) *Page {
	p.t.Helper()
	p.call("load "+url, chromedp.Navigate(url))
	return p
}

// Back is the browser's back button. It does not wait, because a page from the back/forward cache does not load:
// follow it with Wait.
func (p *Page) Back() *Page {
	p.t.Helper()
	p.call("go back", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		h, err := cdp.Call(ctx, t, page.GetNavigationHistory, cdp.Empty{})
		if err != nil {
			return err
		}
		if h.CurrentIndex < 1 {
			return errors.New("there is no page to go back to")
		}
		_, err = cdp.Call(ctx, t, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: h.Entries[h.CurrentIndex-1].ID})
		return err
	}))
	return p
}

// Resize changes the viewport.
func (p *Page) Resize(width, height int64) *Page {
	p.t.Helper()
	p.call("resize", chromedp.EmulateViewport(width, height))
	return p
}

// Scheme changes the colour scheme that the person prefers.
func (p *Page) Scheme(dark bool) *Page {
	p.t.Helper()
	value := "light"
	if dark {
		value = "dark"
	}
	p.call("set colour scheme", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: value},
				{Name: "prefers-reduced-motion", Value: "reduce"}, // axe must not look in the middle of a fade
			},
		})
		return err
	}))
	return p
}

// Screenshot writes the whole page as NAME.png into LOTSEN_PICTURES, and does nothing when that is not set.
func (p *Page) Screenshot(name string) {
	p.t.Helper()
	dir := os.Getenv("LOTSEN_PICTURES")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Fatalf("screenshot: %v", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
