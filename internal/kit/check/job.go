package check

import (
	"context"

	"lotsen/internal/kit/sqldb"
)

var (
	oddJobs = sqldb.Q("check.jobs", `
		select id, kind, state from job where state not in ('waiting', 'running', 'dead')
			or (state = 'running') <> (lease_till is not null) or (state = 'dead') <> (ended_at is not null)
			or attempt < 0 or max_tries < 1 or (again and state <> 'running') order by id`)
	// A schedule's mark moves only while somebody works, so a pause of the whole service is no finding.
	leftJobs = sqldb.Q("check.jobs_left", `
		select id, kind from job where state = 'waiting'
			and run_at < (select coalesce(max(last_at), 0) from schedule) - 86400000000 order by id`)
	mendJobs = sqldb.Q("check.mend_jobs", `
		update job set state = 'waiting', lease_till = null, ended_at = null, again = false, attempt = {{max2}}(attempt, 0), max_tries = {{max2}}(max_tries, 1)
		where state not in ('waiting', 'running', 'dead')
			or (state = 'running') <> (lease_till is not null) or (state = 'dead') <> (ended_at is not null)
			or attempt < 0 or max_tries < 1 or (again and state <> 'running')`)
)

func findJobs(ctx context.Context, env Env, report func(string)) error {
	if err := each(ctx, env.DB, oddJobs, "job %v (%v) is in the state %v, which its other columns contradict", report); err != nil {
		return err
	}
	return each(ctx, env.DB, leftJobs, "job %v (%v) has been due for more than a day while others ran: does a node know its kind?", report)
}

// repairJobs lets them be tried again: workers bear that.
func repairJobs(ctx context.Context, env Env) (mended int, err error) {
	err = env.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, mendJobs)
		mended = int(n)
		return err
	})
	return mended, err
}

// Overdue is the check that a sweep leaves nothing behind: rows of s, which takes the instant as $1, are things that were
// due an hour before recurring work last began and still are. The statement gives a number and nothing else.
func Overdue(s sqldb.Stmt, tell string) Find {
	return func(ctx context.Context, env Env, report func(string)) error {
		last, err := sqldb.One(ctx, env.DB, lastSweep, sqldb.Value[int64])
		if err != nil {
			return err
		}
		return each(ctx, env.DB, s, tell, report, last-hour)
	}
}

const hour = 3_600_000_000

var lastSweep = sqldb.Q("check.last_sweep", `select coalesce(max(last_at), 0) from schedule`)
