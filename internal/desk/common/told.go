package common

import (
	"context"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// A person's other cases of the same group that were solved in the same moment: one word spoke for all of them.
const selectTwins = `
	from ticket one join ticket t on t.requester_id = one.requester_id and t.id <> one.id and t.state = 'resolved' and t.resolved_at = one.resolved_at
	where one.id = $1 and one.state = 'resolved'
		and exists (select 1 from ticket_link a join ticket_link b on b.to_id = a.to_id and b.kind = 'child'
			where a.from_id = one.id and a.kind = 'child' and b.from_id = t.id)`

var (
	selectUntoldTwins = sqldb.Q("common.twins_untold", `select t.id `+selectTwins+` and t.told_at is null order by t.id`)
	selectToldTwins   = sqldb.Q("common.twins_told", `select t.id `+selectTwins+` and t.told_at is not null order by t.id`)
)

// onTold notes that a person has been told of all their cases that one word spoke for, so that the clock of each runs.
func (s *Service) onTold(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
	p, err := ticket.DecodePayload(e)
	if err != nil || by.System == system().System {
		return err
	}
	return s.eachTwin(ctx, tx, selectUntoldTwins, e, func(id ticket.ID) error {
		_, err := s.ticket.In(tx).MarkTold(ctx, system(), id, p.How)
		return err
	})
}

// onUntold takes that back when the word came back.
func (s *Service) onUntold(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
	if by.System == system().System {
		return nil
	}
	return s.eachTwin(ctx, tx, selectToldTwins, e, func(id ticket.ID) error {
		_, err := s.ticket.UntellIn(ctx, tx, system(), id)
		return err
	})
}

func (s *Service) eachTwin(ctx context.Context, tx *sqldb.Tx, stmt sqldb.Stmt, e event.Event, fn func(ticket.ID) error) error {
	twins, err := sqldb.All(ctx, tx, stmt, sqldb.Value[ticket.ID], e.Stream)
	if err != nil {
		return err
	}
	for _, id := range twins {
		if err := fn(id); err != nil {
			return err
		}
	}
	return nil
}
