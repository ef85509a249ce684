package report

import "lotsen/internal/kit/sqldb"

// pgWriters are the transactions that have appended to the log and not ended. Each holds the lock from before it drew its
// number until its end. SQLite has one writer, whose numbers appear in their order.
var pgWriters = sqldb.Q("report.writers", `
	select coalesce(virtualtransaction, '') from pg_locks
	where locktype = 'relation' and relation = 'event'::regclass and mode = 'RowExclusiveLock'
		and database = (select oid from pg_database where datname = current_database())`)
