package app

import (
	"context"
	"runtime"

	"github.com/prometheus/client_golang/prometheus"

	"lotsen/internal/kit/sqldb"
)

// gauges shows what is asked for when somebody looks: the database, mail, live pages, the build.
type gauges struct {
	a                                      *App
	file, wal, writes, conns, waits        *prometheus.Desc
	waited, streams, build, events, mailIn *prometheus.Desc
	mailOut, stuck, spans                  *prometheus.Desc
}

func newGauges(a *App) *gauges {
	of := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, labels, nil)
	}
	return &gauges{
		a:       a,
		file:    of("lotsen_db_file_bytes", "Size of SQLite's file; 0 on PostgreSQL."),
		wal:     of("lotsen_db_wal_bytes", "Size of SQLite's log beside its file; 0 on PostgreSQL."),
		writes:  of("lotsen_db_writes_waiting", "Writes handed to SQLite's writer and not done; 0 on PostgreSQL."),
		conns:   of("lotsen_db_connections", "Database connections, by pool and state.", "pool", "state"),
		waits:   of("lotsen_db_connection_waits_total", "Times that a connection had to be waited for.", "pool"),
		waited:  of("lotsen_db_connection_wait_seconds_total", "Time spent on waiting for a connection.", "pool"),
		streams: of("lotsen_live_streams", "Live pages open now."),
		events:  of("lotsen_events_total", "Events in the log: what has happened, in all."),
		mailIn:  of("lotsen_mail_in_total", "Mails taken in, whatever became of them."),
		mailOut: of("lotsen_mail_out_total", "Mails written, whether sent yet or not."),
		stuck:   of("lotsen_mail", "Mails that wait or need somebody, by direction and state.", "direction", "state"),
		spans:   of("lotsen_trace_spans_total", "Parts of traces, sent or lost.", "outcome"),
		build:   of("lotsen_build_info", "1, with the version.", "version", "go", "engine"),
	}
}

// Describe implements prometheus.Collector.
func (g *gauges) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		g.file, g.wal, g.writes, g.conns, g.waits, g.waited, g.streams, g.events, g.mailIn, g.mailOut, g.stuck, g.spans, g.build,
	} {
		to <- d
	}
}

var mailFigures = sqldb.Q("app.metrics", `
	select coalesce((select max(seq) from event), 0), coalesce((select max(id) from inbound_mail), 0), coalesce((select max(id) from outbound_mail), 0),
		(select count(*) from inbound_mail where outcome = 'waiting'), (select count(*) from inbound_mail where outcome = 'quarantined'),
		(select count(*) from outbound_mail where state = 'waiting'), (select count(*) from outbound_mail where state = 'failed')`)

// Collect implements prometheus.Collector.
func (g *gauges) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	count := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, v, labels...)
	}
	file, wal := g.a.DB.FileBytes()
	gauge(g.file, float64(file))
	gauge(g.wal, float64(wal))
	gauge(g.writes, float64(g.a.DB.WritesWaiting()))
	for name, s := range g.a.DB.Pools() {
		gauge(g.conns, float64(s.InUse), name, "in_use")
		gauge(g.conns, float64(s.Idle), name, "idle")
		gauge(g.conns, float64(s.MaxOpenConnections), name, "max")
		count(g.waits, float64(s.WaitCount), name)
		count(g.waited, s.WaitDuration.Seconds(), name)
	}
	gauge(g.streams, float64(g.a.Hub.Open()))
	gauge(g.build, 1, version(), runtime.Version(), g.a.DB.Dialect().String())
	if t := g.a.watch.tracer; t != nil {
		sent, lost := t.Counts()
		count(g.spans, float64(sent), "sent")
		count(g.spans, float64(lost), "lost")
	}
	ctx, cancel := context.WithTimeout(context.Background(), scrapeWithin) //nolint:forbidigo // A collector is given none.
	defer cancel()
	n, err := sqldb.One(ctx, g.a.DB, mailFigures, func(r sqldb.Row) (n [7]float64, err error) {
		return n, r.Scan(&n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &n[6])
	})
	if err != nil {
		to <- prometheus.NewInvalidMetric(g.events, err)
		return
	}
	count(g.events, n[0])
	count(g.mailIn, n[1])
	count(g.mailOut, n[2])
	gauge(g.stuck, n[3], "in", "waiting")
	gauge(g.stuck, n[4], "in", "quarantined")
	gauge(g.stuck, n[5], "out", "waiting")
	gauge(g.stuck, n[6], "out", "failed")
}
