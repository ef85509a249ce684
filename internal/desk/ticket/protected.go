package ticket

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

var selectOfPerson = sqldb.Q("ticket.of_person", `
	select `+columns+` from ticket t where t.requester_id = $1 or t.reporter_id = $1 order by t.id {{for_update}}`)

// selectAnyProtected asks whether either of two persons has protected identity: a case may concern two.
var selectAnyProtected = sqldb.Q("ticket.any_protected", `
	select exists (select 1 from person where protected and (id = $1 or id = $2))`)

// onProtected seals every ticket of a person whose identity is protected from now on, or opens them again, in the
// transaction in which the directory learns of it.
func (s *Service) onProtected(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
	tickets, err := sqldb.All(ctx, tx, selectOfPerson, scanTicket, e.Stream)
	if err != nil {
		return err
	}
	for i := range tickets {
		before, t := tickets[i], &tickets[i]
		if t.Sealed, err = sqldb.One(ctx, tx, selectAnyProtected, sqldb.Value[bool], sqldb.ID(t.Requester), sqldb.ID(t.Reporter)); err != nil {
			return err
		}
		if err := s.commit(ctx, tx, by, &before, t, EventSealed, Payload{Internal: true}); err != nil {
			return err
		}
	}
	return nil
}
