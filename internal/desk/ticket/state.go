package ticket

import "slices"

// State is where a ticket stands. The states are code; what organisations add are sub-states (kind.go).
type State string

// The states.
const (
	StateNew       State = "new"
	StateOpen      State = "open"
	StateOnHold    State = "hold"
	StateResolved  State = "resolved"
	StateClosed    State = "closed"
	StateWithdrawn State = "withdrawn"
	StateMerged    State = "merged"
)

// States lists the states in the order of a ticket's life.
func States() []State {
	return []State{StateNew, StateOpen, StateOnHold, StateResolved, StateClosed, StateWithdrawn, StateMerged}
}

// transitions says which state may follow which.
var transitions = map[State][]State{
	StateNew:       {StateOpen, StateOnHold, StateResolved, StateWithdrawn, StateMerged},
	StateOpen:      {StateOnHold, StateResolved, StateWithdrawn, StateMerged},
	StateOnHold:    {StateOpen, StateResolved, StateWithdrawn, StateMerged},
	StateResolved:  {StateClosed, StateOpen, StateMerged},
	StateClosed:    {StateOpen},
	StateWithdrawn: {StateOpen},
	StateMerged:    {StateOpen},
}

// May reports whether a ticket in s may go to next.
func (s State) May(next State) bool { return slices.Contains(transitions[s], next) }

// Active reports whether work remains for the desk.
func (s State) Active() bool { return s == StateNew || s == StateOpen || s == StateOnHold }

// Ended reports whether the case is over.
func (s State) Ended() bool { return s == StateClosed || s == StateWithdrawn || s == StateMerged }

// Valid reports whether s is one of the states.
func (s State) Valid() bool { return slices.Contains(States(), s) }

// Kind is what sort of case it is.
type Kind string

// The kinds.
const (
	Incident    Kind = "incident"
	Question    Kind = "question"
	Request     Kind = "request"
	Order       Kind = "order"
	Problem     Kind = "problem"
	Change      Kind = "change"
	Improvement Kind = "improvement"
	Knowledge   Kind = "knowledge"
	Feedback    Kind = "feedback"
	Complaint   Kind = "complaint"
)

// Kinds lists the kinds, the users' own first.
func Kinds() []Kind {
	return []Kind{Incident, Question, Request, Order, Feedback, Complaint, Problem, Change, Improvement, Knowledge}
}

// UserKinds are the kinds that a person may report in the portal.
func UserKinds() []Kind { return []Kind{Incident, Question, Request, Feedback, Complaint} }

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }

// Channel is the way a ticket or a message came in.
type Channel string

// The channels.
const (
	Phone    Channel = "phone"
	Chat     Channel = "chat"
	Portal   Channel = "portal"
	Mail     Channel = "mail"
	Alarm    Channel = "alarm"
	API      Channel = "api"
	Supplier Channel = "supplier"
	Import   Channel = "import"
	// Visit is a person at the desk.
	Visit Channel = "visit"
)

// Channels lists the channels.
func Channels() []Channel {
	return []Channel{Portal, Phone, Mail, Chat, Visit, Alarm, API, Supplier, Import}
}

// Valid reports whether c is one of the channels.
func (c Channel) Valid() bool { return slices.Contains(Channels(), c) }
