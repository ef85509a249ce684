package rental

import (
	"context"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// OfficeStream is the kind of an office's stream in the event log.
const OfficeStream = "rental_office"

// EventOffice is the event of an office or a computer of it that was added or changed.
const EventOffice = "rental.office"

// maxWeek is more than a week costs anywhere: a hundred thousand kronor.
const maxWeek = 10_000_000

var (
	selectOffices = sqldb.Q("rental.offices", `
		select o.id, o.org_id, o.desk_id, o.unit_id, o.name, o.place, o.week_ore, o.active, o.version,
			(select count(*) from rental_unit u where u.office_id = o.id and u.active),
			(select count(*) from rental_unit u where u.office_id = o.id and u.active and `+free+`)
		from rental_office o where o.org_id = $1 and (o.active or $4 = 1) and ($6 = 1 or o.desk_id {{in $7}}) order by o.name, o.id limit $5`)
	insertOffice = sqldb.Q("rental.office_insert", `
		insert into rental_office (org_id, desk_id, unit_id, name, place, week_ore) values ($1, $2, $3, $4, $5, $6) returning id`)
	updateOffice = sqldb.Q("rental.office_update", `
		update rental_office set desk_id = $4, unit_id = $5, name = $6, place = $7, week_ore = $8, active = $9, version = version + 1
		where id = $1 and org_id = $2 and version = $3`)
	deskThere   = sqldb.Q("rental.desk_there", `select count(*) from desk where id = $1 and org_id = $2 and active`)
	unitThere   = sqldb.Q("rental.unit_there", `select count(*) from unit where id = $1 and org_id = $2`)
	officeThere = sqldb.Q("rental.office_there", `select count(*) from rental_office where id = $1 and org_id = $2`)
	selectUnits = sqldb.Q("rental.units", `
		select u.id, u.office_id, u.tag, u.name, u.active, u.version, exists (select 1 from rental_booking b where b.unit_id = u.id and b.state = 'out')
		from rental_unit u where u.org_id = $1 order by u.office_id, u.tag, u.id limit $2`)
	insertUnit = sqldb.Q("rental.unit_insert", `insert into rental_unit (org_id, office_id, tag, tag_key, name) values ($1, $2, $3, $4, $5) returning id`)
	updateUnit = sqldb.Q("rental.unit_update", `
		update rental_unit set tag = $4, tag_key = $5, name = $6, active = $7, version = version + 1 where id = $1 and org_id = $2 and version = $3`)
	nextPos = sqldb.Q("rental.next_pos", `select coalesce(max(pos), 0) + 1 from event where kind = $1 and stream_id = $2`)
)

// free is true for a computer u that nobody has from day $2 to day $3, and that is not still out after its time.
const free = `not exists (select 1 from rental_day d where d.unit_id = u.id and d.day >= $2 and d.day <= $3)
	and not exists (select 1 from rental_booking l where l.unit_id = u.id and l.state = 'out' and l.to_day < $2)`

// Offices returns the offices of an organisation with how many computers are free from one day to another. Those who are
// of the organisation see the offices that lend, others who lend there those of their desks; those who keep them see all.
func (s *Service) Offices(ctx context.Context, by authz.Actor, org directory.OrgID, from, to string) ([]Office, error) {
	all, every, desks := 0, 1, by.Reaches(MayLend, authz.Desk)
	switch {
	case mayWrite(by, org):
		all = 1
	case by.Org == int64(org) || by.MayIn(MayLend, authz.Organisation, int64(org)):
	case len(desks) > 0:
		every = 0
	default:
		return nil, errs.Missing()
	}
	return sqldb.All(ctx, s.d.DB, selectOffices, func(r sqldb.Row) (Office, error) {
		var o Office
		return o, r.Scan(&o.ID, &o.Org, &o.Desk, sqldb.ScanID(&o.Unit), &o.Name, &o.Place, &o.WeekOre, &o.Active, &o.Version, &o.Units, &o.Free)
	}, int64(org), from, to, all, most, every, sqldb.List[int64](desks))
}

// SaveOffice adds (ID 0) or changes an office. A new price counts for what is booked from now on.
// Errors: errs.Invalid, errs.NotFound, errs.Forbidden, errs.Conflict.
func (s *Service) SaveOffice(ctx context.Context, by authz.Actor, o Office) (Office, error) {
	if !mayWrite(by, o.Org) {
		return o, errs.Denied(string(MayWrite))
	}
	var f errs.Fields
	o.Name, o.Place = clean.Line(o.Name, maxLine), clean.Line(o.Place, maxLine)
	if clean.Blank(o.Name) {
		f.Add("name", "error.required")
	}
	if o.WeekOre < 0 || o.WeekOre > maxWeek {
		f.Add("week", "rental.error.amount")
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		wrong := f
		for _, c := range []struct {
			field string
			id    int64
			stmt  sqldb.Stmt
		}{{"desk", int64(o.Desk), deskThere}, {"unit", int64(o.Unit), unitThere}} {
			if c.id == 0 && c.field == "unit" {
				continue
			}
			n, err := sqldb.One(ctx, tx, c.stmt, sqldb.Value[int], c.id, int64(o.Org))
			if err != nil {
				return err
			}
			if n == 0 {
				wrong.Add(c.field, "error.choose")
			}
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		if o.ID == 0 {
			id, err := tx.Insert(ctx, insertOffice, int64(o.Org), int64(o.Desk), sqldb.ID(o.Unit), o.Name, o.Place, o.WeekOre)
			if err != nil {
				return err
			}
			o.ID, o.Version, o.Active = OfficeID(id), 1, true
		} else {
			n, err := tx.Exec(ctx, updateOffice, int64(o.ID), int64(o.Org), o.Version, int64(o.Desk), sqldb.ID(o.Unit), o.Name, o.Place, o.WeekOre, o.Active)
			if err != nil {
				return err
			}
			if n == 0 {
				return gone(ctx, tx, int64(o.ID), int64(o.Org))
			}
			o.Version++
		}
		return s.tell(ctx, tx, by, o.Org, OfficeStream, int64(o.ID), EventOffice, o.Name, o)
	})
	if sqldb.Violates(err, "rental_office_org_id_name_key") {
		f.Add("name", "rental.error.taken_name")
		err = f.Err()
	}
	return o, err
}

func gone(ctx context.Context, tx *sqldb.Tx, id, org int64) error {
	n, err := sqldb.One(ctx, tx, officeThere, sqldb.Value[int], id, org)
	if err == nil && n == 0 {
		return errs.Missing()
	}
	if err == nil {
		err = errs.E(errs.Conflict, "error.changed_meanwhile")
	}
	return err
}

// Units returns the computers that an organisation lends. Errors: errs.Forbidden.
func (s *Service) Units(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Unit, error) {
	if !mayWrite(by, org) {
		return nil, errs.Denied(string(MayWrite))
	}
	return sqldb.All(ctx, s.d.DB, selectUnits, func(r sqldb.Row) (Unit, error) {
		var u Unit
		return u, r.Scan(&u.ID, &u.Office, &u.Tag, &u.Name, &u.Active, &u.Version, &u.Out)
	}, int64(org), most)
}

// tagKey is a tag as it is compared: "pc 1234" and "PC-1234" are the same.
func tagKey(tag string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u2011", "").Replace(tag))
}

// SaveUnit adds (ID 0) or changes a computer that is lent. One that is ended keeps its bookings and takes no new ones.
// Errors: errs.Invalid, errs.NotFound, errs.Forbidden, errs.Conflict.
func (s *Service) SaveUnit(ctx context.Context, by authz.Actor, org directory.OrgID, u Unit) (Unit, error) {
	if !mayWrite(by, org) {
		return u, errs.Denied(string(MayWrite))
	}
	var f errs.Fields
	u.Tag, u.Name = clean.Line(u.Tag, maxLine), clean.Line(u.Name, maxLine)
	if tagKey(u.Tag) == "" {
		f.Add("tag", "error.required")
	}
	if clean.Blank(u.Name) {
		f.Add("unit_name", "error.required")
	}
	if err := f.Err(); err != nil {
		return u, err
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := sqldb.One(ctx, tx, officeThere, sqldb.Value[int], int64(u.Office), int64(org))
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.Missing()
		}
		if u.ID == 0 {
			id, err := tx.Insert(ctx, insertUnit, int64(org), int64(u.Office), u.Tag, tagKey(u.Tag), u.Name)
			if err != nil {
				return err
			}
			u.ID, u.Version, u.Active = UnitID(id), 1, true
		} else if n, err := tx.Exec(ctx, updateUnit, int64(u.ID), int64(org), u.Version, u.Tag, tagKey(u.Tag), u.Name, u.Active); err != nil {
			return err
		} else if n == 0 {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		return s.tell(ctx, tx, by, org, OfficeStream, int64(u.Office), EventOffice, u.Tag, u)
	})
	if sqldb.Violates(err, "rental_unit_org_id_tag_key_key") {
		f.Add("tag", "rental.error.taken_tag")
		err = f.Err()
	}
	return u, err
}

func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org directory.OrgID, stream string, id int64, what, label string, payload any) error {
	pos, err := sqldb.One(ctx, tx, nextPos, sqldb.Value[int64], stream, id)
	if err != nil {
		return err
	}
	_, err = s.d.Events.Append(ctx, tx, by, event.Draft{Org: int64(org), Kind: stream, Stream: id, Pos: pos, Type: what, Label: label, Payload: payload})
	return err
}
