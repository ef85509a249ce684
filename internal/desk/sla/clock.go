package sla

import "slices"

// Clock is a promise that is measured. The name of one is the text "sla.clock." + clock.
type Clock string

// The clocks.
const (
	Respond Clock = "respond" // Until the first answer to the user.
	Resolve Clock = "resolve" // Until the case is solved.
	Update  Clock = "update"  // Between one word to the user and the next; begins anew each time.
	// Handle and Remedy are the two readings of one working day for "intefunktion": what is strived for, and what breaks.
	Handle Clock = "handle"
	Remedy Clock = "remedy"
)

// Clocks lists the clocks in the order in which they are shown.
func Clocks() []Clock { return []Clock{Respond, Update, Handle, Remedy, Resolve} }

// Valid reports whether c is one of the clocks.
func (c Clock) Valid() bool { return slices.Contains(Clocks(), c) }

// Soft reports whether the clock is an aim alone: passing it is shown and counted, but is no breach.
func (c Clock) Soft() bool { return c == Handle }

// State is where a clock stands.
type State string

// The states.
const (
	Running State = "running"
	Paused  State = "paused"
	Met     State = "met"
	Missed  State = "missed" // Ended too late.
	Void    State = "void"   // The case was withdrawn or lives on in another: nothing is measured.
)

// Ended reports whether nothing can change the clock any more, unless the case is opened again.
func (s State) Ended() bool { return s == Met || s == Missed || s == Void }

// Basis is the time that counts.
type Basis string

// The bases.
const (
	ServiceTime Basis = "service" // The calendar's opening hours.
	Elapsed     Basis = "elapsed" // Every hour.
)

// Unit is what an amount counts.
type Unit string

// The units.
const (
	Minutes Unit = "minutes"
	Hours   Unit = "hours"
	// Days in service time are working days: due at the same time of the day. Elapsed they are days of 24 hours.
	Days Unit = "days"
)
