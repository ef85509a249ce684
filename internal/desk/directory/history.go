package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
)

// PersonHistory tells what happened to a person's row, oldest first, to whoever may see the person.
func (s *Service) PersonHistory(ctx context.Context, by authz.Actor, id PersonID) ([]event.Event, error) {
	if _, err := s.Person(ctx, by, id); err != nil {
		return nil, err
	}
	return event.Stream(ctx, s.db, PersonStream, int64(id))
}

// UnitHistory tells what happened to a unit, oldest first.
func (s *Service) UnitHistory(ctx context.Context, by authz.Actor, id UnitID) ([]event.Event, error) {
	if _, err := s.Unit(ctx, by, id); err != nil {
		return nil, err
	}
	return event.Stream(ctx, s.db, UnitStream, int64(id))
}
