package rental

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// OfficeID names an office, UnitID a computer, ID a booking.
type (
	OfficeID int64
	UnitID   int64
	ID       int64
)

// State is where a booking stands.
type State string

// The states.
const (
	Booked    State = "booked"
	Out       State = "out"
	Returned  State = "returned"
	Cancelled State = "cancelled"
)

// Office is an IT office that lends computers.
type Office struct {
	ID      OfficeID
	Org     directory.OrgID
	Desk    directory.DeskID
	Unit    directory.UnitID // The municipality whose office it is; 0: the whole organisation's.
	Name    string
	Place   string
	WeekOre int64
	Active  bool
	Version int64
	Units   int // How many computers it lends,
	Free    int // and how many are free in the period that was asked about.
}

// Unit is a computer that is lent.
type Unit struct {
	ID      UnitID
	Office  OfficeID
	Tag     string
	Name    string
	Active  bool
	Version int64
	Out     bool
}

// Booking is a computer for somebody in a period.
type Booking struct {
	ID        ID
	Org       directory.OrgID
	Office    OfficeID
	Desk      directory.DeskID
	Place     string // The office's name.
	Unit      UnitID
	Tag, Name string // Of the computer.
	Person    directory.PersonID
	Who       string // "" when the reader may not know it.
	Booker    directory.PersonID
	Reference directory.ReferenceID
	Code      string // The reference's.
	Purpose   string
	From, To  string // Days, both counted.
	Weeks     int
	Ore       int64
	State     State
	CreatedAt time.Time
	OutAt     time.Time
	BackAt    time.Time
	Version   int64
}

// Late reports whether the computer should have been back.
func (b *Booking) Late(at time.Time) bool { return b.State == Out && b.To < day(at) }

// Deps is what the capability needs.
type Deps struct {
	DB     *sqldb.DB
	Events *event.Log
	// Remind tells the holder that a computer should have been back; nil where nobody is told.
	Remind func(ctx context.Context, tx *sqldb.Tx, b *Booking) error
}

// Service is the capability's use cases.
type Service struct{ d Deps }

// New returns the service.
func New(d Deps) *Service { return &Service{d} }

// day is the date in Sweden.
func day(at time.Time) string { return at.In(clock.Stockholm()).Format(time.DateOnly) }

// Bounds of a booking.
const (
	mostDays = 26 * 7
	mostAway = 365 // How far ahead it may begin, in days.
	most     = 500
	maxLine  = 200
)
