package check

import (
	"context"
	"fmt"

	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
)

var eventGaps = sqldb.Q("check.event_gaps", `
	select kind, stream_id, count(*), max(pos) from event group by kind, stream_id having count(*) <> max(pos) or min(pos) <> 1
	order by kind, stream_id`)

// findEventGaps: a stream's positions are 1, 2, 3 … ; the log is the truth about the past, so nothing can mend it.
func findEventGaps(ctx context.Context, env Env, report func(string)) error {
	return each(ctx, env.DB, eventGaps, "the stream of %v %v has %v events, the last of them numbered %v", report)
}

// Versions is the check, and its repair, that a row's version is the number of its events: rows of table with a column
// version are the streams of that kind.
func Versions(kind, table string) (Find, Repair) {
	counted := fmt.Sprintf(`(select count(*) from event e where e.kind = $1 and e.stream_id = %s.id)`, schema.Quote(table))
	find := sqldb.Q("check.versions."+table, fmt.Sprintf(`
		select id, version, n from (select id, version, %s as n from %s) as counted where version <> n order by id`, counted, schema.Quote(table)))
	mend := sqldb.Q("check.mend_versions."+table, fmt.Sprintf(`
		update %[2]s set version = %[1]s where version <> %[1]s`, counted, schema.Quote(table)))
	repair := func(ctx context.Context, env Env) (mended int, err error) {
		err = env.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			n, err := tx.Exec(ctx, mend, kind)
			mended = int(n)
			return err
		})
		return mended, err
	}
	return Query(find, table+" %v has version %v but %v events", kind), repair
}
