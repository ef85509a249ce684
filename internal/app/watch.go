package app

import (
	"context"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"lotsen/internal/desk/notify"
	"lotsen/internal/kit/trace"
)

// WatchOptions say what those who run the product are told.
type WatchOptions struct {
	SlowQuery     time.Duration // A statement that takes longer is logged. Default 200 ms.
	TraceEndpoint string        // Of an OTLP collector; "" for none.
	TracePercent  int
}

// watch is what measures the product while it works.
type watch struct {
	slow   time.Duration
	tracer *trace.Tracer
	pokes  prometheus.Histogram
	sent   *prometheus.HistogramVec
}

func (a *App) newWatch() watch {
	o := a.Options.Watch
	if o.SlowQuery == 0 {
		o.SlowQuery = 200 * time.Millisecond
	}
	w := watch{
		slow:   o.SlowQuery,
		tracer: trace.New(trace.Options{Endpoint: o.TraceEndpoint, Service: "lotsen", Version: version(), Percent: o.TracePercent, Log: a.Options.Log}),
		pokes: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "lotsen_live_poke_seconds", Help: "Time from hearing of a change to telling an open page, its pause of a second after the last one included.",
			Buckets: []float64{.01, .05, .1, .2, .5, 1, 2.5, 10},
		}),
		sent: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "lotsen_mail_send_seconds", Help: "Time to hand a mail to the mail server, by outcome.", Buckets: []float64{.05, .25, 1, 5, 30},
		}, []string{"outcome"}),
	}
	a.Metrics.Registry().MustRegister(w.pokes, w.sent)
	return w
}

// version is the revision that the binary was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return info.Main.Version
}

// statement measures each statement, up to its first row.
func (a *App) statement(ctx context.Context, name string, took time.Duration) {
	a.Metrics.OnStatement(ctx, name, took)
	trace.Done(ctx, name, trace.Client, took, trace.Attr{Key: "db.query.summary", Value: name})
	if took >= a.watch.slow {
		a.Options.Log.LogAttrs(ctx, slog.LevelWarn, "slow statement", slog.String("statement", name), slog.Duration("took", took))
	}
}

// aroundJob gives each job a trace of its own.
func (a *App) aroundJob(ctx context.Context, kind string) (context.Context, func(error)) {
	ctx, span := a.watch.tracer.Start(ctx, "job "+kind, trace.Consumer, "")
	return ctx, func(err error) { span.End(err != nil) }
}

// watchedSender measures mail that leaves.
type watchedSender struct {
	notify.Sender
	a *App
}

// Send implements notify.Sender.
func (s watchedSender) Send(ctx context.Context, m notify.Mail) (string, error) {
	ctx, span := s.a.watch.tracer.Start(ctx, "mail send", trace.Client, "")
	began := time.Now() //nolint:forbidigo // Measures the machine, not the domain's time.
	state, err := s.Sender.Send(ctx, m)
	outcome := state
	if err != nil {
		outcome = "failed"
	}
	s.a.watch.sent.WithLabelValues(outcome).Observe(time.Since(began).Seconds()) //nolint:forbidigo // See above.
	span.End(err != nil)
	return state, err
}

// aroundMail gives each mail that comes in a trace of its own.
func (a *App) aroundMail(ctx context.Context) (context.Context, func(error)) {
	ctx, span := a.watch.tracer.Start(ctx, "mail receive", trace.Consumer, "")
	return ctx, func(err error) { span.End(err != nil) }
}
