// Package bundle makes the files of internal/web/static from their sources and the npm packages, in memory.
//
// It is used by internal/tool/assets, which writes them for embedding, and by tests, which want today's sources and
// not what lies in dist. The program itself never imports it: esbuild stays out of the binary.
package bundle

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

// ErrNoModules says that the npm packages have not been installed.
var ErrNoModules = errors.New("node_modules is missing: run `npm ci --ignore-scripts` in the repository root")

// Build returns the files by name: hashed ones, a .gz copy of each, and manifest.json from plain to hashed name.
// root is the repository's root. It fails with ErrNoModules, or with what esbuild says of a source.
func Build(root string) (map[string][]byte, error) {
	if _, err := os.Stat(filepath.Join(root, "node_modules", "idiomorph")); err != nil {
		return nil, ErrNoModules
	}
	src := "internal/web/static/src/"
	res := api.Build(api.BuildOptions{
		AbsWorkingDir:     root,
		EntryPoints:       []string{src + "app.css", src + "page.js", src + "desk.js", src + "wall.css", src + "wall.js", src + "icon.svg"},
		Outdir:            filepath.Join(root, "internal/web/static/dist"),
		EntryNames:        "[name]-[hash]",
		Bundle:            true,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		Format:            api.FormatIIFE,
		Target:            api.ES2022,
		LegalComments:     api.LegalCommentsNone,
		Loader:            map[string]api.Loader{".svg": api.LoaderCopy},
		LogLevel:          api.LogLevelSilent,
		Write:             false,
	})
	if len(res.Errors) > 0 {
		return nil, errors.New(strings.Join(api.FormatMessages(res.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage}), "\n"))
	}
	return collect(res.OutputFiles)
}

func collect(built []api.OutputFile) (map[string][]byte, error) {
	files, manifest := map[string][]byte{}, map[string]string{}
	for _, f := range built {
		hashed := filepath.Base(f.Path)
		packed, err := pack(f.Contents)
		if err != nil {
			return nil, fmt.Errorf("compress %s: %w", hashed, err)
		}
		manifest[plain(hashed)] = hashed
		files[hashed], files[hashed+".gz"] = f.Contents, packed
	}
	raw, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode manifest: %w", err)
	}
	files["manifest.json"] = append(raw, '\n')
	return files, nil
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
