package asset

import (
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// ID is a device's number. LevelID is a level of support, ModelID a model of the range: both belong to others.
type (
	ID      int64
	LevelID int64
	ModelID int64
)

// Kind is what a device is.
type Kind string

// The kinds.
const (
	Computer    Kind = "computer"
	Phone       Kind = "phone"
	Tablet      Kind = "tablet"
	Printer     Kind = "printer"
	Screen      Kind = "screen"
	AccessPoint Kind = "access_point"
	Camera      Kind = "camera"
	Other       Kind = "other"
)

// Kinds lists them in the order of a form.
func Kinds() []Kind {
	return []Kind{Computer, Phone, Tablet, Printer, Screen, AccessPoint, Camera, Other}
}

// Digital reports whether somebody works with it as a digital device; the rest is other equipment.
func (k Kind) Digital() bool { return k == Computer || k == Phone || k == Tablet }

// Source is how a device came into the inventory.
type Source string

// The sources.
const (
	Own        Source = "own"        // Bought and kept by IT.
	External   Source = "external"   // Bought by the operation itself.
	Registered Source = "registered" // Told by its holder.
	Import     Source = "import"     // From a file.
	Ordered    Source = "order"      // Delivered on an order.
)

// Sources lists them.
func Sources() []Source { return []Source{Own, External, Registered, Import, Ordered} }

// State is where a device is in its life.
type State string

// The states. Only an ended device is not active.
const (
	InUse  State = "in_use"
	Stored State = "stored"
	Repair State = "repair"
	Ended  State = "ended"
)

// States lists those that somebody chooses; a device is ended by End alone.
func States() []State { return []State{InUse, Stored, Repair} }

// Asset is a device and what the inventory knows of it. Days are texts, 2026-11-22; "" is none.
type Asset struct {
	ID         ID
	Org        directory.OrgID
	Tag        string // The inventory number on it.
	Serial     string
	Name       string
	Kind       Kind
	Model      string
	ModelID    ModelID
	Level      LevelID
	LevelNo    int
	LevelSv    string
	LevelEn    string
	Person     directory.PersonID
	PersonName string // "" where nobody has it, or where the reader may not know who.
	Login      string
	Unit       directory.UnitID
	UnitName   string
	Site       directory.SiteID
	SiteName   string
	Source     Source
	SourceID   int64
	Delivered  string
	Life       int // Months.
	Renew      string
	State      State
	EndedOn    string
	EndedWhy   string
	Version    int64
}

// Active reports whether it is still in the inventory.
func (a Asset) Active() bool { return a.State != Ended }

// Title is what the device is called in a list: what it is, and failing that its model or its number.
func (a Asset) Title() string {
	for _, s := range []string{a.Name, a.Model, a.Tag} {
		if s != "" {
			return s
		}
	}
	return a.Serial
}

// LevelName is what its level of support is called in a language.
func (a Asset) LevelName(lang string) string {
	if lang == string(i18n.English) && a.LevelEn != "" {
		return a.LevelEn
	}
	return a.LevelSv
}

// Old reports whether a device is past the day of its renewal.
func (a Asset) Old(now time.Time) bool { return a.Renew != "" && a.Renew < now.Format(time.DateOnly) }

// Key is a tag or a serial number as it is compared: "pc 1234" and "PC-1234" are the same.
func Key(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u2011", "").Replace(clean.Line(s, maxLine)))
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

func valid[T comparable](list []T, v T) bool { return slices.Contains(list, v) }
