package notify

import (
	"context"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

var (
	selectAnyTask = sqldb.Q("contact_task.any", `select id from contact_task limit 1`)
	selectActive  = sqldb.Q("notify.active", `select id from ticket where active and id > $1 order by id limit 200`)
)

// CatchUp gives cases from before words were owed their clocks: those of an installation that has been upgraded, or of a
// world made of the past. It does nothing where the desk owes or has owed anybody anything.
func (s *Service) CatchUp(ctx context.Context) error {
	if _, found, err := sqldb.Maybe(ctx, s.d.DB, selectAnyTask, sqldb.Value[int64]); err != nil || found {
		return err
	}
	for last := ticket.ID(0); ; {
		ids, err := sqldb.All(ctx, s.d.DB, selectActive, sqldb.Value[ticket.ID], int64(last))
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := s.follow(ctx, followArgs{Ticket: id}); err != nil {
				return err
			}
			last = id
		}
	}
}
