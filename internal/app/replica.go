package app

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web/api"
	"lotsen/internal/web/paths"
)

// MayLag lists what is answered from the replica, where there is one: lists, search, figures and files made of them.
func MayLag() []string {
	return []string{
		"GET " + paths.Desk(), "GET /desk/search", "GET " + paths.DeskReports(), "GET " + paths.Tickets(), "GET /search",
		"GET " + api.Prefix + "/tickets", "GET " + api.Prefix + "/search", "GET " + api.Prefix + "/reports/tickets", "GET " + api.Prefix + "/tickets/export",
	}
}

// reading is nil without a replica, so that it costs nothing.
func (a *App) reading() func(who string, mayLag bool) *sqldb.Reading {
	if !a.DB.HasReplica() {
		return nil
	}
	return a.DB.NewReading
}

// replicaMetrics shows how far the replica is behind, and where reads go.
func (a *App) replicaMetrics() {
	if !a.DB.HasReplica() {
		return
	}
	a.Metrics.Gauge("lotsen_replica_lag_seconds", "Age of the newest heartbeat seen in the replica.", func() float64 {
		lag, _ := a.DB.ReplicaLag()
		return lag.Round(time.Millisecond).Seconds()
	})
	a.Metrics.Gauge("lotsen_replica_up", "1 when the replica answers and follows the database.", func() float64 {
		if _, up := a.DB.ReplicaLag(); up {
			return 1
		}
		return 0
	})
	for _, side := range sqldb.Sides() {
		a.Metrics.Registry().MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "lotsen_replica_reads_total", Help: "Requests that may be answered from the replica, by where they were and why.",
			ConstLabels: prometheus.Labels{"side": string(side)},
		}, func() float64 { return float64(a.DB.ReadsBySide(side)) }))
	}
}
