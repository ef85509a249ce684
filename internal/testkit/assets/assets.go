// Package assets gives tests the product's style sheet and scripts, built from today's sources.
//
// It does not own them: see internal/web/static. Where the npm packages are missing the test is skipped and says so.
package assets

import (
	"errors"
	"testing"
	"testing/fstest"

	"lotsen/internal/testkit/browser"
	"lotsen/internal/web/static"
	"lotsen/internal/web/static/bundle"
)

// Built bundles the sources in memory.
func Built(t testing.TB) *static.Assets {
	t.Helper()
	files, err := bundle.Build(browser.Root(t))
	if errors.Is(err, bundle.ErrNoModules) {
		browser.Missing(t, err)
	}
	if err != nil {
		t.Fatal(err)
	}
	memory := fstest.MapFS{}
	for name, content := range files {
		memory[name] = &fstest.MapFile{Data: content}
	}
	a, err := static.FromFS(memory)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
