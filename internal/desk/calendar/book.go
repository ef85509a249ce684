package calendar

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/sqldb"
)

// book is all that decides when an organisation is open. It does not change.
type book struct {
	stamp     string // Another one means that something was changed.
	uses      []Use
	calendars map[ID]*Calendar
	settings  []Version // What the settings say, from the day of each decision on.

	mu    sync.Mutex
	bound map[string]*timetable
}

// timetable is a channel's calendar through all its changes, and the zone of each.
type timetable struct {
	from  []Date
	zones []*time.Location
	work  map[string]*worktime.Calendar // By the zone's name.
}

// shelf keeps the book of each organisation that was read last.
type shelf struct {
	mu    sync.Mutex
	books map[directory.OrgID]*book
}

func (s *shelf) get(org directory.OrgID) *book {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.books[org]
}

func (s *shelf) put(org directory.OrgID, b *book) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.books == nil {
		s.books = map[directory.OrgID]*book{}
	}
	s.books[org] = b
}

// book reads the stamp, and everything else only when it is a new one. What an open transaction sees is kept only once
// it is committed.
func (s *Service) book(ctx context.Context, q sqldb.Querier, org directory.OrgID) (*book, error) {
	var preset, stamp string
	_, found, err := sqldb.Maybe(ctx, q, bookStamp, func(r sqldb.Row) (struct{}, error) {
		return struct{}{}, r.Scan(&preset, &stamp)
	}, int64(org))
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, fmt.Errorf("calendar: organisation %d does not exist", org)
	}
	stamp = preset + "/" + stamp
	if b := s.shelf.get(org); b != nil && b.stamp == stamp {
		return b, nil
	}
	b := &book{stamp: stamp, calendars: map[ID]*Calendar{}, bound: map[string]*timetable{}}
	list, err := whole(ctx, q, org)
	if err != nil {
		return nil, err
	}
	for i := range list {
		b.calendars[list[i].ID] = &list[i]
	}
	if err := s.decided(ctx, q, org, preset, b); err != nil {
		return nil, err
	}
	if tx, inside := q.(*sqldb.Tx); inside {
		tx.AfterCommit(func() { s.shelf.put(org, b) })
	} else {
		s.shelf.put(org, b)
	}
	return b, nil
}

// decided reads which channel follows what, and turns what was decided on the setting of opening hours into versions.
func (s *Service) decided(ctx context.Context, q sqldb.Querier, org directory.OrgID, preset string, b *book) error {
	hours, onHolidays := s.preset(preset)
	put := func(from Date) error {
		week, err := ParseWeek(hours)
		if err != nil {
			return err
		}
		v := Version{From: from, Week: week, Holidays: !onHolidays, EvesClosed: !onHolidays}
		if n := len(b.settings); n > 0 && b.settings[n-1].From == from {
			b.settings[n-1] = v
			return nil
		}
		b.settings = append(b.settings, v)
		return nil
	}
	if err := put(Ever); err != nil {
		return err
	}
	return sqldb.Each(ctx, q, decidedIn, func(r sqldb.Row) error {
		var kind, key, value, from string
		var u Use
		var at time.Time
		var pos int64
		if err := r.Scan(&kind, &key, sqldb.ScanID(&u.Calendar), &value, &from, sqldb.ScanTime(&at), &pos); err != nil {
			return err
		}
		if kind == "use" {
			var err error
			u.Channel = key
			u.From, err = readDate(from)
			b.uses = append(b.uses, u)
			return err
		}
		into := any(&hours)
		if key == "hours.holidays" {
			into = &onHolidays
		}
		if err := json.Unmarshal([]byte(value), into); err != nil {
			return fmt.Errorf("setting %s: %w", key, err)
		}
		return put(holiday.Of(at.In(clock.Stockholm())))
	}, int64(org))
}

// channel puts a channel's timetable together, once.
func (b *book) channel(channel string) (*timetable, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if t := b.bound[channel]; t != nil {
		return t, nil
	}
	t, err := b.bind(channel)
	if err == nil {
		b.bound[channel] = t
	}
	return t, err
}

func (b *book) bind(channel string) (*timetable, error) {
	borders := []Date{Ever}
	for _, v := range b.settings {
		borders = append(borders, v.From)
	}
	for _, u := range b.uses {
		if u.Channel == "" || u.Channel == channel {
			borders = append(borders, u.From)
		}
	}
	slices.Sort(borders)
	borders = slices.Compact(borders)
	t := &timetable{work: map[string]*worktime.Calendar{}}
	var rules []Version
	var days []worktime.Local
	for i, from := range borders {
		till := lastDay + 1
		if i+1 < len(borders) {
			till = borders[i+1]
		}
		c, zone := b.followed(channel, from), clock.Stockholm()
		if c != nil {
			var err error
			if zone, err = time.LoadLocation(c.Zone); err != nil {
				return nil, fmt.Errorf("calendar %d: %w", c.ID, err)
			}
		} else {
			c = &Calendar{Versions: b.settings}
		}
		first := c.Now(from)
		first.From = from
		rules = append(rules, first)
		for _, v := range c.Versions {
			if v.From > from && v.From < till {
				rules = append(rules, v)
			}
		}
		for _, d := range c.Days {
			if d.Date >= from && d.Date < till {
				days = append(days, d)
			}
		}
		t.from, t.zones = append(t.from, from), append(t.zones, zone)
	}
	for _, zone := range t.zones {
		if t.work[zone.String()] == nil {
			t.work[zone.String()] = worktime.New(zone, rules, days...)
		}
	}
	return t, nil
}

// followed is the calendar that a channel follows on a day; nil for the settings.
func (b *book) followed(channel string, on Date) *Calendar {
	for _, name := range slices.Compact([]string{channel, ""}) {
		var id ID
		for _, u := range b.uses {
			if u.Channel == name && u.From <= on {
				id = u.Calendar
			}
		}
		if c := b.calendars[id]; c != nil {
			return c
		}
	}
	return nil
}

var (
	bookStamp = sqldb.Q("calendar.stamp", `
		select o.preset, cast(coalesce(b.version, 0) as text) || '/' || cast(coalesce((select max(s.id) from setting s
			where s.org_id = o.id and s.key in ('hours.opening', 'hours.holidays')), 0) as text)
		from organisation o left join calendar_book b on b.org_id = o.id where o.id = $1`)
	// Uses come by day, settings by instant and, of several for one, the one decided last; pos keeps both orders.
	decidedIn = sqldb.Q("calendar.decided", `
		select 'use' as kind, u.channel as key, u.calendar_id as calendar_id, '' as value, u.valid_from as valid_from, null as at, u.id as pos
		from calendar_use u where u.org_id = $1
		union all
		select 'setting', s.key, null, cast(s.value as text), '', s.valid_from, s.id
		from setting s where s.org_id = $1 and s.key in ('hours.opening', 'hours.holidays')
		order by 5, 6, 7`)
)
