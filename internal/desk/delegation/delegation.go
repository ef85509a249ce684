package delegation

import (
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
)

// ID names one hand-over of a case.
type ID int64

// Status is how a case fares in other hands, in the receiver's words.
type Status string

// The statuses. The first four are open; with the others the case is back at the desk.
const (
	Sent     Status = "sent"
	Accepted Status = "accepted"
	Working  Status = "working"
	Waiting  Status = "waiting"
	Done     Status = "done"     // Remedied, says the receiver.
	Refused  Status = "refused"  // Handed back.
	Recalled Status = "recalled" // Taken back by the desk, or solved by it.
)

// Reports lists the statuses that a receiver reports while it works.
func Reports() []Status { return []Status{Accepted, Working, Waiting} }

// Open reports whether the receiver still has the case.
func (s Status) Open() bool { return s == Sent || slices.Contains(Reports(), s) }

// Delegation is one hand-over of a case. The zero time means "not yet".
type Delegation struct {
	ID            ID
	Org           directory.OrgID
	Desk          directory.DeskID
	Ticket        ticket.ID
	Supplier      supplier.ID
	Meant         supplier.ID // The central supplier that it reaches through the gateway; else 0.
	Name          string      // The receiver's name at that time.
	Way           supplier.Way
	Status        Status
	Hop           int // The how manieth hand-over of its case.
	From          supplier.ID
	Expected      bool // The case was categorised to be passed on.
	Task          string
	Reason        string // Why it changes hands once more.
	External      string // The receiver's own number.
	Report        time.Duration
	Due           time.Time // When the next report is due.
	Late          int       // How often a report did not come.
	ContactReason string    // Why the user must take part; "" while the receiver may not write to them.
	GivenBy       directory.PersonID
	GivenAt       time.Time
	AcceptedAt    time.Time
	ReportedAt    time.Time
	EndedAt       time.Time
	Version       int64
}

// String is the number in addresses.
func (id ID) String() string { return ticket.ID(id).String()[len("L-"):] }

// handover is what events tell of it.
func (d *Delegation) handover() *ticket.Handover {
	h := &ticket.Handover{
		Delegation: int64(d.ID), Supplier: d.Supplier, Meant: d.Meant, Name: d.Name, Way: string(d.Way), External: d.External,
		Status: string(d.Status), Hop: d.Hop,
	}
	if !d.Due.IsZero() {
		due := d.Due
		h.Due = &due
	}
	return h
}
