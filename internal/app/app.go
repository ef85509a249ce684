package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"

	"lotsen/internal/channel/mail/imap"
	"lotsen/internal/channel/snmp"
	"lotsen/internal/channel/teams"
	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/notify"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/sqldb/migrate"
	"lotsen/internal/web"
	"lotsen/internal/web/account"
	"lotsen/internal/web/live"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/static"
	"lotsen/locales"
	"lotsen/migrations"
)

// mailsAtOnce is how many mails a node hands over at a time.
const mailsAtOnce = 4

// callsAtOnce is how many partners a node calls at a time.
const callsAtOnce = 4

// Options say which database to serve and how.
type Options struct {
	DB      string // "sqlite:FILE" or "postgres://…".
	Files   string // Folder of attachments; default: beside the SQLite file, or ./files.
	BaseURL string // Where people reach us, for links in mail: "https://it.kommunen.se".
	Secret  []byte // Signs cookies, form keys and mail addresses; nodes share it. Default: made once, kept in the database.
	Demo    bool   // Demo world, one-click logins, mail into the catcher.
	// DemoPersons lists whom a visitor may become with one click; asked in demo mode only.
	DemoPersons func(ctx context.Context, a *App) ([]account.DemoPerson, error)
	Clock       clock.Clock
	Log         *slog.Logger
	NoSync      bool // Tests and bulk filling only.
	// NoMail leaves out telling people: for worlds made of the past.
	NoMail bool
	// Migrate brings the schema up before serving; default true, false leaves it to "lotsen migrate".
	NoMigrate bool
	Mail      MailOptions
	Web       WebOptions
	Partners  PartnerOptions
	Teams     teams.Options // Where Microsoft's services are.
	SNMP      snmp.Config   // Where notifications of devices are taken.
	MaxConns  int
	Limits    LimitOptions
	Watch     WatchOptions
	Replica   sqldb.ReplicaOptions
}

// App is the whole product, ready to serve.
type App struct {
	Services
	Options Options
	DB      *sqldb.DB
	Blobs   *blob.Store
	Events  *event.Log
	Jobs    *jobs.Runner
	Texts   *i18n.Catalogue
	Routes  *web.Routes
	Assets  *static.Assets
	Shell   *shell.Shell
	Hub     *live.Hub
	Metrics *web.Metrics
	watch   watch

	cancel  context.CancelFunc
	running sync.WaitGroup

	draining atomic.Bool

	mailListener net.Listener
	lmtpListener net.Listener
	// Fetcher fetches the mailboxes on other servers.
	Fetcher   *imap.Fetcher
	traps     *snmp.Listener
	mailFault error // Why no mail is taken although it should be.
}

// New opens the database, brings its schema up and wires everything. Nothing runs yet.
func New(ctx context.Context, o Options) (*App, error) {
	o = o.withDefaults()
	a := &App{Options: o, Events: event.NewLog(), Metrics: web.NewMetrics()}
	a.watch = a.newWatch()
	var err error
	if a.Texts, err = i18n.Load(locales.Files); err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	if a.DB, err = sqldb.Open(ctx, o.DB, sqldb.Options{Clock: o.Clock, NoSync: o.NoSync, MaxConns: o.MaxConns, OnStatement: a.statement, Replica: o.Replica}); err != nil {
		return nil, err
	}
	if err := a.prepare(ctx); err != nil {
		return nil, errors.Join(err, a.DB.Close())
	}
	return a, nil
}

// prepare is the rest of New, from an open database on.
func (a *App) prepare(ctx context.Context) error {
	var err error
	if a.Blobs, err = blob.Open(a.Options.Files); err != nil {
		return err
	}
	if !a.Options.NoMigrate {
		if _, err := migrate.Up(ctx, a.DB, migrations.Files); err != nil {
			return err
		}
	}
	if len(a.Options.Secret) == 0 {
		if a.Options.Secret, err = keptSecret(ctx, a.DB); err != nil {
			return err
		}
	}
	figures := newJobMetrics(a.DB)
	a.Metrics.Registry().MustRegister(figures)
	a.replicaMetrics()
	a.Jobs = jobs.New(a.DB, jobs.Options{Log: a.Options.Log, OnTry: figures.onTry, Around: a.aroundJob, Queues: map[string]int{notify.QueueSend: mailsAtOnce, exchange.Queue: callsAtOnce, connector.Queue: callsAtOnce}})
	if err := a.wire(); err != nil {
		return err
	}
	if err := a.Access.SyncRoles(ctx); err != nil {
		return fmt.Errorf("roles: %w", err)
	}
	if err := a.Service.Seed(ctx); err != nil {
		return fmt.Errorf("services: %w", err)
	}
	if err := a.Level.Seed(ctx); err != nil {
		return fmt.Errorf("levels: %w", err)
	}
	if err := a.frame(); err != nil {
		return err
	}
	a.routes()
	a.schedule()
	return nil
}

// Handler answers every request. While the node drains, each answer is the last of its connection, so that whoever keeps
// one open goes to another node without having been cut off.
func (a *App) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a.draining.Load() {
			w.Header().Set("Connection", "close")
		}
		a.Routes.ServeHTTP(w, r)
	})
}

// Start begins the background work: jobs, pokes between nodes. It returns at once.
func (a *App) Start(ctx context.Context) {
	ctx, a.cancel = context.WithCancel(ctx)
	for _, work := range []func(context.Context){a.Jobs.Run, a.DB.Listen, a.DB.FollowReplica, a.Report.Run, a.flushSeen, a.listenPhones, a.takeMail(ctx), a.takeLMTP(ctx), a.takeTraps(ctx), a.fetchMail, a.watch.tracer.Run} {
		a.running.Add(1)
		go func() {
			defer a.running.Done()
			work(ctx)
		}()
	}
}

// Drain makes /readyz say no, so that no new visitors are sent here: first thing at shutdown.
func (a *App) Drain() { a.draining.Store(true) }

// CloseStreams ends the live streams: their readers go to another node at once, and a server that stops waits for its open
// requests.
func (a *App) CloseStreams() { a.Hub.Close() }

// Stop ends the background work after the jobs in hand and closes the database.
func (a *App) Stop() error {
	a.Hub.Close()
	if a.cancel != nil {
		a.cancel()
		a.running.Wait()
	}
	return a.DB.Close()
}
