package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long any one step may take on a busy machine.
const patience = 30 * time.Second

// shared is the one browser of this test binary. It is a package variable because the testing package has no other
// place for what outlives a test and serves many; Run ends it.
var shared = sync.OnceValues(start)

// started tells Run whether any test wanted the browser.
var started atomic.Bool

// Run is for TestMain: os.Exit(browser.Run(m)). It ends the browser and removes its profile. Without it the browser
// still ends with the process, but leaves its profile in the temporary folder.
func Run(m *testing.M) int {
	code := m.Run()
	if !started.Load() {
		return code
	}
	if ctx, err := shared(); err == nil {
		// A browser that will not close politely is killed with the process.
		bye, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		_ = chromedp.Cancel(bye)
	}
	return code
}

func start() (context.Context, error) {
	started.Store(true)
	path, err := find()
	if err != nil {
		return nil, err
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // tests run as root in containers, on pages of our own
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
	)
	alloc, _ := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, _ := chromedp.NewContext(alloc)
	if err := chromedp.Do(ctx); err != nil {
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	return ctx, nil
}

func find() (string, error) {
	if path := os.Getenv("LOTSEN_CHROMIUM"); path != "" {
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no Chromium on this machine (apt-get install chromium, or set LOTSEN_CHROMIUM)")
}

// Missing skips the test, or fails it where everything is required.
func Missing(t testing.TB, what error) {
	t.Helper()
	if os.Getenv("LOTSEN_REQUIRE_ALL") == "1" {
		t.Fatalf("%v, and LOTSEN_REQUIRE_ALL=1 asks for it", what)
	}
	t.Skipf("browser test skipped: %v", what)
}

// Root is the folder with go.mod, above the package under test.
func Root(t testing.TB) string {
	t.Helper()
	at, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at
		}
		up := filepath.Dir(at)
		if up == at {
			t.Fatal("no go.mod above the test")
		}
		at = up
	}
}
