package sla

import (
	"context"
	"time"

	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// Calendars tell which hours count (calendar.Service).
type Calendars interface {
	For(ctx context.Context, q sqldb.Querier, org directory.OrgID, channel string, at time.Time) (*worktime.Calendar, error)
}

// Deps is what the capability works with.
type Deps struct {
	DB       *sqldb.DB
	Events   *event.Log
	Calendar Calendars
	Ticket   *ticket.Service
	Jobs     *jobs.Runner // Nil: changed opening hours are counted anew only when something happens to a case.
}

// Service is the use cases.
type Service struct {
	db       *sqldb.DB
	events   *event.Log
	calendar Calendars
	ticket   *ticket.Service
	jobs     bool
}

// New returns the service, which from then on keeps the clocks of every case inside the transaction of each change.
func New(d Deps) *Service {
	s := &Service{db: d.DB, events: d.Events, calendar: d.Calendar, ticket: d.Ticket, jobs: d.Jobs != nil}
	d.Events.OnAny(s.onEvent)
	if d.Jobs != nil {
		s.work(d.Jobs)
	}
	return s
}

func list[T ~int64](ids []T) sqldb.List[int64] {
	out := make(sqldb.List[int64], len(ids))
	for i, id := range ids {
		out[i] = int64(id)
	}
	return out
}
