package ticket

import (
	"context"
	"time"

	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/sqldb"
)

// ReopenUntil returns until when the user's words open an ended case again; the zero time for one that has not ended.
func (s *Service) ReopenUntil(ctx context.Context, t *Ticket) (time.Time, error) {
	return reopenUntil(ctx, s.db, t)
}

// reopenUntil counts whole days by the calendar, so that a night with a change of clocks takes nothing away.
func reopenUntil(ctx context.Context, q sqldb.Querier, t *Ticket) (time.Time, error) {
	if t.State != StateClosed && t.State != StateWithdrawn {
		return zeroTime, nil
	}
	days, err := setting.Get[int](ctx, q, t.Org, setting.ReopenWithinDays, q.Now())
	if err != nil {
		return zeroTime, err
	}
	return t.ClosedAt.In(clock.Stockholm()).AddDate(0, 0, days).UTC(), nil
}
