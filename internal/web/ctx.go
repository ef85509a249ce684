package web

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/netip"
	"os"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/trace"
)

// Ctx is one request and its answer.
type Ctx struct {
	// T prints texts in the reader's language.
	T *i18n.Printer

	rs       *Routes
	route    *route
	w        *answer
	r        *http.Request
	id       string
	begun    time.Time
	address  netip.Addr
	secure   bool
	identity Identity
	ctx      context.Context //nolint:containedctx // The Ctx is the request; it ends with it.
	cancel   context.CancelFunc
	spent    time.Duration // Of the time for work, on finding out who asks.
	form     *Form
	unread   error          // Why the form could not be read to its end.
	reading  *sqldb.Reading // Nil without a replica.
	flashes  []Flash
	added    []Flash
	redirect string
	inside   *gate   // Where this request has a place among those at work.
	claims   []claim // Bytes held of budgets.
	spooled  *os.File
	span     *trace.Span
}

type ctxMark struct{}

// From returns the Ctx behind a request's context, for handlers that were mounted. It is nil elsewhere.
func From(ctx context.Context) *Ctx {
	c, _ := ctx.Value(ctxMark{}).(*Ctx)
	return c
}

func (rs *Routes) newCtx(w http.ResponseWriter, r *http.Request) *Ctx {
	c := &Ctx{rs: rs, w: &answer{ResponseWriter: w}, r: r, id: rand.Text()[:12], begun: rs.deps.Clock.Now()}
	c.address, c.secure = rs.whence(r)
	c.T = rs.deps.Texts.Printer(c.langOf())
	return c
}

// Request is the request as it came.
func (c *Ctx) Request() *http.Request { return c.r }

// Writer is the answer, for those who write it themselves.
func (c *Ctx) Writer() http.ResponseWriter { return c.w }

// Actor is who asks; the zero Actor when nobody is logged in.
func (c *Ctx) Actor() authz.Actor { return c.identity.Actor }

// Identity is who asks, with what pages say about them.
func (c *Ctx) Identity() Identity { return c.identity }

// Now is the instant at which the request came.
func (c *Ctx) Now() time.Time { return c.begun }

// ID is the request's number, which logs and error pages share.
func (c *Ctx) ID() string { return c.id }

// Address is the client's address, believed only from listed proxies.
func (c *Ctx) Address() netip.Addr { return c.address }

// Secure reports whether the visitor came by https.
func (c *Ctx) Secure() bool { return c.secure }

// Param is a part of the path by its name in the pattern.
func (c *Ctx) Param(name string) string { return c.r.PathValue(name) }

// Query is a value of the address's query, cleaned like a form's.
func (c *Ctx) Query(name string) string { return trimmed(c.r.URL.Query().Get(name)) }

// Queries are all values of that name.
func (c *Ctx) Queries(name string) []string {
	var out []string
	for _, v := range c.r.URL.Query()[name] {
		out = append(out, trimmed(v))
	}
	return out
}

// Path is the address of the request with its query: what a link "back here" needs.
func (c *Ctx) Path() string { return c.r.URL.RequestURI() }

// Context ends when the client is gone or the work has taken too long. The time for work begins with the first call
// and anew when an upload has come in; what it took to find out who asks is taken off, so that a database that answers
// nobody is waited for once and not twice.
func (c *Ctx) Context() context.Context {
	if c.ctx == nil {
		c.ctx, c.cancel = context.WithTimeout(c.r.Context(), c.work()-c.spent)
	}
	return c.ctx
}

// work is how long the route's work may take.
func (c *Ctx) work() time.Duration { return c.rs.lanes[c.route.laneOf()].Deadline }

func (c *Ctx) renewDeadline() {
	if c.cancel != nil {
		c.cancel()
	}
	c.ctx, c.cancel = nil, nil
}

// identify finds out who asks. A cookie that is no longer good is nobody; only a failing database is an error.
func (c *Ctx) identify() error {
	began := time.Now() //nolint:forbidigo // Real waiting, not the domain's time.
	id, err := c.lookUp(c.r.Context())
	c.spent = time.Since(began) //nolint:forbidigo // Likewise.
	if errs.Is(err, errs.Unauthenticated) && c.token() == "" {
		c.clearSessionCookie()
		id, err = Identity{}, nil
	}
	if err != nil {
		return err
	}
	c.become(id)
	return nil
}

// Recheck asks anew who the sender is, for answers that stay open: rights and sessions end meanwhile.
func (c *Ctx) Recheck(ctx context.Context) (authz.Actor, error) {
	id, err := c.lookUp(ctx)
	return id.Actor, err
}

func (c *Ctx) lookUp(ctx context.Context) (Identity, error) {
	ctx, cancel := context.WithTimeout(ctx, c.work())
	defer cancel()
	if token := c.token(); token != "" {
		return c.rs.deps.IdentifyBearer(ctx, token)
	}
	if session := c.sessionCookie(); session != "" && c.rs.deps.Identify != nil {
		return c.rs.deps.Identify(ctx, session)
	}
	return Identity{}, nil
}

// token is the API client's; pages know sessions only.
func (c *Ctx) token() string {
	if !c.route.api || c.route.foreign || c.rs.deps.IdentifyBearer == nil {
		return ""
	}
	return bearer(c.r)
}

func (c *Ctx) become(id Identity) {
	c.identity = id
	c.readAs(id)
	c.T = c.rs.deps.Texts.Printer(c.langOf())
}

func attrs(c *Ctx, pattern string, took time.Duration) []slog.Attr {
	return []slog.Attr{
		slog.String("id", c.id), slog.String("method", c.r.Method), slog.String("route", pattern),
		slog.Int("status", c.w.code()), slog.Duration("took", took),
	}
}

// levelFor keeps a rush out of the log: a 503 that we did not choose has a line of its own, and all are counted.
func levelFor(status int) slog.Level {
	if status >= http.StatusInternalServerError && status != http.StatusServiceUnavailable {
		return slog.LevelWarn
	}
	return slog.LevelDebug
}
