package supplier

import (
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// ID names a supplier; cases carry it while they are delegated.
type ID = ticket.SupplierID

// ContactID, MatterID and ReportID name the things around a supplier.
type (
	ContactID int64
	MatterID  int64
	ReportID  int64
)

// Sort says what a supplier is to the organisation.
type Sort string

// The sorts of supplier. A gateway is the supplier through whose own desk cases to central suppliers go.
const (
	Other    Sort = "supplier"
	Central  Sort = "central"
	Gateway  Sort = "gateway"
	Product  Sort = "product"
	Property Sort = "property" // The owner or caretaker of a building.
	Function Sort = "function" // A part of the organisation that is not IT.
	Person   Sort = "person"
	LocalIT  Sort = "local_it"
)

// Sorts lists them in the order in which a form offers them.
func Sorts() []Sort {
	return []Sort{Other, Central, Gateway, Product, Property, Function, Person, LocalIT}
}

// Valid reports whether the sort is one of ours.
func (s Sort) Valid() bool { return slices.Contains(Sorts(), s) }

// Supplier is a line of the register: whoever a case can be handed to.
type Supplier struct {
	ID         ID
	Org        directory.OrgID
	Sort       Sort
	Name       string
	CustomerNo string // Our number with them.
	Phone      string
	Email      string
	Web        string
	Note       string
	Person     directory.PersonID // Whom a supplier of sort Person is.
	PersonName string
	Owner      directory.PersonID // Who at the desk keeps the cooperation up.
	OwnerName  string
	Active     bool
	Version    int64
	Agreement  Agreement
}

// Deps is what the capability needs.
type Deps struct {
	DB        *sqldb.DB
	Events    *event.Log
	Directory *directory.Service
	Ticket    *ticket.Service
	Blobs     blob.Files
}

// Service is the capability's use cases.
type Service struct{ d Deps }

// New returns the service.
func New(d Deps) *Service { return &Service{d} }

// most bounds every list here: an organisation has dozens of suppliers, not thousands.
const most = 500

// verifyWithin is how long a contact of the delegation list counts as verified.
const verifyWithin = 180 * 24 * time.Hour
