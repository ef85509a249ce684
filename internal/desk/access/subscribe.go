package access

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Subscribe lets sessions, tokens and rights end with the person. App calls it once, before the first event.
func (s *Service) Subscribe(log *event.Log) {
	log.On(directory.PersonEnded, endAll)
	s.subscribeGuardians(log)
}

// endAll writes the end down, so that a person who returns does not find old doors open.
func endAll(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
	now := sqldb.Time(tx.Now())
	if _, err := tx.Exec(ctx, endSessionsOf, e.Stream, now, 0); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, endTokensOf, e.Stream, now); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, endRightsOf, e.Stream, now, sqldb.ID(by.Person))
	return err
}

var endTokensOf = sqldb.Q("access.token.end_all", `update api_token set ended_at = $2 where person_id = $1 and ended_at is null`)
