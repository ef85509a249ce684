package rental

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

var (
	selectOverdue = sqldb.Q("rental.overdue", `select `+bookingColumns+`b.state = 'out' and b.to_day < $1 and b.reminded_at is null order by b.id limit $2`)
	setReminded   = sqldb.Q("rental.set_reminded", `update rental_booking set reminded_at = $2 where id = $1 and reminded_at is null and state = 'out'`)
)

// Sweep reminds those who have a computer that should have been back, each once.
func (s *Service) Sweep(ctx context.Context) error {
	late, err := sqldb.All(ctx, s.d.DB, selectOverdue, scanBooking, day(s.d.DB.Now()), 100)
	if err != nil {
		return err
	}
	for i := range late {
		b := &late[i]
		err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			n, err := tx.Exec(ctx, setReminded, int64(b.ID), sqldb.Time(tx.Now()))
			if err != nil || n == 0 {
				return err
			}
			if s.d.Remind != nil {
				if err := s.d.Remind(ctx, tx, b); err != nil {
					return err
				}
			}
			return s.say(ctx, tx, authz.System("rental"), b, EventOverdue)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
