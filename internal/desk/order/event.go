package order

import (
	"fmt"

	"lotsen/internal/desk/directory"
)

// Stream is the kind of an order's stream in the event log; its number is the order's.
const Stream = "order"

// The events.
const (
	EventPlaced    = "order.placed"
	EventReleased  = "order.released"
	EventRejected  = "order.rejected"
	EventChanged   = "order.changed"
	EventStarted   = "order.started"
	EventPlanned   = "order.planned"
	EventDelivered = "order.delivered"
	EventFault     = "order.fault"
	EventAccepted  = "order.accepted"
	EventCancelled = "order.cancelled"
	EventProposed  = "order.proposed"  // The desk has specified, and the orderer is asked.
	EventConfirmed = "order.confirmed" // The orderer has said yes to what the desk specified.
)

// Payload is what an order's event says, about any number of its lines.
type Payload struct {
	Order   ID                 `json:"order"`
	Lines   []LineID           `json:"lines"`
	Orderer directory.PersonID `json:"orderer,omitempty"`
	// Register is who at the desk noted the order down.
	Register directory.PersonID `json:"register,omitempty"`
	Day      string             `json:"day,omitempty"`     // The planned day, as 2026-11-30.
	Comment  string             `json:"comment,omitempty"` // Why: of a refusal, a new day, a fault.
	// Changes is what a change made of the line.
	Changes []Change `json:"changes,omitempty"`
	// New is the line that stands in the place of one that was changed after it had been released.
	New LineID `json:"new,omitempty"`
	// Agreed: the orderer was shown that something had changed since it was put in the cart, and said yes.
	Agreed bool `json:"agreed,omitempty"`
}

// Change is what one thing was and became. What holds people's own words of the form is named by the field's key.
type Change struct {
	What string `json:"what"` // quantity, receiver, reference, model, or answer:KEY.
	From string `json:"from"`
	To   string `json:"to"`
}

// Topic is the live topic of an order: whoever may look at it listens.
func Topic(id ID) string { return fmt.Sprintf("order:%d", int64(id)) }

// topics are what a change of an order concerns: those who look at it, and the lists of those who have to do with it.
func topics(o *Order) []string {
	out := []string{Topic(o.ID), person(o.Orderer)}
	for _, p := range []directory.PersonID{o.For, o.Register} {
		if p != 0 {
			out = append(out, person(p))
		}
	}
	return out
}

func person(id directory.PersonID) string { return fmt.Sprintf("person:%d", int64(id)) }
