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

	partsOf = sqldb.Q("calendar.parts", `
		select v.calendar_id, 'version', v.valid_from, '', cast(v.hours as text), v.holidays, v.eves_closed
		from calendar_version v where v.calendar_id {{in $1}}
		union all
		select d.calendar_id, 'day', d.date, d.name, cast(d.spans as text), '', false
		from calendar_day d where d.calendar_id {{in $1}}
		order by 1, 2, 3`)
	wholeOf = sqldb.Q("calendar.whole", `
		select v.calendar_id, 'version', v.valid_from, '', cast(v.hours as text), v.holidays, v.eves_closed, c.zone
		from calendar_version v join calendar c on c.id = v.calendar_id where c.org_id = $1
		union all
		select d.calendar_id, 'day', d.date, d.name, cast(d.spans as text), '', false, c.zone
		from calendar_day d join calendar c on c.id = d.calendar_id where c.org_id = $1
		order by 1, 2, 3`)
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

// part is a version or a local day as the tables have it.
type part struct {
	calendar    ID
	kind, date  string // kind is version or day.
	name, hours string
	holidays    string
	eves        bool
}

func scanPart(r sqldb.Row) (part, error) {
	var p part
	err := r.Scan(&p.calendar, &p.kind, &p.date, &p.name, &p.hours, &p.holidays, &p.eves)
	return p, err
}

// add puts a part where it belongs.
func (c *Calendar) add(p part) error {
	date, err := readDate(p.date)
	if err != nil {
		return fmt.Errorf("calendar %d: %w", c.ID, err)
	}
	if p.kind == "day" {
		var pairs [][2]string
		if err := json.Unmarshal([]byte(p.hours), &pairs); err != nil {
			return fmt.Errorf("day of calendar %d: %w", c.ID, err)
		}
		spans, err := FromPairs(pairs)
		c.Days = append(c.Days, worktime.Local{Date: date, Name: p.name, Spans: spans})
		return err
	}
	var pairs map[string][][2]string
	if err := json.Unmarshal([]byte(p.hours), &pairs); err != nil {
		return fmt.Errorf("hours of calendar %d: %w", c.ID, err)
	}
	week, _, err := WeekOf(pairs)
	c.Versions = append(c.Versions, Version{From: date, Week: week, Holidays: p.holidays != "", EvesClosed: p.eves})
	return err
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
	return sqldb.Each(ctx, q, partsOf, func(r sqldb.Row) error {
		p, err := scanPart(r)
		if err != nil {
			return err
		}
		return at[p.calendar].add(p)
	}, ids)
}

// whole reads all calendars of an organisation, with zone and parts alone, in one statement.
func whole(ctx context.Context, q sqldb.Querier, org directory.OrgID) ([]Calendar, error) {
	var list []Calendar
	return list, sqldb.Each(ctx, q, wholeOf, func(r sqldb.Row) error {
		var p part
		var zone string
		if err := r.Scan(&p.calendar, &p.kind, &p.date, &p.name, &p.hours, &p.holidays, &p.eves, &zone); err != nil {
			return err
		}
		if n := len(list); n == 0 || list[n-1].ID != p.calendar {
			list = append(list, Calendar{ID: p.calendar, Org: org, Zone: zone})
		}
		return list[len(list)-1].add(p)
	}, int64(org))
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
