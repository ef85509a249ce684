package order

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
)

// The ids of what is kept here.
type (
	ID        int64
	LineID    int64
	CartID    int64
	PackageID int64
)

const prefix = "B-"

// String is the number as people see and say it: B-100001.
func (id ID) String() string { return prefix + strconv.FormatInt(int64(id), 10) }

// ParseID reads a number as people write it.
func ParseID(s string) (ID, bool) {
	s = strings.TrimSpace(s)
	if len(s) > len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		s = s[len(prefix):]
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return ID(n), err == nil && n > 0
}

// State is how far a line, or a whole order, has come.
type State string

// The states. Specify: the desk helps to say what is wanted, and nothing binds yet. Approval: somebody's yes is missing.
const (
	Specify   State = "specify"
	Approval  State = "approval"
	Rejected  State = "rejected"
	Ordered   State = "ordered"
	Started   State = "started"
	Delivered State = "delivered"
	Fault     State = "fault"
	Accepted  State = "accepted"
	Cancelled State = "cancelled"
)

// States lists them in the order of a line's life.
func States() []State {
	return []State{Specify, Approval, Ordered, Started, Delivered, Fault, Accepted, Rejected, Cancelled}
}

// Valid reports whether s is one of the states.
func (s State) Valid() bool { return slices.Contains(States(), s) }

// Over reports whether nothing more happens.
func (s State) Over() bool { return s == Rejected || s == Accepted || s == Cancelled }

// Changeable reports whether the orderer may still change or cancel: delivery has not begun.
func (s State) Changeable() bool { return s == Specify || s == Approval || s == Ordered }

// Order is what was ordered at one moment.
type Order struct {
	ID               ID
	Org              directory.OrgID
	Desk             directory.DeskID
	Orderer          directory.PersonID
	For              directory.PersonID // In whose place, when a substitute ordered.
	Register         directory.PersonID // Who at the desk noted it down.
	Channel          ticket.Channel
	State            State
	TitleSv, TitleEn string
	Lines            int
	OnceOre          int64
	MonthOre         int64
	Planned          string // The last planned day, as 2026-11-30.
	OrderedAt        time.Time
	ChangedAt        time.Time
	Version          int64

	// Names are those that the reader may know; "" otherwise.
	OrdererName, ForName, RegisterName string
}

// Title names what was ordered, in a language.
func (o *Order) Title(lang string) string { return either(lang, o.TitleEn, o.TitleSv) }

// Line is one thing for one person.
type Line struct {
	ID          LineID
	Order       ID
	Org         directory.OrgID
	Pos         int
	Item        catalogue.ID
	ItemVersion int64
	Kind        catalogue.Kind
	Sv, En      string // The offer's name as it was.
	Package     PackageID
	PackageSv   string
	PackageEn   string
	Person      directory.PersonID // Who gets it.
	Receiver    directory.PersonID // The designated employee, who accepts the delivery.
	Reference   directory.ReferenceID
	CostCentre  directory.CostCentreID
	Site        directory.SiteID
	Unit        directory.UnitID
	Service     ticket.ServiceID
	Object      service.ObjectID
	Supplier    ticket.SupplierID
	Group       directory.GroupID
	Model       model.ID
	ModelName   string
	Renew       int         // Months until it is renewed; 0: it is not.
	CaseKind    ticket.Kind // Of the case in which it is carried out; "": an order.
	Quantity    int
	Answers     map[string]string
	Prices      []catalogue.Price
	OnceOre     int64
	MonthOre    int64
	LeadDays    int
	State       State
	Hash        string
	Ticket      ticket.ID // In which the desk helps to specify.
	Proposed    bool      // The desk has filled in, and the orderer is asked.
	Planned     string
	OrderedAt   time.Time
	ReleasedAt  time.Time
	StartedAt   time.Time
	DeliveredAt time.Time
	AcceptedAt  time.Time
	EndedAt     time.Time // Rejected or cancelled.
	Version     int64

	// While it is being ordered.
	batch int64
	words string
	help  bool
	steps []catalogue.Step
	units []int64
	name  string // Of the person, for the words of an approval.
	place string // The name of the unit.

	// Names as the reader may know them.
	PersonName, ReceiverName, UnitName, SiteName, ReferenceCode, CostCentreCode, SupplierName, GroupName string
}

// Name is what was ordered, in a language.
func (l *Line) Name(lang string) string { return either(lang, l.En, l.Sv) }

// PackageName is the package that it came in, "" for none.
func (l *Line) PackageName(lang string) string { return either(lang, l.PackageEn, l.PackageSv) }

func either(lang, en, sv string) string {
	if lang == "en" && en != "" {
		return en
	}
	return sv
}

// Batch is which batch of the cart a line of a preview comes of.
func (l *Line) Batch() int64 { return l.batch }
