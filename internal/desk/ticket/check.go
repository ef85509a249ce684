package ticket

import (
	"context"
	"fmt"
	"strings"

	"lotsen/internal/kit/check"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// checkBatch is how many tickets are compared at one instant.
const checkBatch = 500

var selectForCheck = sqldb.Q("ticket.check", `select `+columns+` from ticket t where t.id > $1 order by t.id limit $2`)

// FindDifferences tells which tickets are not what their events made of them: a check of lotsen check. Nothing mends it by
// itself, because a row and a log that disagree do not say which of them somebody has touched.
func FindDifferences(ctx context.Context, env check.Env, report func(string)) error {
	var last int64
	for {
		n := 0
		err := env.DB.Snapshot(ctx, func(q sqldb.Querier) error {
			rows, err := sqldb.All(ctx, q, selectForCheck, scanTicket, last, checkBatch)
			if err != nil || len(rows) == 0 {
				return err
			}
			n, last = len(rows), int64(rows[len(rows)-1].ID)
			return compareRows(ctx, q, rows, report)
		})
		if err != nil || n == 0 {
			return err
		}
	}
}

func compareRows(ctx context.Context, q sqldb.Querier, rows []Ticket, report func(string)) error {
	events, err := event.Between(ctx, q, Stream, int64(rows[0].ID), int64(rows[len(rows)-1].ID))
	if err != nil {
		return err
	}
	for i := range rows {
		told, err := Replay(events[int64(rows[i].ID)])
		if err != nil {
			report(fmt.Sprintf("ticket %s has events that cannot be read", rows[i].ID))
			continue
		}
		if d := Differences(&rows[i], &told); len(d) > 0 {
			report(fmt.Sprintf("ticket %s differs from its events in %s", rows[i].ID, strings.Join(d, ", ")))
		}
	}
	return nil
}
