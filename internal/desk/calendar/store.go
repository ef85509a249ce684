package calendar

import (
	"context"
	"encoding/json"
	"fmt"

	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

const selectHead = `select c.id, c.org_id, c.name, c.zone, c.active, c.version from calendar c where `

var (
	insertCalendar = sqldb.Q("calendar.insert", `
		insert into calendar (org_id, name, zone, created_at) values ($1, $2, $3, $4) returning id`)
	updateCalendar = sqldb.Q("calendar.update", `
		update calendar set name = $3, active = $4, version = version + 1 where id = $1 and version = $2`)
	grow = sqldb.Q("calendar.grow", `update calendar set version = version + 1 where id = $1 returning version`)

	saveVersion = sqldb.Q("calendar.version.save", `
		insert into calendar_version (calendar_id, valid_from, hours, holidays, eves_closed) values ($1, $2, $3, $4, $5)
		on conflict (calendar_id, valid_from) do update
		set hours = excluded.hours, holidays = excluded.holidays, eves_closed = excluded.eves_closed`)
	saveDay = sqldb.Q("calendar.day.save", `
		insert into calendar_day (calendar_id, date, name, spans) values ($1, $2, $3, $4)
		on conflict (calendar_id, date) do update set name = excluded.name, spans = excluded.spans`)
	deleteDay = sqldb.Q("calendar.day.delete", `delete from calendar_day where calendar_id = $1 and date = $2`)
	saveUse   = sqldb.Q("calendar.use.save", `
		insert into calendar_use (org_id, channel, calendar_id, valid_from, set_by, set_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (org_id, channel, valid_from) do update
		set calendar_id = excluded.calendar_id, set_by = excluded.set_by, set_at = excluded.set_at`)
	growBook = sqldb.Q("calendar.book.grow", `
		insert into calendar_book (org_id, version) values ($1, 1)
		on conflict (org_id) do update set version = calendar_book.version + 1 returning version`)

	versionsOf = sqldb.Q("calendar.versions", `
		select v.calendar_id, v.valid_from, v.hours, v.holidays, v.eves_closed from calendar_version v
		where v.calendar_id {{in $1}} order by v.calendar_id, v.valid_from`)
	daysOf = sqldb.Q("calendar.days", `
		select d.calendar_id, d.date, d.name, d.spans from calendar_day d where d.calendar_id {{in $1}} order by d.calendar_id, d.date`)
	usesOf = sqldb.Q("calendar.uses", `
		select u.channel, u.calendar_id, coalesce(c.name, ''), u.valid_from
		from calendar_use u left join calendar c on c.id = u.calendar_id where u.org_id = $1 order by u.channel, u.valid_from`)
)

func scanHead(r sqldb.Row) (Calendar, error) {
	var c Calendar
	err := r.Scan(&c.ID, &c.Org, &c.Name, &c.Zone, &c.Active, &c.Version)
	return c, err
}

func scanUse(r sqldb.Row) (Use, error) {
	var u Use
	var from string
	if err := r.Scan(&u.Channel, sqldb.ScanID(&u.Calendar), &u.Name, &from); err != nil {
		return u, err
	}
	var err error
	u.From, err = readDate(from)
	return u, err
}

// complete reads the versions and local days of calendars.
func complete(ctx context.Context, q sqldb.Querier, list []Calendar) error {
	if len(list) == 0 {
		return nil
	}
	var ids sqldb.List[ID]
	at := map[ID]*Calendar{}
	for i := range list {
		ids = append(ids, list[i].ID)
		at[list[i].ID] = &list[i]
	}
	err := sqldb.Each(ctx, q, versionsOf, func(r sqldb.Row) error {
		var id ID
		var from, hours, holidays string
		var v Version
		if err := r.Scan(&id, &from, &hours, &holidays, &v.EvesClosed); err != nil {
			return err
		}
		v.Holidays = holidays != ""
		var pairs map[string][][2]string
		if err := json.Unmarshal([]byte(hours), &pairs); err != nil {
			return fmt.Errorf("hours of calendar %d: %w", id, err)
		}
		var err error
		if v.Week, _, err = WeekOf(pairs); err != nil {
			return fmt.Errorf("hours of calendar %d: %w", id, err)
		}
		if v.From, err = readDate(from); err != nil {
			return err
		}
		at[id].Versions = append(at[id].Versions, v)
		return nil
	}, ids)
	if err != nil {
		return err
	}
	return sqldb.Each(ctx, q, daysOf, func(r sqldb.Row) error {
		var id ID
		var date, spans string
		var l worktime.Local
		if err := r.Scan(&id, &date, &l.Name, &spans); err != nil {
			return err
		}
		var pairs [][2]string
		if err := json.Unmarshal([]byte(spans), &pairs); err != nil {
			return fmt.Errorf("day of calendar %d: %w", id, err)
		}
		var err error
		if l.Spans, err = FromPairs(pairs); err != nil {
			return fmt.Errorf("day of calendar %d: %w", id, err)
		}
		if l.Date, err = readDate(date); err != nil {
			return err
		}
		at[id].Days = append(at[id].Days, l)
		return nil
	}, ids)
}

// write keeps a version or a day of a calendar.
func write(ctx context.Context, tx *sqldb.Tx, id ID, v Version) error {
	country := ""
	if v.Holidays {
		country = Sweden
	}
	_, err := tx.Exec(ctx, saveVersion, int64(id), writeDate(v.From), stored(HoursOf(v.Week)), country, v.EvesClosed)
	return err
}

func writeDay(ctx context.Context, tx *sqldb.Tx, id ID, l worktime.Local) error {
	_, err := tx.Exec(ctx, saveDay, int64(id), l.Date.String(), l.Name, stored(Pairs(l.Spans)))
	return err
}

// writeDate writes a day so that texts sort as days do.
func writeDate(d Date) string {
	if d == Ever {
		return ""
	}
	return d.String()
}

func readDate(s string) (Date, error) {
	if s == "" {
		return Ever, nil
	}
	return holiday.Parse(s) //nolint:wrapcheck // It says what is wrong.
}

// find reads a calendar that the actor may see.
func find(ctx context.Context, q sqldb.Querier, in authz.Scope, id ID) (Calendar, bool, error) {
	list, err := heads(ctx, q, in, "c.id = ?", 1, int64(id))
	if err != nil || len(list) == 0 {
		return Calendar{}, false, err
	}
	return list[0], true, complete(ctx, q, list)
}

func heads(ctx context.Context, q sqldb.Querier, in authz.Scope, condition string, limit int, args ...any) ([]Calendar, error) {
	var w sqldb.Where
	text, scoped := in.For("c").SQL()
	w.And(text, scoped...)
	w.And(condition, args...)
	return sqldb.All(ctx, q, sqldb.Q("calendar.heads", selectHead+w.SQL()+w.Numbered(` order by c.id limit ?`, limit)), scanHead, w.Args()...)
}

func usesIn(ctx context.Context, q sqldb.Querier, org directory.OrgID) ([]Use, error) {
	return sqldb.All(ctx, q, usesOf, scanUse, int64(org))
}
