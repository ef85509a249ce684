package jobs

import (
	"context"
	"time"

	"lotsen/internal/kit/sqldb"
)

// Count is how many jobs of a queue and kind are in a state, for metrics and the administrator's page.
type Count struct {
	State  State
	Queue  string
	Kind   string
	N      int64
	Oldest time.Time // The earliest time at which one of them is, or was, due.
}

var countJobs = sqldb.Q("jobs.count", `
	select state, queue, kind, count(*), min(run_at) from job group by state, queue, kind order by state, queue, kind`)

// Counts counts the jobs by state, queue and kind.
func Counts(ctx context.Context, q sqldb.Querier) ([]Count, error) {
	return sqldb.All(ctx, q, countJobs, func(r sqldb.Row) (Count, error) {
		var c Count
		err := r.Scan(&c.State, &c.Queue, &c.Kind, &c.N, sqldb.ScanTime(&c.Oldest))
		return c, err
	})
}
