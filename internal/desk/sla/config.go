package sla

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Config is everything decided that a case's clocks depend on.
type Config struct {
	Levels  []Level  // Those that counted when the case began, the settings' own among them.
	Reasons []Reason // All versions.
}

// configText gathers it in one statement, because it is asked for inside the transaction of each change. Columns: what,
// id, level or service, instant, name or key, fits or value, targets or second name, owner or active.
const configText = `
	select cast('level' as text), l.id, l.level_id, l.valid_from, l.name, cast(l.fits as text), cast(l.targets as text),
			coalesce(l.owner_id, 0), case when l.ended then 0 else 1 end
		from sla_level l where l.org_id = $1 and l.valid_from <= $2
	union all
	select 'pause', r.id, 0, r.valid_from, r.code, r.stops, '', 0, case when r.active then 1 else 0 end from pause_reason r where r.org_id = $1
	union all
	select 'setting', s.id, 0, s.valid_from, s.key, cast(s.value as text), '', 0, 1 from setting s
		where s.org_id = $1 and s.key {{in $3}} and s.valid_from <= $2
	union all
	select 'preset', 0, 0, 0, o.preset, '', '', 0, 1 from organisation o where o.id = $1
	union all
	select 'person', p.id, 0, 0, p.category, '', '', 0, 1 from person p where p.id {{in $4}}
	union all
	select 'class', 0, k.service_id, k.valid_from, k.class, '', '', 0, 1 from service_class k where k.service_id {{in $5}}
	order by 1, 4, 2`

var selectConfig = sqldb.Q("sla.config", configText)

// decided are the settings that promise something.
var decided = sqldb.List[setting.Key]{setting.RespondMinutes, setting.ResolveHours, setting.NotWorkingDays, setting.StatusAfter, setting.StatusClock}

type configRow struct {
	what        string
	id, ref     int64
	at          time.Time
	name, a, b  string
	owner, flag int64
}

func scanConfig(r sqldb.Row) (configRow, error) {
	var c configRow
	err := r.Scan(&c.what, &c.id, &c.ref, sqldb.ScanTime(&c.at), &c.name, &c.a, &c.b, &c.owner, &c.flag)
	return c, err
}

// configFor reads what was decided before a case began, and fills in its trail what the events only name by number: the
// class of a service, the category of a person.
func configFor(ctx context.Context, q sqldb.Querier, t *Trail) (*Config, error) {
	people, services := sqldb.List[int64]{}, sqldb.List[int64]{}
	for i := range t.Moments {
		f := &t.Moments[i].Facts
		if f.Requester != 0 {
			people = append(people, int64(f.Requester))
		}
		if f.Service != 0 {
			services = append(services, int64(f.Service))
		}
	}
	org, at := t.Last().Org, t.Start()
	rows, err := sqldb.All(ctx, q, selectConfig, scanConfig, int64(org), sqldb.Time(at), decided, people, services)
	if err != nil {
		return nil, err
	}
	c, named, err := readConfig(rows, org, at)
	if err != nil {
		return nil, err
	}
	if err := named.fill(ctx, q, c, t); err != nil {
		return nil, err
	}
	return c, nil
}

// names is what numbers in a trail stand for.
type names struct {
	people  map[directory.PersonID]directory.Category
	classes map[service.ID][]configRow // By instant.
}

func readConfig(rows []configRow, org directory.OrgID, at time.Time) (*Config, names, error) {
	c, n := &Config{}, names{map[directory.PersonID]directory.Category{}, map[service.ID][]configRow{}}
	var levels []Level
	values, preset := map[setting.Key]json.RawMessage{}, ""
	for _, r := range rows {
		switch r.what {
		case "level":
			l, err := r.level(org)
			if err != nil {
				return nil, n, err
			}
			levels = append(levels, l)
		case "pause":
			c.Reasons = append(c.Reasons, Reason{Org: org, Code: r.name, Stops: parseClocks(r.a), From: r.at, Active: r.flag != 0, Own: true})
		case "setting":
			values[setting.Key(r.name)] = json.RawMessage(r.a) // By instant: the last counts.
		case "preset":
			preset = r.name
		case "person":
			n.people[directory.PersonID(r.id)] = directory.Category(r.name)
		case "class":
			n.classes[service.ID(r.ref)] = append(n.classes[service.ID(r.ref)], r)
		}
	}
	standard, err := standardLevels(org, preset, values)
	c.Levels = append(standard, levelsAt(levels, at)...)
	return c, n, err
}

func (r *configRow) level(org directory.OrgID) (Level, error) {
	l := Level{ID: LevelID(r.id), Level: LevelID(r.ref), Org: org, From: r.at, Ended: r.flag == 0, Name: r.name, Owner: directory.PersonID(r.owner)}
	if err := json.Unmarshal([]byte(r.a), &l.Fits); err != nil {
		return l, fmt.Errorf("level %d: %w", r.id, err)
	}
	if err := json.Unmarshal([]byte(r.b), &l.Targets); err != nil {
		return l, fmt.Errorf("level %d: %w", r.id, err)
	}
	return l, nil
}

// selectRecategorised are the changes of a person's category since an instant, the first change first.
var selectRecategorised = sqldb.Q("sla.recategorised", `
	select e.payload from event e where e.kind = 'person' and e.stream_id = $1 and e.at > $2 order by e.pos`)

// fill writes into each moment what its numbers stood for.
func (n *names) fill(ctx context.Context, q sqldb.Querier, c *Config, t *Trail) error {
	then := map[directory.PersonID]directory.Category{}
	for i := range t.Moments {
		m := &t.Moments[i]
		f := &m.Facts
		chosen := m.At
		if i > 0 && t.Moments[i-1].Facts.Service == f.Service {
			f.Class = t.Moments[i-1].Facts.Class // It counts as it was when the service was chosen.
		} else {
			f.Class = n.class(f.Service, chosen)
		}
		if f.Requester == 0 || !c.asksForPeople() {
			continue
		}
		category, known := then[f.Requester]
		if !known {
			var err error
			if category, err = n.categoryAt(ctx, q, f.Requester, t.Start()); err != nil {
				return err
			}
			then[f.Requester] = category
		}
		f.Person = category
	}
	return nil
}

func (n *names) class(id service.ID, at time.Time) service.Class {
	var c service.Class
	for _, r := range n.classes[id] {
		if !r.at.After(at) {
			c = service.Class(r.name)
		}
	}
	return c
}

// asksForPeople reports whether any level depends on who asks.
func (c *Config) asksForPeople() bool {
	for i := range c.Levels {
		if len(c.Levels[i].Fits.People) > 0 {
			return true
		}
	}
	return false
}

// categoryAt is a person's category at an instant: what it is now, unless it was changed since.
func (n *names) categoryAt(ctx context.Context, q sqldb.Querier, id directory.PersonID, at time.Time) (directory.Category, error) {
	payloads, err := sqldb.All(ctx, q, selectRecategorised, sqldb.Value[string], int64(id), sqldb.Time(at))
	if err != nil {
		return "", err
	}
	for _, raw := range payloads {
		e := event.Event{Payload: json.RawMessage(raw)}
		var p directory.Changed
		if err := e.Decode(&p); err != nil {
			return "", err
		}
		for _, change := range p.Changes {
			if change.Field == "category" {
				return directory.Category(change.Old), nil
			}
		}
	}
	return n.people[id], nil
}
