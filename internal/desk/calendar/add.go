package calendar

import (
	"context"
	"time"

	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Sweden is the one country whose holidays are known.
const Sweden = "SE"

const (
	maxName = 100
	maxDays = 1000 // Local days of a calendar.
)

// Input is a new calendar. Rules.From says from which day; Ever for the beginning.
type Input struct {
	Name  string
	Zone  string // Empty: Europe/Stockholm.
	Rules Version
	Days  []worktime.Local
}

// Add takes up a calendar. It asks for verb calendar.write in the organisation.
func (s *Service) Add(ctx context.Context, by authz.Actor, org directory.OrgID, in Input) (Calendar, error) {
	if !mayWrite(by, int64(org)) {
		return Calendar{}, errs.Denied(string(Write))
	}
	c := Calendar{Org: org, Name: clean.Line(in.Name, maxName), Zone: in.Zone, Active: true, Version: 1, Versions: []Version{in.Rules}, Days: in.Days}
	if c.Zone == "" {
		c.Zone = clock.Stockholm().String()
	}
	var bad errs.Fields
	if c.Name == "" {
		bad.Add("name", "error.required")
	}
	if !knownZone(c.Zone) {
		bad.Add("zone", "calendar.error.zone")
	}
	checkDate(&bad, "valid_from", in.Rules.From)
	if len(c.Days) > maxDays {
		bad.Add("days", "calendar.error.many_days", "max", maxDays)
	}
	for i := range c.Days {
		checkDay(&bad, &c.Days[i])
	}
	if err := bad.Err(); err != nil {
		return Calendar{}, err
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		id, err := tx.Insert(ctx, insertCalendar, int64(org), c.Name, c.Zone, sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		c.ID = ID(id)
		if err := write(ctx, tx, c.ID, in.Rules); err != nil {
			return err
		}
		for _, d := range c.Days {
			if err := writeDay(ctx, tx, c.ID, d); err != nil {
				return err
			}
		}
		return s.tell(ctx, tx, by, c, c.Version, Added, toldHours(Told{Name: c.Name, Zone: c.Zone}, in.Rules))
	})
	return c, err
}

// knownZone refuses what means the machine's own zone, which is nobody's.
func knownZone(name string) bool {
	if name == "" || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// The days that a calendar knows: wider than anybody plans, narrow enough to count through.
var firstDay, lastDay = holiday.On(1900, 1, 1), holiday.On(2200, 12, 31)

func checkDate(bad *errs.Fields, name string, d Date) {
	if d != Ever && (d < firstDay || d > lastDay) {
		bad.Add(name, "calendar.error.date")
	}
}

func checkDay(bad *errs.Fields, l *worktime.Local) {
	checkDate(bad, "date", l.Date)
	if l.Name = clean.Line(l.Name, maxName); l.Name == "" {
		bad.Add("day", "error.required")
	}
}

func toldHours(t Told, v Version) Told {
	t.Hours, t.Holidays, t.EvesClosed = HoursOf(v.Week), &v.Holidays, &v.EvesClosed
	if v.From != Ever {
		t.From = v.From.String()
	}
	return t
}
