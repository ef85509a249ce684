package directory

import (
	"slices"
	"time"

	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
)

// Way is how somebody wants to hear from the desk.
type Way string

// The ways. The empty one is: as the organisation has it.
const (
	ByMail   Way = "mail"
	ByPhone  Way = "phone"
	BySMS    Way = "sms"
	ByPortal Way = "portal" // Nothing is sent; the person looks for themselves.
)

// Ways lists the ways in the order in which a form offers them.
func Ways() []Way { return []Way{ByMail, ByPhone, BySMS, ByPortal} }

// Valid reports whether the way is one of ours.
func (w Way) Valid() bool { return w == "" || slices.Contains(Ways(), w) }

// Rhythm is when news is sent.
type Rhythm string

// The rhythms.
const (
	AtOnce Rhythm = "now"
	Hourly Rhythm = "hourly"
	Daily  Rhythm = "daily"
)

// Rhythms lists the rhythms in the order in which a form offers them.
func Rhythms() []Rhythm { return []Rhythm{AtOnce, Hourly, Daily} }

// Preference is how a person wants the desk to speak with them.
type Preference struct {
	Way         Way
	Plain       bool   // Plain wording.
	Interpreter string // The language of the interpreter that is needed; "" for none.
	Rhythm      Rhythm // Empty: at once.
	DailyAt     int    // Minutes after midnight, for Daily.
}

const (
	minutesOfDay = 24 * 60
	// firstHour is the day's hour until somebody chooses another: eight in the morning, as the table has it.
	firstHour = 8 * 60
)

// check cleans the preference in place.
func (p *Preference) check(bad *errs.Fields) {
	if p.Interpreter = clean.Line(p.Interpreter, 0); !clean.Fits(p.Interpreter, maxName) {
		bad.Add("interpreter", "field.too_long", "max", maxName)
	}
	if p.Rhythm == "" {
		p.Rhythm = AtOnce
	}
	if !p.Way.Valid() {
		bad.Add("contact_way", "field.choice")
	}
	if !slices.Contains(Rhythms(), p.Rhythm) {
		bad.Add("rhythm", "field.choice")
	}
	if p.DailyAt < 0 || p.DailyAt >= minutesOfDay {
		bad.Add("daily_at", "field.choice")
	}
}

// Next returns when news that exists now is sent: at once, at the next whole hour, or at the day's hour.
func (p Preference) Next(now time.Time) time.Time {
	local := now.In(clock.Stockholm())
	switch p.Rhythm {
	case Hourly:
		return now.Truncate(time.Hour).Add(time.Hour)
	case Daily:
		at := time.Date(local.Year(), local.Month(), local.Day(), p.DailyAt/60, p.DailyAt%60, 0, 0, local.Location())
		if !at.After(now) {
			at = time.Date(local.Year(), local.Month(), local.Day()+1, p.DailyAt/60, p.DailyAt%60, 0, 0, local.Location())
		}
		return at.UTC()
	}
	return now
}
