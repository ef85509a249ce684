package access

import (
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

// RightStream is the kind of the event stream that tells what happened to a person's rights.
const RightStream = "right"

// The types of events.
const (
	RightGranted   = "right.granted"
	RightEnded     = "right.ended"
	RightProposed  = "right.proposed"  // A central role that waits for a second person.
	RightConfirmed = "right.confirmed" // The second person has said yes.
	RightBegun     = "right.begun"     // One that was given for later counts from now on.
	RightOver      = "right.over"      // Its time is over.
)

// RightTold is the payload of all of them.
type RightTold struct {
	Right  RightID            `json:"right"`
	Role   string             `json:"role"`
	Reach  authz.Reach        `json:"reach"`
	Of     int64              `json:"of,omitempty"`
	Limits string             `json:"limits,omitempty"`
	To     string             `json:"to,omitempty"`
	For    directory.PersonID `json:"for,omitempty"` // Whose role it is, when it is a substitute's.
}

func (r Right) told() RightTold {
	t := RightTold{Right: r.ID, Role: r.Role, Reach: r.Reach, Of: r.Of, Limits: limitsText(r.Limits), For: r.For}
	if !r.To.IsZero() {
		t.To = r.To.Format(time.RFC3339)
	}
	return t
}
