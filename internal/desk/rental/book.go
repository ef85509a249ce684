package rental

import (
	"context"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/rule"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Stream is the kind of a booking's stream in the event log.
const Stream = "rental"

// The events of a booking.
const (
	EventBooked    = "rental.booked"
	EventCancelled = "rental.cancelled"
	EventOut       = "rental.out"
	EventReturned  = "rental.returned"
	EventOverdue   = "rental.overdue"
)

// Payload is what the events say.
type Payload struct {
	Office    OfficeID              `json:"office"`
	Unit      UnitID                `json:"unit"`
	Person    directory.PersonID    `json:"person"`
	Reference directory.ReferenceID `json:"reference,omitempty"`
	From      string                `json:"from"`
	To        string                `json:"to"`
	Weeks     int                   `json:"weeks"`
	Ore       int64                 `json:"ore"`
}

// Input is what is booked.
type Input struct {
	Office    OfficeID
	Unit      UnitID             // 0: any that is free.
	Person    directory.PersonID // 0: the actor.
	From, To  string             // Days, both counted.
	Reference directory.ReferenceID
	Purpose   string
}

var (
	lockOffice = sqldb.Q("rental.office_lock", `
		select o.org_id, o.desk_id, o.name, o.week_ore from rental_office o where o.id = $1 and o.active {{for_update}}`)
	selectFree = sqldb.Q("rental.free", `
		select u.id, u.tag, u.name from rental_unit u where u.office_id = $1 and u.active and ($4 = 0 or u.id = $4) and `+free+` order by u.tag, u.id limit 1`)
	insertBooking = sqldb.Q("rental.insert", `
		insert into rental_booking (org_id, office_id, unit_id, person_id, booker_id, reference_id, purpose, from_day, to_day, weeks, ore, state, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'booked', $12) returning id`)
	insertDay  = sqldb.Q("rental.day_insert", `insert into rental_day (unit_id, day, booking_id) values ($1, $2, $3)`)
	deleteDays = sqldb.Q("rental.days_delete", `delete from rental_day where booking_id = $1 and day > $2`)
)

// check returns the first and the last day.
func (in *Input) check(now time.Time) (from, to time.Time, f errs.Fields) {
	in.Purpose = clean.Line(in.Purpose, maxLine)
	var errFrom, errTo error
	from, errFrom = time.Parse(time.DateOnly, in.From)
	to, errTo = time.Parse(time.DateOnly, in.To)
	today, _ := time.Parse(time.DateOnly, day(now)) // What day writes can be read.
	switch {
	case in.From == "":
		f.Add("from", "error.required")
	case errFrom != nil:
		f.Add("from", "error.date")
	case from.Before(today):
		f.Add("from", "rental.error.past")
	case from.After(today.AddDate(0, 0, mostAway)):
		f.Add("from", "rental.error.far", "days", mostAway)
	}
	switch {
	case in.To == "":
		f.Add("to", "error.required")
	case errTo != nil:
		f.Add("to", "error.date")
	case errFrom == nil && to.Before(from):
		f.Add("to", "rental.error.before")
	case errFrom == nil && to.After(from.AddDate(0, 0, mostDays-1)):
		f.Add("to", "rental.error.long", "weeks", mostDays/7)
	}
	if in.Reference == 0 {
		f.Add("reference", "error.choose")
	}
	return from, to, f
}

// Book books a computer for a period, for those who may order on the invoice reference, or the desk on behalf of whoever
// asked it. The charge is whole weeks, one at least.
// Errors: errs.Invalid, errs.Forbidden, errs.NotFound; errs.Conflict when none is free.
func (s *Service) Book(ctx context.Context, by authz.Actor, in Input) (Booking, error) {
	from, to, f := in.check(s.d.DB.Now())
	if err := f.Err(); err != nil {
		return Booking{}, err
	}
	if in.Person == 0 {
		in.Person = directory.PersonID(by.Person)
	}
	b := Booking{
		Office: in.Office, Person: in.Person, Booker: directory.PersonID(by.Person), Reference: in.Reference, Purpose: in.Purpose,
		From: in.From, To: in.To, State: Booked, Version: 1,
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.book(ctx, tx, by, &b, in.Unit, from, to) })
	if sqldb.Violates(err, "rental_day_unit_id_day_key") {
		err = errs.E(errs.Conflict, "rental.error.taken")
	}
	return b, err
}

func (s *Service) book(ctx context.Context, tx *sqldb.Tx, by authz.Actor, b *Booking, wanted UnitID, from, to time.Time) error {
	var week int64
	_, found, err := sqldb.Maybe(ctx, tx, lockOffice, func(r sqldb.Row) (struct{}, error) {
		return struct{}{}, r.Scan(&b.Org, &b.Desk, &b.Place, &week)
	}, int64(b.Office))
	if err != nil {
		return err
	}
	if !found || !by.IsSystem() && by.Org != int64(b.Org) && !mayLend(by, b.Org, b.Desk) {
		var f errs.Fields
		f.Add("office", "error.choose")
		return f.Err()
	}
	if err := mayBook(ctx, tx, by, b); err != nil {
		return err
	}
	free, found, err := sqldb.Maybe(ctx, tx, selectFree, func(r sqldb.Row) (Unit, error) {
		var u Unit
		return u, r.Scan(&u.ID, &u.Tag, &u.Name)
	}, int64(b.Office), b.From, b.To, int64(wanted))
	if err != nil {
		return err
	}
	if !found {
		return errs.E(errs.Conflict, "rental.error.taken")
	}
	b.Unit, b.Tag, b.Name = free.ID, free.Tag, free.Name
	b.Weeks = rule.Weeks(from, to)
	b.Ore = int64(b.Weeks) * week
	id, err := tx.Insert(ctx, insertBooking, int64(b.Org), int64(b.Office), int64(b.Unit), int64(b.Person), sqldb.ID(b.Booker), sqldb.ID(b.Reference), b.Purpose,
		b.From, b.To, b.Weeks, b.Ore, sqldb.Time(tx.Now()))
	if err != nil {
		return err
	}
	b.ID, b.CreatedAt = ID(id), tx.Now()
	if err := takeDays(ctx, tx, b, from, to); err != nil {
		return err
	}
	return s.say(ctx, tx, by, b, EventBooked)
}

// takeDays marks the days on which the computer is the booking's.
func takeDays(ctx context.Context, tx *sqldb.Tx, b *Booking, from, to time.Time) error {
	for at := from; !at.After(to); at = at.AddDate(0, 0, 1) {
		if _, err := tx.Exec(ctx, insertDay, int64(b.Unit), at.Format(time.DateOnly), int64(b.ID)); err != nil {
			return err
		}
	}
	return nil
}

// mayBook refuses people whom the actor may not order for, references that cannot be used, and those that the actor may
// not order on. The desk books for whoever asked it.
func mayBook(ctx context.Context, tx *sqldb.Tx, by authz.Actor, b *Booking) error {
	if b.Person != directory.PersonID(by.Person) {
		if _, err := catalogue.RecipientIn(ctx, tx, by, b.Person); err != nil {
			return err
		}
	}
	who, err := directory.Load(ctx, tx, b.Person)
	if err != nil {
		return err
	}
	if who.Org != b.Org {
		return errs.Missing()
	}
	if _, err := directory.UsableReference(ctx, tx, b.Org, b.Reference, tx.Now()); err != nil {
		return err
	}
	m, err := access.Whole(ctx, tx, authz.Matter{
		Org: int64(b.Org), Desk: int64(b.Desk), Units: []int64{int64(who.Unit)}, Site: int64(who.Site), Reference: int64(b.Reference),
	})
	if err != nil {
		return err
	}
	for _, v := range []authz.Verb{catalogue.MayPlace, catalogue.MayRegister} {
		if _, ok := by.For(v, m); ok {
			return nil
		}
	}
	return errs.Denied(string(catalogue.MayPlace))
}

func (s *Service) say(ctx context.Context, tx *sqldb.Tx, by authz.Actor, b *Booking, what string) error {
	return s.tell(ctx, tx, by, b.Org, Stream, int64(b.ID), what, b.Tag, Payload{
		Office: b.Office, Unit: b.Unit, Person: b.Person, Reference: b.Reference, From: b.From, To: b.To, Weeks: b.Weeks, Ore: b.Ore,
	})
}
