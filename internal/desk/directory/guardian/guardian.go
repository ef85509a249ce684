package guardian

import (
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// ID is one relation.
type ID int64

// Kind is what a grown-up is to a child.
type Kind string

// The kinds.
const (
	Custodian Kind = "custodian"
	Foster    Kind = "foster"
	Trustee   Kind = "trustee"
	Resident  Kind = "resident" // The child lives there; that gives no right to speak.
	Contact   Kind = "contact"
)

// Kinds lists the kinds in the order in which a form offers them.
func Kinds() []Kind { return []Kind{Custodian, Foster, Trustee, Resident, Contact} }

// Valid reports whether the kind is one of ours.
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }

// Speaks reports whether the kind speaks for the child at all.
func (k Kind) Speaks() bool { return k == Custodian || k == Foster || k == Trustee }

// Where a relation is known from.
const (
	Manual = "manual"
	File   = "file"
	School = "ss12000"
)

// Relation is that somebody is something to a child.
type Relation struct {
	ID         ID
	Org        directory.OrgID
	Guardian   directory.PersonID
	Child      directory.PersonID
	Kind       Kind
	Source     string
	ExternalID string
	From, To   time.Time // To zero: until it is ended, or the child is of age.
	Blocked    bool      // Stopped because of secrecy.
	Reason     string
	EndedAt    time.Time
	Version    int64
}

// Line is a relation with the names of both, for those who keep the relations.
type Line struct {
	Relation
	GuardianName, ChildName string
	Born                    string
	Carries                 bool
}

// Child is somebody for whom a guardian speaks now, with as little as it takes to tell children apart.
type Child struct {
	ID    directory.PersonID
	Given string
}

// Deps is what the package works with.
type Deps struct {
	DB     *sqldb.DB
	Events *event.Log
}

// Service is the use cases.
type Service struct {
	db     *sqldb.DB
	events *event.Log
}

// New returns the service.
func New(d Deps) *Service { return &Service{db: d.DB, events: d.Events} }

// Stream is the kind of a relation's stream in the event log.
const Stream = "relation"

// The events.
const (
	Added   = "relation.added"
	Changed = "relation.changed"
	Ended   = "relation.ended" // Whoever keeps sessions ends those of a guardian who speaks for nobody any more.
)

// Told is the payload of the events.
type Told struct {
	Guardian directory.PersonID `json:"guardian"`
	Child    directory.PersonID `json:"child"`
	Kind     Kind               `json:"kind"`
	Source   string             `json:"source"`
	Blocked  bool               `json:"blocked,omitempty"`
	How      string             `json:"how,omitempty"` // of_age, or "".
}
