package service

import (
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// ID is a service's number.
type ID int64

// Class is what a fault of a service means. The empty class is an ordinary service.
type Class string

// NotWorking is "intefunktion": a function that everybody's work leans on, remedied within one working day.
const NotWorking Class = "not_working"

// Classes lists the classes.
func Classes() []Class { return []Class{"", NotWorking} }

// Item is one service or function.
type Item struct {
	ID        ID
	Org       directory.OrgID
	Code      string
	Sv, En    string
	Class     Class
	Central   bool // Delivered by a central supplier.
	Forwarded bool // Cases about it are meant to be passed on.
	Active    bool
	Version   int64
}

// Name is what the service is called in a language.
func (i Item) Name(lang string) string {
	if lang == string(i18n.English) && i.En != "" {
		return i.En
	}
	return i.Sv
}

// Deps is what the capability works with.
type Deps struct {
	DB     *sqldb.DB
	Events *event.Log
	// Preset names the organisations that get the fourteen functions when they are taken up; "" gives them to nobody.
	Preset string
}

// Service is the use cases.
type Service struct {
	db     *sqldb.DB
	events *event.Log
	preset string
}

// New returns the service. Organisations whose preset names the functions get them when they are taken up.
func New(d Deps) *Service {
	s := &Service{db: d.DB, events: d.Events, preset: d.Preset}
	d.Events.On(directory.OrganisationAdded, s.onOrganisation)
	d.Events.On(directory.OrganisationChanged, s.onOrganisation)
	return s
}

// always is the instant from which the class of a new service counts: also for cases that were about it by another name.
func always() time.Time { return time.Unix(0, 0).UTC() }
