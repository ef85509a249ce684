package web

import (
	"context"
	"log/slog"
	"net/netip"

	"github.com/a-h/templ"
	"golang.org/x/time/rate"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/trace"
)

// Identity is who sends a request, as the login knows them. The zero Identity is nobody.
type Identity struct {
	Actor   authz.Actor
	Person  directory.Person
	OrgName string
	Lang    i18n.Lang // The person's own choice; "" when none was made.
	// MustChange: the password was set by somebody else. Until it is changed every page leads to Deps.ChangePath.
	MustChange bool
}

// Deps is what the kit works with. Texts and Identify are needed; all else has a default.
type Deps struct {
	Texts *i18n.Catalogue
	Clock clock.Clock
	Log   *slog.Logger
	// Secret signs short-lived cookies and form keys. Nodes that share a database share it.
	Secret []byte

	// Identify turns a session cookie into a person; an error of kind Unauthenticated means that the session is over.
	Identify func(ctx context.Context, token string) (Identity, error)
	// IdentifyBearer does the same for the token of an API client.
	IdentifyBearer func(ctx context.Context, token string) (Identity, error)
	// SaveLang keeps the language that a person who is logged in has picked.
	SaveLang func(ctx context.Context, by authz.Actor, lang i18n.Lang) error

	// Reading says where a request reads; nil without a replica.
	Reading func(who string, mayLag bool) *sqldb.Reading
	// MayLag are the patterns of GETs that may be answered from the replica: lists, search and figures, never a single
	// ticket or a form. Whoever has just changed something, and whoever is told to look again, is answered from the
	// primary until the replica has it.
	MayLag []string

	ChangePath string // Where a password is changed; see Identity.MustChange.

	Pages   Pages
	Style   string          // Address of the style sheet that bare pages use too; "" for none.
	Lanes   map[string]Lane // Routes that are dear, by pattern.
	Once    *once.Store     // Nil: form keys are carried but not checked.
	Metrics *Metrics
	Tracer  *trace.Tracer  // Nil: nothing is traced.
	Proxies []netip.Prefix // Proxies whose X-Forwarded-* headers are believed.
	Origins []string       // Our own origins ("https://it.kommunen.se") where a proxy changes the Host.
	Secure  bool           // Every visitor comes by https, whatever the request looks like.
	Limits  Limits
}

// Pages are the pages that the kit itself must show. Each falls back to bare HTML.
type Pages struct {
	Error  func(c *Ctx, v ErrorView) templ.Component
	Login  func(c *Ctx, v LoginView) templ.Component
	Resend func(c *Ctx, v ResendView) templ.Component
}

// Limits bound what one request, one person and all of them together may cost. Zero values take the defaults.
type Limits struct {
	Form       int64         // Bytes of text in a form: 1 MB.
	Upload     int64         // Bytes of a form with files: 30 MB.
	Files      int           // Files in one form: 20.
	URL        int           // Bytes of an address with its query: 8 KB.
	Lanes      map[Lane]Room // See rooms; what is left out takes the default.
	Bodies     int           // Requests whose body is coming in at the same time: 512.
	Memory     int64         // Bytes of bodies in memory, all requests together: 64 MB.
	Answers    int64         // Bytes of answers on their way to clients that read slowly: 128 MB.
	Disk       int64         // Bytes of uploads in temporary files, all requests together: 2 GB.
	Person     rate.Limit    // Changes a second by one person: 10. All rates let pass ten seconds' worth at once.
	Reads      rate.Limit    // Reads a second by one person: 100.
	API        rate.Limit    // Requests a second with one API token: 300.
	Address    rate.Limit    // Requests a second by those not logged in behind one address: 200. A school has one address.
	RateMemory int           // Persons, tokens and addresses remembered for each of the above: 20,000.
}

func (l Limits) withDefaults() Limits {
	orDefault(&l.Form, 1<<20)
	orDefault(&l.Upload, 30<<20)
	orDefault(&l.Files, 20)
	orDefault(&l.URL, 8<<10)
	orDefault(&l.Bodies, 512)
	orDefault(&l.Memory, 64<<20)
	orDefault(&l.Answers, 128<<20)
	orDefault(&l.Disk, 2<<30)
	orDefault(&l.Person, 10)
	orDefault(&l.Reads, 100)
	orDefault(&l.API, 300)
	orDefault(&l.Address, 200)
	orDefault(&l.RateMemory, 20_000)
	return l
}

func orDefault[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}
