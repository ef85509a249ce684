package sla

import (
	"context"
	"time"

	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// Shown is what a case's page says of its promises.
type Shown struct {
	Clocks   []Row
	Service  service.Item // Zero when the case is about none.
	Calendar *worktime.Calendar
}

var selectShown = sqldb.Q("sla.shown", `
	select `+rowColumns+`, coalesce(v.name_sv, ''), coalesce(v.name_en, ''), coalesce(v.class, '')
	from sla_clock c left join service v on v.id = $2 where c.ticket_id = $1`)

// lately are calendars that can be had without a statement, as they were when somebody asked last.
type lately interface {
	Lately(org directory.OrgID, channel string, at time.Time) (*worktime.Calendar, bool)
}

// Show returns what a case's page says of its promises, in one statement, and in two when this node has never asked for
// the organisation's calendar. The caller has loaded the case for the reader.
func (s *Service) Show(ctx context.Context, t *ticket.Ticket) (Shown, error) {
	var out Shown
	byClock := map[Clock]Row{}
	err := sqldb.Each(ctx, s.db, selectShown, func(row sqldb.Row) error {
		var r Row
		var target string
		var used int64
		if err := row.Scan(append(r.targets(&target, &used), &out.Service.Sv, &out.Service.En, &out.Service.Class)...); err != nil {
			return err
		}
		err := r.finish(target, used)
		byClock[r.Clock] = r
		return err
	}, int64(t.ID), sqldb.ID(t.Service))
	if err != nil || len(byClock) == 0 {
		return out, err
	}
	for _, c := range Clocks() {
		if r, ok := byClock[c]; ok {
			out.Clocks = append(out.Clocks, r)
		}
	}
	if quick, ok := s.calendar.(lately); ok {
		if out.Calendar, ok = quick.Lately(t.Org, string(t.Channel), t.CreatedAt); ok {
			return out, nil
		}
	}
	out.Calendar, err = s.calendar.For(ctx, s.db, t.Org, string(t.Channel), t.CreatedAt)
	return out, err
}
