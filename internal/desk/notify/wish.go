package notify

import (
	"context"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// AskCallIn notes that the user of a case wants to be called at an instant: a task that the desk ticks off. The caller has
// decided who may wish for it.
func (s *Service) AskCallIn(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, words string, at time.Time) error {
	return s.owe(ctx, tx, t, TaskCall, words, at)
}
