package api

import (
	"bytes"
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/web"
)

// adapter registers huma's operations among the product's routes, each with its policy.
type adapter struct {
	routes *web.Routes
	once   *once.Store
	// settled answers a request whose work was done when the process died before it had answered.
	settled func(c *web.Ctx, o *huma.Operation, note string) (*recorder, error)
	// maySee refuses to show again an answer about a case that the asker may no longer see.
	maySee func(c *web.Ctx, w *recorder) error
}

// Handle implements huma.Adapter. An operation without a policy stops the program, as a route without one does.
func (a *adapter) Handle(o *huma.Operation, handler func(huma.Context)) {
	policy, _ := o.Metadata[policyKey].(web.Policy)
	run := func(ctx context.Context, c *web.Ctx) (*recorder, error) {
		w := &recorder{header: http.Header{}}
		fault := &fault{}
		r := c.Request().WithContext(context.WithValue(ctx, faultMark{}, fault))
		handler(humago.NewContext(o, r, w))
		return w, fault.err
	}
	a.routes.Handle(o.Method+" "+Prefix+o.Path, policy, func(c *web.Ctx) error {
		if err := knownQuery(c, o); err != nil {
			return err
		}
		if o.Method == http.MethodPost {
			return a.runOnce(c, o, run)
		}
		w, err := run(c.Context(), c)
		if err != nil {
			return err
		}
		w.send(c)
		return nil
	}, web.API())
}

// knownQuery refuses names in the address that the operation does not know, as its body does: a filter with a slip of
// the pen would otherwise show everything. The language is every address's own.
func knownQuery(c *web.Ctx, o *huma.Operation) error {
	var f errs.Fields
	for _, name := range slices.Sorted(maps.Keys(c.Request().URL.Query())) {
		known := func(p *huma.Param) bool { return p.In == "query" && p.Name == name }
		if name != "lang" && !slices.ContainsFunc(o.Parameters, known) {
			f.Add("query."+name, "api.error.unknown")
		}
	}
	return f.Err()
}

// ServeHTTP implements huma.Adapter; requests come through the product's routes.
func (a *adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.routes.ServeHTTP(w, r) }

// recorder holds an answer until it is known to be a good one: errors are answered by the web kit.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (w *recorder) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *recorder) WriteHeader(status int) { w.status = status }

// Write implements http.ResponseWriter.
func (w *recorder) Write(b []byte) (int, error) { return w.body.Write(b) }

func (w *recorder) send(c *web.Ctx) {
	h := c.Writer().Header()
	for name, values := range w.header {
		h[name] = values
	}
	h.Set("Cache-Control", "private, no-store")
	if w.status != 0 {
		c.Writer().WriteHeader(w.status)
	}
	_, _ = c.Writer().Write(w.body.Bytes()) // A reader that went away is nobody's fault.
}

// fault is why an operation failed; it travels beside huma, which knows only texts.
type fault struct{ err error }

type faultMark struct{}

func faultOf(ctx context.Context) *fault {
	f, _ := ctx.Value(faultMark{}).(*fault)
	return f
}
