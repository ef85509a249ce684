package rule

import (
	"strconv"
	"time"
)

// The names under which offers carry the rules.
const (
	// Packaging sends software for many computers to those who package it.
	Packaging = "packaging"
	// NewSystem makes a development case of what is no order.
	NewSystem = "new_system"
	// Addition puts an addition to what there is on the strategist's list of decisions.
	Addition = "addition"
	// FollowMe recommends that a network printer is ordered with printing that follows its user.
	FollowMe = "follow_me"
	// AgreedLife takes the life of the device from what was agreed with the receiver's part of the organisation.
	AgreedLife = "agreed_life"
	// Help makes an ordinary request of it, which the desk helps with, rather than something that is delivered.
	Help = "help"
	// Hourly charges the time that was logged on it, by its price an hour.
	Hourly = "hourly"
)

// Names lists the rules for an editor.
func Names() []string {
	return []string{Packaging, NewSystem, Addition, FollowMe, AgreedLife, Help, Hourly}
}

// The routes that an outcome can name: keys of an offer's Routes.
const (
	RoutePackaging  = "it_packaging"
	RouteOperation  = "operation"
	RouteStrategist = "strategist"
	RouteForum      = "forum"
)

// Routes lists them for an editor.
func Routes() []string {
	return []string{RoutePackaging, RouteOperation, RouteStrategist, RouteForum}
}

// The kinds of case that an outcome can ask for.
const (
	CaseRequest     = "request"
	CaseDevelopment = "improvement"
)

const (
	// FieldDevices is the question how many computers it is for.
	FieldDevices = "devices"
	// MostByOperation is up to how many installations the operation makes itself.
	MostByOperation = 5
)

// Facts are what a rule decides by.
type Facts struct {
	Values   map[string]string
	Quantity int
	// Network reports whether the chosen model stands in the network.
	Network bool
}

// Outcome is what a rule decides. The zero outcome changes nothing.
type Outcome struct {
	// Route names who carries it out; "" for the offer's own group.
	Route string
	// Ticket is the kind of case that it is carried out in; "" for an order.
	Ticket string
	// Suggest are offers that are recommended beside it.
	Suggest []string
	// Agreed takes the life of the device from what was agreed.
	Agreed bool
	// Hourly charges logged time.
	Hourly bool
}

// rules are the functions by name.
var rules = map[string]func(Facts) Outcome{
	Packaging:  packaging,
	NewSystem:  func(Facts) Outcome { return Outcome{Route: RouteForum, Ticket: CaseDevelopment} },
	Addition:   func(Facts) Outcome { return Outcome{Route: RouteStrategist, Ticket: CaseDevelopment} },
	FollowMe:   followMe,
	AgreedLife: func(Facts) Outcome { return Outcome{Agreed: true} },
	Help:       func(Facts) Outcome { return Outcome{Ticket: CaseRequest} },
	Hourly:     func(Facts) Outcome { return Outcome{Hourly: true} },
}

// Of decides by a rule's name.
func Of(name string, f Facts) Outcome {
	if fn, ok := rules[name]; ok {
		return fn(f)
	}
	return Outcome{}
}

// packaging: more than five installations are packaged by IT, fewer are the operation's own task.
func packaging(f Facts) Outcome {
	n, err := strconv.Atoi(f.Values[FieldDevices])
	if err != nil {
		n = f.Quantity
	}
	if n > MostByOperation {
		return Outcome{Route: RoutePackaging, Ticket: CaseRequest}
	}
	return Outcome{Route: RouteOperation, Ticket: CaseRequest}
}

// FollowMeKey is the key of the offer that follows.
const FollowMeKey = "follow-me-print"

// followMe recommends printing that follows its user to a printer in the network.
func followMe(f Facts) Outcome {
	if f.Network {
		return Outcome{Suggest: []string{FollowMeKey}}
	}
	return Outcome{}
}

// LeastWeeks is the least that a lent computer is charged for.
const LeastWeeks = 1

// Weeks is how many weeks a period from one day to another, both counted, is charged as: begun ones count whole.
func Weeks(from, to time.Time) int {
	days := int(to.Sub(from).Hours()/24+0.5) + 1
	return max(LeastWeeks, (days+6)/7)
}
