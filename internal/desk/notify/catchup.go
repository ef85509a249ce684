package notify

import (
	"context"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

var (
	selectAnyTask = sqldb.Q("contact_task.any", `select id from contact_task limit 1`)
	selectActive  = sqldb.Q("notify.active", `select id from ticket where active and id > $1 order by id limit 200`)
)

// CatchUp gives cases from before words were owed their clocks, which begin now: those of an installation that has been
// upgraded, or of a world made of the past. It does nothing where the desk owes or has owed anybody anything.
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
			if err := s.begin(ctx, id); err != nil {
				return err
			}
			last = id
		}
	}
}

// begin starts the clock of a case whose last word nobody has counted from.
func (s *Service) begin(ctx context.Context, id ticket.ID) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		t, err := ticket.LoadIn(ctx, tx, authz.System("notify"), id)
		if err != nil {
			return err
		}
		due, err := s.wordDue(ctx, tx, &t, tx.Now())
		if err != nil || due.IsZero() {
			return err
		}
		_, err = tx.Exec(ctx, moveTask, int64(t.Org), int64(t.Desk), int64(t.ID), sqldb.ID(t.Requester), sqldb.Time(due), sqldb.Time(tx.Now()))
		return err
	})
}

// Refresh counts anew what the desk owes the user of one case, from the last word to them.
func (s *Service) Refresh(ctx context.Context, id ticket.ID) error {
	return s.follow(ctx, followArgs{Ticket: id})
}
