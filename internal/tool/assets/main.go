// Command assets writes the style sheet, scripts and icon of the pages into internal/web/static/dist for embedding.
//
// Run from the repository root after `npm ci --ignore-scripts`; `make assets` does both.
package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lotsen/internal/web/static/bundle"
)

const dist = "internal/web/static/dist"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

// run builds in memory first, so that a mistake in a source leaves the last good dist in place.
func run() error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	files, err := bundle.Build(root)
	if err != nil {
		return err
	}
	if err := clean(); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := os.WriteFile(filepath.Join(dist, name), files[name], 0o644); err != nil {
			return err
		}
		if !strings.HasSuffix(name, ".gz") && name != "manifest.json" {
			fmt.Printf("%-24s %7d bytes %6d gzip\n", name, len(files[name]), len(files[name+".gz"]))
		}
	}
	return nil
}

// clean empties dist but for the file that keeps the folder in version control.
func clean() error {
	entries, err := os.ReadDir(dist)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if e.Name() == ".gitkeep" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dist, e.Name())); err != nil {
			return err
		}
	}
	return os.MkdirAll(dist, 0o755)
}
