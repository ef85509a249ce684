package calendar

import (
	"context"

	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Rename gives a calendar another name, or takes it out of the lists that are chosen from. Errors: Conflict when version
// is not the one that counts.
func (s *Service) Rename(ctx context.Context, by authz.Actor, id ID, version int64, name string, active bool) error {
	return s.change(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, c Calendar) error {
		theirs := c.Name
		if c.Name = clean.Line(name, maxName); c.Name == "" {
			return field("name", "error.required")
		}
		n, err := tx.Exec(ctx, updateCalendar, int64(id), version, c.Name, active)
		if err != nil {
			return err
		}
		if n == 0 {
			e := errs.E(errs.Conflict, "calendar.error.conflict")
			e.Fields.Add("name", "field.conflict", "yours", c.Name, "theirs", theirs)
			return e
		}
		return s.tell(ctx, tx, by, c, version+1, Renamed, Told{Name: c.Name, Active: &active})
	})
}

// SetHours decides what counts from a day on: today at the earliest, so that what has been counted stays right. For
// the same day it takes the place of what was decided before.
func (s *Service) SetHours(ctx context.Context, by authz.Actor, id ID, v Version) error {
	return s.change(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, c Calendar) error {
		var bad errs.Fields
		checkDate(&bad, "valid_from", v.From)
		if v.From < today(tx) && len(bad) == 0 {
			bad.Add("valid_from", "calendar.error.past")
		}
		if err := bad.Err(); err != nil {
			return err
		}
		if err := write(ctx, tx, id, v); err != nil {
			return err
		}
		return s.grown(ctx, tx, by, c, HoursSet, toldHours(Told{}, v))
	})
}

// SetDay gives a day hours of its own; none closes it.
func (s *Service) SetDay(ctx context.Context, by authz.Actor, id ID, l worktime.Local) error {
	return s.change(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, c Calendar) error {
		var bad errs.Fields
		checkDay(&bad, &l)
		if len(c.Days) >= maxDays {
			bad.Add("date", "calendar.error.many_days", "max", maxDays)
		}
		if err := bad.Err(); err != nil {
			return err
		}
		if err := writeDay(ctx, tx, id, l); err != nil {
			return err
		}
		return s.grown(ctx, tx, by, c, DaySet, Told{Name: l.Name, Date: l.Date.String(), Spans: Pairs(l.Spans)})
	})
}

// DropDay takes a day's own hours away. A day without any is no error.
func (s *Service) DropDay(ctx context.Context, by authz.Actor, id ID, date Date) error {
	return s.change(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, c Calendar) error {
		n, err := tx.Exec(ctx, deleteDay, int64(id), date.String())
		if err != nil || n == 0 {
			return err
		}
		return s.grown(ctx, tx, by, c, DayDropped, Told{Date: date.String()})
	})
}

// change finds the calendar and asks for the verb, inside the transaction.
func (s *Service) change(ctx context.Context, by authz.Actor, id ID, fn func(context.Context, *sqldb.Tx, Calendar) error) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		c, found, err := find(ctx, tx, seen(by), id)
		if err != nil {
			return err
		}
		if !found {
			return errs.Missing()
		}
		if !mayWrite(by, int64(c.Org)) {
			return errs.Denied(string(Write))
		}
		return fn(ctx, tx, c)
	})
}

func (s *Service) grown(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c Calendar, typ string, payload Told) error {
	pos, err := sqldb.One(ctx, tx, grow, sqldb.Value[int64], int64(c.ID))
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, by, c, pos, typ, payload)
}

// today is the day in Sweden.
func today(q sqldb.Querier) Date { return holiday.Of(q.Now().In(clock.Stockholm())) }

func field(name, key string, args ...any) error {
	var bad errs.Fields
	bad.Add(name, key, args...)
	return bad.Err()
}
