package jobs

import "lotsen/internal/kit/sqldb"

const columns = `id, queue, kind, key, args, run_at, attempt, max_tries, created_at, again`

var (
	// The conflicting row is updated even where nothing changes, because that locks it: a worker cannot take it before the
	// wish's transaction has committed, and so cannot miss what the wish is about.
	insertJob = sqldb.Q("jobs.insert", `
		insert into job (queue, kind, key, args, run_at, max_tries, created_at) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (kind, key) where state in ('waiting', 'running') and key is not null do update set
			args = excluded.args,
			run_at = case when job.state = 'running' then excluded.run_at else {{min2}}(job.run_at, excluded.run_at) end,
			again = job.state = 'running'`)
	// A dead letter that is tried again gives way to a live job of the same key, which knows more.
	reviveJob = sqldb.Q("jobs.revive", `
		insert into job (queue, kind, key, args, run_at, max_tries, created_at) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (kind, key) where state in ('waiting', 'running') and key is not null do nothing`)
	// due spares the writer when there is nothing to claim.
	due = sqldb.Q("jobs.due", `
		select 1 from job where state = 'waiting' and run_at <= $1 and kind {{in $2}} and (queue {{in $3}}) = $4 limit 1`)
	// The common table expression is materialised because PostgreSQL may otherwise run the subquery, and lock, more than once.
	claimJobs = sqldb.Q("jobs.claim", `
		with next as materialized (
			select id from job where state = 'waiting' and run_at <= $1 and kind {{in $2}} and (queue {{in $3}}) = $4
			order by run_at, id limit $5 {{skip_locked}})
		update job set state = 'running', attempt = attempt + 1, lease_till = $6 where id in (select id from next)
		returning `+columns)
	extendLease = sqldb.Q("jobs.extend", `
		update job set lease_till = $3 where id = $1 and attempt = $2 and state = 'running'`)
	// A lost lease has used up its try, or a job that kills its process would do so for ever.
	rescueJobs = sqldb.Q("jobs.rescue", `
		update job set
			state = case when attempt >= max_tries and not again then 'dead' else 'waiting' end,
			ended_at = case when attempt >= max_tries and not again then $1 else null end,
			again = false, lease_till = null, run_at = $1, error = 'the lease ran out: its worker is gone'
		where state = 'running' and lease_till <= $1`)
	// What was wished for at once by a clock that ran ahead is due, whatever the clock says now that it is right.
	pullBack = sqldb.Q("jobs.pull_back", `
		update job set run_at = $1, created_at = $1 where state = 'waiting' and run_at > $1 and created_at > $2 and run_at <= created_at`)
	finishJob = sqldb.Q("jobs.finish", `
		delete from job where id = $1 and attempt = $2 and state = 'running' returning `+columns)
	retryLater = sqldb.Q("jobs.retry_later", `
		update job set state = 'waiting', lease_till = null, run_at = $3, error = $4, again = false
		where id = $1 and attempt = $2 and state = 'running'`)
	bury = sqldb.Q("jobs.bury", `
		update job set state = 'dead', lease_till = null, error = $3, ended_at = $4
		where id = $1 and attempt = $2 and state = 'running' and not again`)
	// A try that was cut off by a stop does not count.
	release = sqldb.Q("jobs.release", `
		update job set state = 'waiting', lease_till = null, run_at = $3, attempt = attempt - 1, again = false
		where id = $1 and attempt = $2 and state = 'running'`)
)

func scanRow(r sqldb.Row) (row, error) {
	var j row
	err := r.Scan(&j.id, &j.queue, &j.kind, sqldb.ScanText(&j.key), &j.args, sqldb.ScanTime(&j.runAt), &j.attempt, &j.maxTries,
		sqldb.ScanTime(&j.created), &j.again)
	return j, err
}
