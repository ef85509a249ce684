package web

import "github.com/prometheus/client_golang/prometheus"

// load shows how full the lanes are, and who was sent away.
type load struct {
	rs                                      *Routes
	flight, inside, waiting, shed, no, held *prometheus.Desc
}

func newLoad(rs *Routes) *load {
	of := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, labels, nil)
	}
	return &load{
		rs:      rs,
		flight:  of("lotsen_http_in_flight", "Requests being answered now."),
		inside:  of("lotsen_http_at_work", "Requests at work now, by lane.", "lane"),
		waiting: of("lotsen_http_waiting", "Requests that wait for their turn, by lane.", "lane"),
		shed:    of("lotsen_http_shed_total", "Requests answered 503 because there was too much to do, by lane.", "lane"),
		no:      of("lotsen_http_limited_total", "Requests answered 429, by what was counted.", "by"),
		held:    of("lotsen_http_body_bytes", "Bytes held now: of requests in memory and in files, and of answers on their way.", "where"),
	}
}

// Describe implements prometheus.Collector.
func (l *load) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{l.flight, l.inside, l.waiting, l.shed, l.no, l.held} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (l *load) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v int64, label ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(v), label...)
	}
	count := func(d *prometheus.Desc, v int64, label ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(v), label...)
	}
	all := 0
	for i, in := range l.rs.lanes {
		name := Lane(i).String()
		all += in.gate.inside()
		gauge(l.inside, int64(in.gate.inside()), name)
		gauge(l.waiting, in.gate.waiting.Load(), name)
		count(l.shed, in.gate.shed.Load(), name)
	}
	count(l.shed, l.rs.bodies.shed.Load(), "bodies")
	gauge(l.inside, int64(l.rs.bodies.inside()), "bodies")
	gauge(l.flight, int64(all))
	for _, r := range l.rs.rates.all() {
		count(l.no, r.no.Load(), r.name)
	}
	gauge(l.held, l.rs.memory.used.Load(), "memory")
	gauge(l.held, l.rs.disk.used.Load(), "files")
	gauge(l.held, l.rs.answers.used.Load(), "answers")
}
