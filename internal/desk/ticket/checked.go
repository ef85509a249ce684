package ticket

import "time"

// What the desk has made sure of about whoever calls (desk/verify), and what it then did for them.
const (
	EventCallerChecked = "ticket.caller_checked"
	EventPasswordGiven = "ticket.password_given" // The person got a password that counts once.
	EventWishesChanged = "ticket.wishes_changed" // The desk noted for the person how they want to be spoken with.
)

// CallerCheck is what an event tells about a check of a caller. The event's How is the result, its Comment the reason.
type CallerCheck struct {
	Person int64      `json:"person"`
	Method string     `json:"method"`
	Name   string     `json:"name,omitempty"`  // Of a method that is the organisation's own.
	Agent  string     `json:"agent,omitempty"` // "" when the agent's identity is protected.
	Until  *time.Time `json:"until,omitempty"`
}
