package search

import (
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Deps is what the capability needs.
type Deps struct {
	DB     *sqldb.DB
	Events *event.Log
	Ticket *ticket.Service
}

// Service is the capability's use cases.
type Service struct {
	db     *sqldb.DB
	ticket *ticket.Service
	engine engine
	learnt *learnt
}

// New returns the service and subscribes it to what happens to tickets.
func New(d Deps) *Service {
	s := &Service{db: d.DB, ticket: d.Ticket, engine: engineOf(d.DB.Dialect()), learnt: &learnt{}}
	d.DB.OnPoke(s.learnt.poked)
	d.Events.OnAny(s.onEvent)
	return s
}

func engineOf(d sqldb.Dialect) engine {
	if d == sqldb.Postgres {
		return postgres{}
	}
	return sqlite{}
}
