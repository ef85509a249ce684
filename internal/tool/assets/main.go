// Command assets bundles internal/web/static/src with the npm packages into internal/web/static/dist.
//
// Run from the repository root after `npm ci --ignore-scripts`; `make assets` does both. Output names carry a hash
// of their content, manifest.json maps the plain names to them, and each file has a .gz copy beside it.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	srcDir  = "internal/web/static/src"
	distDir = "internal/web/static/dist"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

func run() error {
	if _, err := os.Stat("node_modules"); err != nil {
		return errors.New("node_modules is missing: run `npm ci --ignore-scripts` in the repository root")
	}
	files, err := bundle()
	if err != nil {
		return err
	}
	if err := clean(); err != nil {
		return err
	}
	return write(files)
}

// bundle builds in memory, so that a mistake in a source leaves the last good dist in place.
func bundle() ([]api.OutputFile, error) {
	res := api.Build(api.BuildOptions{
		EntryPoints:       []string{srcDir + "/app.css", srcDir + "/page.js", srcDir + "/desk.js", srcDir + "/icon.svg"},
		Outdir:            distDir,
		EntryNames:        "[name]-[hash]",
		Bundle:            true,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		Format:            api.FormatIIFE,
		Target:            api.ES2022,
		LegalComments:     api.LegalCommentsNone,
		Loader:            map[string]api.Loader{".svg": api.LoaderCopy},
		LogLevel:          api.LogLevelWarning,
		Write:             false,
	})
	if len(res.Errors) > 0 {
		return nil, fmt.Errorf("esbuild found %d errors", len(res.Errors))
	}
	return res.OutputFiles, nil
}

// clean empties dist but for the file that keeps the folder in version control.
func clean() error {
	entries, err := os.ReadDir(distDir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if e.Name() == ".gitkeep" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(distDir, e.Name())); err != nil {
			return err
		}
	}
	return os.MkdirAll(distDir, 0o755)
}

func write(files []api.OutputFile) error {
	manifest := map[string]string{}
	for _, f := range files {
		hashed := filepath.Base(f.Path)
		manifest[plain(hashed)] = hashed
		packed, err := pack(f.Contents)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(distDir, hashed), f.Contents, 0o644); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(distDir, hashed+".gz"), packed, 0o644); err != nil {
			return err
		}
		fmt.Printf("%-24s %7d bytes %6d gzip\n", hashed, len(f.Contents), len(packed))
	}
	raw, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(distDir, "manifest.json"), append(raw, '\n'), 0o644)
}

// plain turns "app-X7K2.css" into "app.css".
func plain(hashed string) string {
	ext := filepath.Ext(hashed)
	base := strings.TrimSuffix(hashed, ext)
	return base[:strings.LastIndex(base, "-")] + ext
}

func pack(b []byte) ([]byte, error) {
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
