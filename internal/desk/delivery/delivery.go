package delivery

import (
	"slices"
	"strconv"
	"time"

	"lotsen/internal/desk/order"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
)

// ID names a task.
type ID int64

// State is how far a task has come.
type State string

// The states.
const (
	Todo      State = "todo"
	Started   State = "started"
	Delivered State = "delivered" // The receiver has not said anything yet.
	Fault     State = "fault"     // The receiver reported a fault: it is delivered once more.
	Accepted  State = "accepted"
	Cancelled State = "cancelled"
)

// States lists them in the order of a task's life.
func States() []State { return []State{Todo, Started, Delivered, Fault, Accepted, Cancelled} }

// Open reports whether the executor has something left to do.
func (s State) Open() bool { return s == Todo || s == Started || s == Fault }

// moves are the ways on.
var moves = map[State][]State{
	Todo:      {Started, Delivered, Cancelled},
	Started:   {Delivered, Cancelled},
	Delivered: {Accepted, Fault},
	Fault:     {Delivered},
}

// May reports whether a task goes from one state to another.
func (s State) May(to State) bool { return slices.Contains(moves[s], to) }

// Price is a part of what a line costs, as it was when it was ordered.
type Price struct {
	Kind string `json:"kind"` // purchase, rent, fee, installation, hour.
	Ore  int64  `json:"ore"`
	Per  string `json:"per"` // once, month, year, hour, week.
}

// line is a line of an order as it is carried out.
type line struct {
	order.Line
	desk      directory.DeskID
	orderer   directory.PersonID
	register  directory.PersonID // Who at the desk noted the order down.
	prices    []Price
	device    string   // What it is in the inventory; "" for what is no device.
	protected bool     // The person has protected identity.
	told      []string // What the form asked for and was answered: "name: answer".
}

// Task is a line on its way to its receiver. The zero time means "not yet"; days are written 2026-12-01.
type Task struct {
	ID        ID
	Org       directory.OrgID
	Desk      directory.DeskID
	Order     order.ID
	Line      order.LineID
	Ticket    ticket.ID
	Item      int64
	Sv, En    string
	Supplier  ticket.SupplierID
	Group     directory.GroupID
	Executor  string // The name of the supplier or the group.
	Orderer   directory.PersonID
	Person    directory.PersonID
	Receiver  directory.PersonID
	For       string // The name of the person who gets it.
	Receives  string // The name of the receiver.
	Unit      directory.UnitID
	Site      directory.SiteID
	Place     string // The site's name.
	Quantity  int
	State     State
	Released  time.Time
	LeadDays  int
	Promised  string
	Planned   string
	Started   time.Time
	Delivered time.Time
	Deliverer directory.PersonID
	Took      int // Working days from released to delivered; of nothing undelivered.
	Reminded  int
	Escalated time.Time
	Faults    int
	Accepted  time.Time
	Version   int64

	matter
	prices []Price
	renew  int
	device string
	model  int64
	named  string
}

// matter is what a task has beside its place, for whoever takes delivery by a right.
type matter struct{ Reference, Centre, Service, Object int64 }

// String is the number in addresses.
func (id ID) String() string { return strconv.FormatInt(int64(id), 10) }

// Name is the item's name in a language; Swedish where there is no other.
func (t *Task) Name(lang string) string {
	if lang == "en" && t.En != "" {
		return t.En
	}
	return t.Sv
}

// Late reports whether the planned day has passed without a delivery.
func (t *Task) Late(today string) bool { return t.State.Open() && t.Planned < today }

// Timely reports whether what was delivered came on the promised day or before.
func (t *Task) Timely() bool { return !t.Delivered.IsZero() && dayOf(t.Delivered) <= t.Promised }
