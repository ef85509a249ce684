package line

import (
	"strconv"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
)

// State is where a contact stands.
type State string

// The states.
const (
	Waiting State = "waiting"
	Active  State = "active"
	Ended   State = "ended"
)

// Outcome is how a contact ended.
type Outcome string

// The outcomes.
const (
	Answered  Outcome = "answered"
	Abandoned Outcome = "abandoned" // Whoever came gave up before an answer.
	Moved     Outcome = "moved"     // Went on elsewhere: to another number, to a call-back.
	Closed    Outcome = "closed"    // Nobody could answer: it was or became closed.
)

// Valid reports whether o is one of the outcomes.
func (o Outcome) Valid() bool {
	return o == Answered || o == Abandoned || o == Moved || o == Closed
}

// Contact is one person's coming by a line.
type Contact struct {
	ID        ContactID
	Org       directory.OrgID
	Desk      directory.DeskID
	Line      LineID
	Channel   ticket.Channel
	Category  directory.Category
	Source    string             // The telephone system that told of it; "" for a chat.
	External  string             // Its number there.
	Caller    string             // The telephone number as shown; "" when withheld or blanked after its time.
	Person    directory.PersonID // Known to be; 0 while only candidates are.
	Sealed    bool               // That person's identity is protected.
	Agent     directory.PersonID
	Group     directory.GroupID
	Ticket    ticket.ID
	State     State
	Outcome   Outcome
	Cause     string
	Note      string // What it was about, where no case says it.
	Score     int    // 1 to 5 by whoever came; 0: nobody asked or answered.
	Priority  int
	Came      time.Time
	Answered  time.Time
	Ended     time.Time
	Open      bool // Came within service hours.
	Target    time.Duration
	Version   int64
	LineSv    string // The line's name, for lists.
	LineEn    string
	AgentName string // For lists.
}

// Waited is how long it took until somebody answered, until the contact ended without an answer, or until now.
func (c *Contact) Waited(now time.Time) time.Duration {
	until := c.Answered
	if until.IsZero() {
		until = c.Ended
	}
	if until.IsZero() {
		until = now
	}
	return max(0, until.Sub(c.Came))
}

// Late reports whether the contact has waited longer than promised.
func (c *Contact) Late(now time.Time) bool { return c.Target > 0 && c.Waited(now) > c.Target }

// Urgent reports whether the contact goes ahead of the ordinary ones.
func (c *Contact) Urgent() bool { return c.Priority > 0 }

// String is the id as addresses carry it.
func (id ContactID) String() string { return strconv.FormatInt(int64(id), 10) }
