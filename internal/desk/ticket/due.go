package ticket

import (
	"context"
	"time"

	"lotsen/internal/kit/sqldb"
)

// noDue stands in the database for "no clock runs": later than any moment that a clock can name, so that one order of the
// queue serves all cases.
var noDue = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)

var updateDue = sqldb.Q("ticket.due", `
	update ticket set due_at = $2, due_clock = $3 where id = $1 and (due_at <> $2 or due_clock <> $3)`)

// SetDueIn keeps beside the case when the next of its clocks breaks, and which one; the zero time says that none runs. It
// is what those who own clocks know already: no event tells of it, and the case's version stays.
func SetDueIn(ctx context.Context, tx *sqldb.Tx, id ID, at time.Time, clock string) error {
	if at.IsZero() {
		at, clock = noDue, ""
	}
	_, err := tx.Exec(ctx, updateDue, int64(id), sqldb.Time(at), clock)
	return err
}

// dueScanner reads noDue as the zero time.
type dueScanner time.Time

func scanDue(t *time.Time) any { return (*dueScanner)(t) }

// Scan implements sql.Scanner.
func (d *dueScanner) Scan(value any) error {
	var t time.Time
	if err := sqldb.ScanTime(&t).(interface{ Scan(any) error }).Scan(value); err != nil {
		return err
	}
	if !t.Before(noDue) {
		t = time.Time{}
	}
	*d = dueScanner(t)
	return nil
}

// dueValue is a case's place in the order of what breaks first.
func dueValue(t *Ticket) int64 {
	if t.DueAt.IsZero() {
		return noDue.UnixMicro()
	}
	return t.DueAt.UnixMicro()
}
