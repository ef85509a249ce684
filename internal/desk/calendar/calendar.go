package calendar

import (
	"fmt"
	"time"

	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// ID numbers a calendar.
type ID int64

// Date is a day.
type Date = holiday.Date

// Ever stands before the first day: the version that counts from the beginning.
const Ever Date = -1 << 31

// Version is what counts from a day on.
type Version = worktime.Rules

// Calendar is when somebody is open.
type Calendar struct {
	ID       ID
	Org      directory.OrgID
	Name     string
	Zone     string
	Active   bool
	Version  int64
	Versions []Version        // By From; the first counts for all time before it too.
	Days     []worktime.Local // By date.
}

// Work returns the calendar to count with.
func (c *Calendar) Work() (*worktime.Calendar, error) {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return nil, fmt.Errorf("calendar %d: %w", c.ID, err)
	}
	return worktime.New(zone, c.Versions, c.Days...), nil
}

// Now returns the version that counts on a day.
func (c *Calendar) Now(on Date) Version {
	var v Version
	for i, later := range c.Versions {
		if i == 0 || later.From <= on {
			v = later
		}
	}
	return v
}

// Use says which calendar a channel follows from a day on.
type Use struct {
	Channel  string // "" is every channel without a calendar of its own.
	Calendar ID     // 0: the settings' opening hours.
	Name     string // The calendar's.
	From     Date
}

// Deps is what the package works with.
type Deps struct {
	DB     *sqldb.DB
	Events *event.Log
	// Preset tells the opening hours and "open on holidays" of an organisation that has decided neither, by its preset.
	Preset func(preset string) (hours string, holidays bool)
}

// Service is the use cases of whoever decides when it is open, and of whoever asks.
type Service struct {
	db     *sqldb.DB
	events *event.Log
	preset func(string) (string, bool)
	shelf  shelf
}

// New returns the service.
func New(d Deps) *Service { return &Service{db: d.DB, events: d.Events, preset: d.Preset} }
