package ledger

import "math"

// Never is the day of what has not happened.
const Never = math.MinInt64

// Fact is what figures need of a ticket.
type Fact struct {
	ID      int64
	Version int64 // Equals the number of its events.
	Place   Place
	Class   Class
	// 0 where not known.
	Category, Requester int64
	Created             int64 // Microseconds, UTC.
	ClosedAt            int64 // Microseconds, UTC; 0 while it is not closed.
	// Days by the numbers that the caller gives them; Never where it did not happen.
	OpenedDay, ResolvedDay, ClosedDay int64
	// Seconds; they count only where the day is not Never.
	ToResolve, ToClose  int64
	Reopened, HandOvers int64
	// History says how often each label was noted, as text that tickets with the same history share.
	History string
}

// Place is where a ticket belongs: all that rights are decided by.
type Place struct {
	Org, Desk, Group, Site, Unit int64
	Sealed                       bool
}

// Class is what a ticket is, in words and levels that few tickets have alone.
type Class struct {
	Kind, Channel, State      string
	Impact, Urgency, Priority int64
	First                     bool
	InTarget, OutTarget       bool
}
