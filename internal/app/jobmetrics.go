package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// jobMetrics shows how many jobs wait, run or are dead, how late the oldest is, and how tries end.
type jobMetrics struct {
	db         *sqldb.DB
	count, due *prometheus.Desc
	tries      *prometheus.HistogramVec
}

func newJobMetrics(db *sqldb.DB) *jobMetrics {
	return &jobMetrics{
		db:    db,
		count: prometheus.NewDesc("lotsen_jobs", "Jobs by state and kind.", []string{"state", "kind"}, nil),
		due:   prometheus.NewDesc("lotsen_jobs_late_seconds", "How long the oldest waiting job has been due.", nil, nil),
		tries: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "lotsen_job_try_seconds", Help: "Time of a try, by kind and outcome.", Buckets: []float64{.01, .1, .5, 1, 5, 30, 120},
		}, []string{"kind", "outcome"}),
	}
}

// onTry is for jobs.Options.
func (m *jobMetrics) onTry(e jobs.Ended) {
	m.tries.WithLabelValues(e.Kind, string(e.Outcome)).Observe(e.Took.Seconds())
}

// Describe implements prometheus.Collector.
func (m *jobMetrics) Describe(to chan<- *prometheus.Desc) {
	to <- m.count
	to <- m.due
	m.tries.Describe(to)
}

// scrapeWithin bounds the look at the table: figures are not worth waiting for.
const scrapeWithin = 2 * time.Second

// Collect implements prometheus.Collector.
func (m *jobMetrics) Collect(to chan<- prometheus.Metric) {
	m.tries.Collect(to)
	ctx, cancel := context.WithTimeout(context.Background(), scrapeWithin) //nolint:forbidigo // A collector is given none.
	defer cancel()
	counts, err := jobs.Counts(ctx, m.db)
	if err != nil {
		to <- prometheus.NewInvalidMetric(m.count, err)
		return
	}
	type key struct {
		state jobs.State
		kind  string
	}
	sums, late := map[key]int64{}, 0.0
	for _, c := range counts {
		sums[key{c.State, c.Kind}] += c.N
		if c.State == jobs.Waiting {
			late = max(late, m.db.Now().Sub(c.Oldest).Seconds())
		}
	}
	for k, n := range sums {
		to <- prometheus.MustNewConstMetric(m.count, prometheus.GaugeValue, float64(n), string(k.state), k.kind)
	}
	to <- prometheus.MustNewConstMetric(m.due, prometheus.GaugeValue, late)
}
