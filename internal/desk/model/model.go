package model

import (
	"cmp"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// ID names a model.
type ID int64

// Kind is what sort of device a model is.
type Kind string

// The kinds.
const (
	Laptop      Kind = "laptop"
	Desktop     Kind = "desktop"
	Student     Kind = "student" // A pupil's computer: its life is agreed with each municipality.
	Screen      Kind = "screen"
	Printer     Kind = "printer"
	Phone       Kind = "phone"
	Tablet      Kind = "tablet"
	AccessPoint Kind = "access_point"
	Accessory   Kind = "accessory"
	Camera      Kind = "camera"
)

// Kinds lists them in the order of a page.
func Kinds() []Kind {
	return []Kind{Laptop, Desktop, Student, Screen, Printer, Phone, Tablet, AccessPoint, Accessory, Camera}
}

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }

// LeastLife is the technical life that is demanded of workstations, printers and screens, in months.
const LeastLife = 48

// Demanded is the life in months that a kind must have at least; 0 for none.
func Demanded(k Kind) int {
	switch k {
	case Laptop, Desktop, Screen, Printer:
		return LeastLife
	}
	return 0
}

// Price is what a model costs: a kind (purchase, rent, fee, installation) and how often it is charged.
type Price struct {
	Kind string `json:"kind"`
	Per  string `json:"per"` // once, month, year
	Ore  int64  `json:"ore"`
}

// The kinds of price, and how often they are charged.
const (
	Purchase     = "purchase"
	Rent         = "rent"
	Fee          = "fee"
	Installation = "installation"
	Once         = "once"
	Month        = "month"
	Year         = "year"
)

// PriceKinds lists the kinds of price in the order of a form.
func PriceKinds() []string { return []string{Purchase, Installation, Rent, Fee} }

// Model is a device that can be had.
type Model struct {
	ID       ID
	Org      directory.OrgID
	Kind     Kind
	Maker    string
	Name     string
	AboutSv  string
	AboutEn  string
	Life     int // Months; the agreed one where the receiver's part of the organisation has one.
	Warranty int // Months.
	Network  bool
	InRange  bool
	Version  int64
	// Agreement is what it is called off from; 0 for none.
	Agreement       AgreementID
	AgreementNumber string
	// Prices are those of the day that was asked for.
	Prices []Price
}

// Title is maker and name in one.
func (m *Model) Title() string { return m.Maker + " " + m.Name }

// About is the description in a language.
func (m *Model) About(lang i18n.Lang) string {
	if lang == i18n.English && m.AboutEn != "" {
		return m.AboutEn
	}
	return m.AboutSv
}

// YearCost is what a model costs a year, in öre: what is paid once is spread over its life.
func YearCost(prices []Price, life int) int64 {
	var ore int64
	for _, p := range prices {
		switch {
		case p.Per == Month:
			ore += 12 * p.Ore
		case p.Per == Year:
			ore += p.Ore
		case life > 0:
			ore += (12*p.Ore + int64(life)/2) / int64(life)
		}
	}
	return ore
}

// YearCost is what the model costs a year, in öre.
func (m *Model) YearCost() int64 { return YearCost(m.Prices, m.Life) }

// Best sorts models as they are preferred: the longest life first, then the longest warranty, then the lowest cost a year.
func Best(list []Model) {
	slices.SortStableFunc(list, func(a, b Model) int {
		return cmp.Or(-cmp.Compare(a.Life, b.Life), -cmp.Compare(a.Warranty, b.Warranty), cmp.Compare(a.YearCost(), b.YearCost()))
	})
}

// Deps is what the capability needs.
type Deps struct {
	DB     *sqldb.DB
	Events *event.Log
}

// Service is the capability's use cases.
type Service struct{ d Deps }

// New returns the service.
func New(d Deps) *Service { return &Service{d} }

// day is the date in Sweden.
func day(at time.Time) string { return at.In(clock.Stockholm()).Format(time.DateOnly) }

// Device is the kind under which the register of devices keeps a model of this kind.
func (k Kind) Device() string {
	switch k {
	case Laptop, Desktop, Student:
		return "computer"
	case Accessory:
		return "other"
	}
	return string(k)
}
