package ticket

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

var selectOfPerson = sqldb.Q("ticket.of_person", `
	select `+columns+` from ticket t where t.requester_id = $1 or t.reporter_id = $1 order by t.id {{for_update}}`)

// onProtected seals every ticket of a person whose identity is protected from now on, or opens them again, in the
// transaction in which the directory learns of it.
func (s *Service) onProtected(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
	tickets, err := sqldb.All(ctx, tx, selectOfPerson, scanTicket, e.Stream)
	if err != nil {
		return err
	}
	for i := range tickets {
		before, t := tickets[i], &tickets[i]
		t.Sealed = e.Type == directory.PersonWasHidden
		if err := s.commit(ctx, tx, by, &before, t, EventSealed, Payload{Internal: true}); err != nil {
			return err
		}
	}
	return nil
}
