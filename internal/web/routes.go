package web

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"lotsen/internal/kit/clock"
)

// Handler answers one request. An error it returns is turned into a status and a page in errors.go.
type Handler func(c *Ctx) error

// Routes is every address of the product, each with a policy.
type Routes struct {
	deps    Deps
	limits  Limits
	mux     *http.ServeMux
	routes  []*route
	origin  *http.CrossOriginProtection
	lanes   [lanes]*lane
	bodies  gate // Requests whose body is coming in.
	memory  budget
	disk    budget
	answers budget
	rates   *limiters
	zips    sync.Pool
}

// New returns Routes without a route. It panics when a dependency that has no default is missing.
func New(d Deps) *Routes {
	if d.Texts == nil {
		panic("web: Deps.Texts is missing")
	}
	if d.Clock == nil {
		d.Clock = clock.System{}
	}
	if d.Log == nil {
		d.Log = slog.Default()
	}
	if len(d.Secret) == 0 {
		d.Secret = make([]byte, 32)
		_, _ = rand.Read(d.Secret) // It never returns an error.
	}
	l := d.Limits.withDefaults()
	origin := http.NewCrossOriginProtection()
	for _, o := range d.Origins {
		if err := origin.AddTrustedOrigin(o); err != nil {
			panic("web: " + err.Error())
		}
	}
	rs := &Routes{
		deps: d, limits: l, mux: http.NewServeMux(), origin: origin, lanes: newLanes(l.Lanes), rates: newLimiters(l),
		bodies: newGate(l.Bodies, 0, 0), memory: budget{most: l.Memory}, disk: budget{most: l.Disk}, answers: budget{most: l.Answers},
	}
	if d.Metrics != nil {
		d.Metrics.Registry().MustRegister(newLoad(rs))
	}
	return rs
}

// route is one registered address.
type route struct {
	pattern string
	policy  Policy
	handler Handler
	upload  int64 // Bytes of a form with files; 0 for the default.
	stream  bool  // Lives long: no deadline, not counted among the requests in flight.
	api     bool  // Errors as problem+json, bearer tokens welcome.
	problem func(*Problem) (mediaType string, body any)
	owner   string // The page to which a GET on a POST-only address leads.
	mayLag  bool   // See Deps.MayLag.
	exempt  bool   // Answers although too much is in flight: health and assets.
	foreign bool   // A bearer token is not one of ours: the handler knows it.
	lane    Lane
}

// Option changes a route.
type Option func(*route)

// Upload raises the limit for a form with files.
func Upload(bytes int64) Option { return func(r *route) { r.upload = bytes } }

// Stream marks an answer that stays open for long.
func Stream() Option {
	return func(r *route) { r.stream, r.lane = true, LaneStreams }
}

// API makes errors problem+json (RFC 9457) and accepts bearer tokens.
func API() Option { return func(r *route) { r.api = true } }

// ForeignToken leaves a bearer token to the handler: it is a secret between us and another system, not one of a person.
func ForeignToken() Option { return func(r *route) { r.foreign = true } }

// Problems spells the errors of an API in the form of a standard that has its own. It may change the status to one that the
// standard knows.
func Problems(spell func(*Problem) (mediaType string, body any)) Option {
	return func(r *route) { r.problem = spell }
}

// Light marks an answer that costs next to nothing and is wanted most when all else is too much.
func Light() Option { return func(r *route) { r.exempt = true } }

// BackTo names the page that owns the form posted to this address, as a pattern: whoever comes with GET (reload after
// a login, a link from the history) is sent there.
func BackTo(pattern string) Option { return func(r *route) { r.owner = pattern } }

// Handle registers a handler for a pattern of http.ServeMux, such as "GET /tickets/{ref}". It panics without a policy.
func (rs *Routes) Handle(pattern string, p Policy, h Handler, options ...Option) {
	if !p.valid() {
		panic("web: " + pattern + " has no policy")
	}
	if strings.Contains(pattern, "%7B") {
		panic("web: " + pattern + " was made by a function that escapes: its {name} matches nothing")
	}
	rt := &route{pattern: pattern, policy: p, handler: h, lane: rs.deps.Lanes[pattern], mayLag: slices.Contains(rs.deps.MayLag, pattern)}
	for _, o := range options {
		o(rt)
	}
	rs.routes = append(rs.routes, rt)
	rs.mux.HandleFunc(pattern, func(_ http.ResponseWriter, r *http.Request) { rs.run(From(r.Context()), rt) })
	if path, ok := strings.CutPrefix(pattern, "POST "); ok && rt.owner != "" {
		rs.Handle("GET "+path, p, func(c *Ctx) error { return c.Redirect(fillPattern(rt.owner, c)) })
	}
}

// Mount registers a plain http.Handler. The request's context leads to the Ctx by From.
func (rs *Routes) Mount(pattern string, p Policy, h http.Handler, options ...Option) {
	rs.Handle(pattern, p, func(c *Ctx) error {
		h.ServeHTTP(c.w, c.r)
		return nil
	}, options...)
}

// Entry is one line of the table of routes.
type Entry struct{ Pattern, Policy string }

// Table lists every route with its policy, in order of the patterns.
func (rs *Routes) Table() []Entry {
	out := make([]Entry, len(rs.routes))
	for i, rt := range rs.routes {
		out[i] = Entry{rt.pattern, rt.policy.String()}
	}
	slices.SortFunc(out, func(a, b Entry) int { return strings.Compare(a.Pattern, b.Pattern) })
	return out
}

// fillPattern replaces {name} in a pattern by the request's own path values.
func fillPattern(pattern string, c *Ctx) string {
	parts := strings.Split(pattern, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, "{") && strings.HasSuffix(part, "}") {
			parts[i] = pathEscape(c.Param(strings.Trim(part, "{.}")))
		}
	}
	return strings.Join(parts, "/")
}

// trusted reports whether addr is one of the listed proxies.
func (rs *Routes) trusted(addr netip.Addr) bool {
	return slices.ContainsFunc(rs.deps.Proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}
