package static

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// Prefix is the path under which Handler is mounted.
const Prefix = "/static/"

//go:embed all:dist
var dist embed.FS

// Assets knows the built files and serves them.
type Assets struct {
	files    fs.FS
	prefix   string
	manifest map[string]string // plain name to hashed name
	served   map[string]bool   // hashed names, the only ones that are answered
}

// New reads the embedded manifest. Without one, as in a fresh checkout, it returns Assets that know no file.
func New() (*Assets, error) {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("open embedded assets: %w", err)
	}
	return FromFS(files)
}

// FromFS is New over another folder, for tests and for a developer who wants the files from disk.
func FromFS(files fs.FS) (*Assets, error) {
	a := &Assets{files: files, prefix: Prefix, manifest: map[string]string{}, served: map[string]bool{}}
	raw, err := fs.ReadFile(files, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read asset manifest: %w", err)
	}
	if err := json.Unmarshal(raw, &a.manifest); err != nil {
		return nil, fmt.Errorf("decode asset manifest: %w", err)
	}
	for _, hashed := range a.manifest {
		a.served[hashed] = true
	}
	return a, nil
}

// URL is the address of a file by its plain name ("app.css"), or "" when it has not been built.
func (a *Assets) URL(name string) string {
	hashed, ok := a.manifest[name]
	if !ok {
		return ""
	}
	return a.prefix + hashed
}

// Relative returns the same files with addresses for pages that lie in a folder, without a server.
func (a *Assets) Relative() *Assets {
	b := *a
	b.prefix = strings.TrimPrefix(Prefix, "/")
	return &b
}

// Files are the built files by hashed name, for a copy of them.
func (a *Assets) Files() fs.FS { return a.files }

// URLs is URL for several names, without those that have not been built.
func (a *Assets) URLs(names ...string) []string {
	var out []string
	for _, name := range names {
		if u := a.URL(name); u != "" {
			out = append(out, u)
		}
	}
	return out
}

// Handler answers GET and HEAD for hashed names under Prefix, 404 for all else, the folder and the manifest too.
func (a *Assets) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, Prefix)
		if !a.served[name] {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		a.serve(w, r, name)
	})
}

func (a *Assets) serve(w http.ResponseWriter, r *http.Request, name string) {
	h := w.Header()
	h.Set("Content-Type", contentType(name))
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Accept-Encoding")

	f, err := a.open(name, acceptsGzip(r), h)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil {
		h.Set("Content-Length", fmt.Sprint(info.Size()))
	}
	if r.Method == http.MethodHead {
		return
	}
	// A reader that went away is no fault of ours, and the status has been sent.
	_, _ = io.Copy(w, f)
}

// open prefers the copy that the build compressed, when the client takes it.
func (a *Assets) open(name string, gzip bool, h http.Header) (fs.File, error) {
	if gzip {
		if f, err := a.files.Open(name + ".gz"); err == nil {
			h.Set("Content-Encoding", "gzip")
			return f, nil
		}
	}
	return a.files.Open(name)
}

// acceptsGzip reads Accept-Encoding only as far as needed: gzip or *, unless refused with q=0.
func acceptsGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		coding, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if coding != "gzip" && coding != "*" {
			continue
		}
		q := strings.ReplaceAll(params, " ", "")
		return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
	}
	return false
}

// contentType is fixed for what the build writes, because a system's own table may differ.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
		return "application/octet-stream"
	}
}
