package rental

import (
	"context"
	"time"

	"lotsen/internal/desk/catalogue/rule"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

var (
	lockBooking = sqldb.Q("rental.lock", `select id from rental_booking where id = $1 {{for_update}}`)
	setOut      = sqldb.Q("rental.set_out", `
		update rental_booking set state = 'out', unit_id = $3, out_at = $4, out_by = $5, version = version + 1 where id = $1 and version = $2`)
	setBack = sqldb.Q("rental.set_back", `
		update rental_booking set state = 'returned', weeks = $3, ore = $4, back_at = $5, back_by = $6, version = version + 1 where id = $1 and version = $2`)
	setCancelled = sqldb.Q("rental.set_cancelled", `
		update rental_booking set state = 'cancelled', weeks = 0, ore = 0, version = version + 1 where id = $1 and version = $2`)
	unitOut = sqldb.Q("rental.unit_out", `select count(*) from rental_booking where unit_id = $1 and state = 'out'`)
)

// HandOut gives the computer to whoever booked it. When the computer is not back from the one before, another that is
// free takes its place. Errors: errs.NotFound, errs.Forbidden; errs.Conflict when it is not time, when it is not as the
// reader saw it, or when there is no computer.
func (s *Service) HandOut(ctx context.Context, by authz.Actor, id ID, version int64) (Booking, error) {
	return s.step(ctx, by, id, version, lent(by), Booked, func(ctx context.Context, tx *sqldb.Tx, b *Booking) error {
		today := day(tx.Now())
		if b.From > today {
			return errs.E(errs.Conflict, "rental.error.early")
		}
		if b.To < today {
			return errs.E(errs.Conflict, "rental.error.over")
		}
		n, err := sqldb.One(ctx, tx, unitOut, sqldb.Value[int], int64(b.Unit))
		if err != nil {
			return err
		}
		if n > 0 {
			if err := s.swap(ctx, tx, b, today); err != nil {
				return err
			}
		}
		b.State, b.OutAt = Out, tx.Now()
		if _, err := tx.Exec(ctx, setOut, int64(b.ID), b.Version, int64(b.Unit), sqldb.Time(tx.Now()), sqldb.ID(by.Person)); err != nil {
			return err
		}
		return s.say(ctx, tx, by, b, EventOut)
	})
}

// swap finds another computer of the office for what remains of a booking.
func (s *Service) swap(ctx context.Context, tx *sqldb.Tx, b *Booking, today string) error {
	u, found, err := sqldb.Maybe(ctx, tx, selectFree, func(r sqldb.Row) (Unit, error) {
		var u Unit
		return u, r.Scan(&u.ID, &u.Tag, &u.Name)
	}, int64(b.Office), today, b.To, int64(0))
	if err != nil {
		return err
	}
	if !found {
		return errs.E(errs.Conflict, "rental.error.not_back")
	}
	if _, err := tx.Exec(ctx, deleteDays, int64(b.ID), ""); err != nil {
		return err
	}
	b.Unit, b.Tag, b.Name = u.ID, u.Tag, u.Name
	from, errFrom := time.Parse(time.DateOnly, today)
	to, errTo := time.Parse(time.DateOnly, b.To)
	if errFrom != nil || errTo != nil {
		return errs.E(errs.Conflict, "error.date")
	}
	return takeDays(ctx, tx, b, from, to)
}

// TakeBack notes that the computer is back. Late, it costs the weeks that it was away.
// Errors: errs.NotFound, errs.Conflict.
func (s *Service) TakeBack(ctx context.Context, by authz.Actor, id ID, version int64) (Booking, error) {
	return s.step(ctx, by, id, version, lent(by), Out, func(ctx context.Context, tx *sqldb.Tx, b *Booking) error {
		today := day(tx.Now())
		if today > b.To && b.Weeks > 0 {
			from, errFrom := time.Parse(time.DateOnly, b.From)
			to, errTo := time.Parse(time.DateOnly, today)
			if weeks := rule.Weeks(from, to); errFrom == nil && errTo == nil && weeks > b.Weeks {
				b.Ore = b.Ore / int64(b.Weeks) * int64(weeks)
				b.Weeks = weeks
			}
		}
		b.State, b.BackAt = Returned, tx.Now()
		if _, err := tx.Exec(ctx, setBack, int64(b.ID), b.Version, b.Weeks, b.Ore, sqldb.Time(tx.Now()), sqldb.ID(by.Person)); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, deleteDays, int64(b.ID), today); err != nil {
			return err
		}
		return s.say(ctx, tx, by, b, EventReturned)
	})
}

// Cancel gives a booking up before it is handed out: by whoever has or made it, or by the office.
// Errors: errs.NotFound, errs.Conflict.
func (s *Service) Cancel(ctx context.Context, by authz.Actor, id ID, version int64) (Booking, error) {
	return s.step(ctx, by, id, version, own(by).Or(lent(by)), Booked, func(ctx context.Context, tx *sqldb.Tx, b *Booking) error {
		if _, err := tx.Exec(ctx, setCancelled, int64(b.ID), b.Version); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, deleteDays, int64(b.ID), ""); err != nil {
			return err
		}
		b.State, b.Weeks, b.Ore = Cancelled, 0, 0
		return s.say(ctx, tx, by, b, EventCancelled)
	})
}

// step is what the moves of a booking have in common: it is the actor's to move, and it stands as they saw it.
func (s *Service) step(ctx context.Context, by authz.Actor, id ID, version int64, seen authz.Scope, from State, fn func(context.Context, *sqldb.Tx, *Booking) error) (Booking, error) {
	var b Booking
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, _, err := sqldb.Maybe(ctx, tx, lockBooking, sqldb.Value[int64], int64(id)); err != nil {
			return err
		}
		var found bool
		var err error
		if b, found, err = one(ctx, tx, by, seen, id); err != nil {
			return err
		}
		if !found {
			return errs.Missing()
		}
		if b.State != from || b.Version != version {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		// Whoever chooses a computer does so alone.
		if _, _, err := sqldb.Maybe(ctx, tx, lockAny, sqldb.Value[int64], int64(b.Office)); err != nil {
			return err
		}
		if err := fn(ctx, tx, &b); err != nil {
			return err
		}
		b.Version++
		return nil
	})
	if sqldb.Violates(err, "rental_day_unit_id_day_key") {
		err = errs.E(errs.Conflict, "rental.error.taken")
	}
	return b, err
}

var lockAny = sqldb.Q("rental.office_lock_any", `select id from rental_office where id = $1 {{for_update}}`)
