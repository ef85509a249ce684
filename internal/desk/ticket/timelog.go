package ticket

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// TimeEntry is time that somebody spent on a ticket.
type TimeEntry struct {
	ID       int64
	Person   directory.PersonID
	Name     string
	Minutes  int
	Charged  bool
	Note     string
	WorkedOn string // The day, 2026-11-22.
	At       time.Time
}

var (
	insertTime = sqldb.Q("time.insert", `
		insert into time_entry (ticket_id, person_id, minutes, charged, note, worked_on, created_at)
		values ($1, $2, $3, $4, $5, $6, $7) returning id`)
	selectTime = sqldb.Q("time.list", `
		select te.id, te.person_id, p.given_name || ' ' || p.family_name, te.minutes, te.charged, te.note, te.worked_on, te.created_at
		from time_entry te join person p on p.id = te.person_id where te.ticket_id = $1 order by te.id`)
)

// LogTime notes time spent, with or without charge. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (s *Service) LogTime(ctx context.Context, by authz.Actor, id ID, e TimeEntry) (Ticket, error) {
	return s.update(ctx, by, id, MayWork, EventTimeLogged, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		var f errs.Fields
		today := tx.Now().In(clock.Stockholm()).Format(time.DateOnly)
		if e.WorkedOn == "" {
			e.WorkedOn = today
		}
		if e.Minutes < 1 || e.Minutes > 24*60 {
			f.Add("minutes", "ticket.error.minutes")
		}
		if _, err := time.Parse(time.DateOnly, e.WorkedOn); err != nil {
			f.Add("worked_on", "error.date")
		} else if e.WorkedOn > today {
			f.Add("worked_on", "ticket.error.day_ahead")
		}
		if err := f.Err(); err != nil {
			return err
		}
		p.Minutes, p.Internal, p.Comment = e.Minutes, true, clean.Line(e.Note, 500)
		_, err := tx.Insert(ctx, insertTime, int64(t.ID), by.Person, e.Minutes, e.Charged, p.Comment, e.WorkedOn, sqldb.Time(tx.Now()))
		return err
	})
}

// Times returns the time logged on a ticket, for those who work at its desk.
func (s *Service) Times(ctx context.Context, by authz.Actor, t *Ticket) ([]TimeEntry, error) {
	if !WorksOn(by, t) {
		return nil, nil
	}
	return sqldb.All(ctx, s.db, selectTime, func(r sqldb.Row) (TimeEntry, error) {
		var e TimeEntry
		return e, r.Scan(&e.ID, &e.Person, &e.Name, &e.Minutes, &e.Charged, &e.Note, &e.WorkedOn, sqldb.ScanTime(&e.At))
	}, int64(t.ID))
}
