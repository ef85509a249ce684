package rental

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

const bookingColumns = `b.id, b.org_id, b.office_id, o.desk_id, o.name, b.unit_id, u.tag, u.name, b.person_id,
	case when p.protected then '' else p.given_name || ' ' || p.family_name end, b.booker_id, b.reference_id, coalesce(f.code, ''), b.purpose,
	b.from_day, b.to_day, b.weeks, b.ore, b.state, b.created_at, b.out_at, b.back_at, b.version
	from rental_booking b join rental_office o on o.id = b.office_id join rental_unit u on u.id = b.unit_id join person p on p.id = b.person_id
	left join invoice_reference f on f.id = b.reference_id where `

func scanBooking(r sqldb.Row) (Booking, error) {
	var b Booking
	return b, r.Scan(&b.ID, &b.Org, &b.Office, &b.Desk, &b.Place, &b.Unit, &b.Tag, &b.Name, &b.Person, &b.Who, sqldb.ScanID(&b.Booker), sqldb.ScanID(&b.Reference), &b.Code,
		&b.Purpose, &b.From, &b.To, &b.Weeks, &b.Ore, &b.State, sqldb.ScanTime(&b.CreatedAt), sqldb.ScanTime(&b.OutAt), sqldb.ScanTime(&b.BackAt), &b.Version)
}

// Mine returns the bookings that the actor has or has made, the newest first.
func (s *Service) Mine(ctx context.Context, by authz.Actor) ([]Booking, error) {
	var w sqldb.Where
	and(&w, own(by))
	text := `select ` + bookingColumns + w.SQL() + ` order by b.id desc` + w.Numbered(" limit ?", 50)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("rental.mine", text), scanBooking, w.Args()...)
}

// ToHandle returns what the actor hands out and takes back: what is out, the longest due first, and what is booked.
func (s *Service) ToHandle(ctx context.Context, by authz.Actor) ([]Booking, error) {
	var w sqldb.Where
	and(&w, lent(by))
	w.And("b.state in ('out', 'booked')")
	text := `select ` + bookingColumns + w.SQL() + ` order by case when b.state = 'out' then 0 else 1 end, case when b.state = 'out' then b.to_day else b.from_day end, b.id` + w.Numbered(" limit ?", most)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("rental.to_handle", text), scanBooking, w.Args()...)
}

func one(ctx context.Context, q sqldb.Querier, by authz.Actor, seen authz.Scope, id ID) (Booking, bool, error) {
	var w sqldb.Where
	and(&w, seen)
	w.And("b.id = ?", int64(id))
	return sqldb.Maybe(ctx, q, sqldb.Q("rental.one", `select `+bookingColumns+w.SQL()), scanBooking, w.Args()...)
}

func and(w *sqldb.Where, s authz.Scope) {
	condition, args := s.SQL()
	w.And(condition, args...)
}
