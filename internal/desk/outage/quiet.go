package outage

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/sqldb"
)

var (
	plannedNow = sqldb.Q("outage.planned_now", `
		select coalesce(max(coalesce(ends_at, $3 + 3600000000)), 0) from outage
		where org_id = $1 and service_id = $2 and planned and void_reason = '' and starts_at <= $3 and (ends_at is null or ends_at > $3)`)
	// Work of no single function is work on all of them.
	bookedOn = sqldb.Q("outage.booked_on", `
		select count(*) from window_work where org_id = $1 and date = $2 and kind = $3 and state in ('planned', 'unfinished') and (service_id is null or service_id = $4)`)
)

// QuietIn reports whether what a service does wrong just now is expected, and until when: an outage of it is planned, or
// it is worked on in a service window. With open every window counts, whether work is booked in it or not.
func (s *Service) QuietIn(ctx context.Context, tx *sqldb.Tx, org directory.OrgID, of ticket.ServiceID, open bool) (time.Time, bool, error) {
	now := tx.Now()
	if of != 0 {
		until, err := sqldb.One(ctx, tx, plannedNow, sqldb.Value[int64], int64(org), int64(of), sqldb.Time(now))
		if err != nil || until > 0 {
			return clock.FromMicros(until), err == nil, err
		}
	}
	today := now.In(clock.Stockholm())
	for _, w := range []Window{PrimaryOf(today.Year(), today.Month()), SecondaryOf(today.Year(), today.Month())} {
		if now.Before(w.From) || !now.Before(w.To) {
			continue
		}
		if open {
			n, err := setting.Get[int](ctx, tx, org, setting.ServiceWindows, now)
			if err != nil {
				return time.Time{}, false, err
			}
			if n > 1 || n > 0 && w.Kind == Primary {
				return w.To, true, nil
			}
		}
		n, err := sqldb.One(ctx, tx, bookedOn, sqldb.Value[int64], int64(org), w.Date(), string(w.Kind), int64(of))
		if err != nil || n > 0 {
			return w.To, err == nil, err
		}
	}
	return time.Time{}, false, nil
}
