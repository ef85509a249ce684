package delegation

import (
	"context"
	"time"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Deps is what the capability needs.
type Deps struct {
	DB       *sqldb.DB
	Events   *event.Log
	Ticket   *ticket.Service
	Calendar *calendar.Service // Nil: every hour counts.
	Texts    *i18n.Catalogue
	Tell     Tell // Nil: nobody is told.
	// Cost refuses to let a case cost money on the word of a caller whom nobody has checked. Nil refuses nothing.
	Cost func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *ticket.Ticket) error
}

// Service is the capability's use cases.
type Service struct{ d Deps }

// New returns the service and subscribes it to what ends a hand-over from outside.
func New(d Deps) *Service {
	s := &Service{d: d}
	for _, kind := range []string{ticket.EventResolved, ticket.EventWithdrawn, ticket.EventMerged, ticket.EventClosed} {
		d.Events.On(kind, s.onEnd)
	}
	for _, kind := range []string{ticket.EventResumed, ticket.EventResolved, ticket.EventReplied, ticket.EventChanged} {
		d.Events.On(kind, s.onMove)
	}
	d.Events.On(ticket.EventAssigned, s.onAssigned)
	return s
}

// reportDue is when a report is due that is agreed to come within so much working time.
func (s *Service) reportDue(ctx context.Context, q sqldb.Querier, org directory.OrgID, start time.Time, within time.Duration) (time.Time, error) {
	if s.d.Calendar == nil {
		return start.Add(within), nil
	}
	work, err := s.d.Calendar.For(ctx, q, org, "", start)
	if err != nil {
		return time.Time{}, err
	}
	due, ok := work.Due(start, within, nil)
	if !ok {
		return time.Time{}, nil // A desk that never opens again: no clock runs.
	}
	return due, nil
}
