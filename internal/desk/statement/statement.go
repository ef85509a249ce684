package statement

import (
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Conformance is how far the portal fulfils the law's demands. The empty one: nobody has assessed it yet.
type Conformance string

// The degrees, in the law's words: helt, delvis, inte förenlig.
const (
	Fully     Conformance = "fully"
	Partially Conformance = "partially"
	Not       Conformance = "not"
)

// Conformances lists the degrees that somebody may state.
func Conformances() []Conformance { return []Conformance{Fully, Partially, Not} }

// Method is how it was assessed.
type Method string

// The methods.
const (
	Self     Method = "self"
	External Method = "external"
)

// Methods lists the methods.
func Methods() []Method { return []Method{Self, External} }

// Situation is for whom something is a shortcoming, as Digg groups them.
type Situation string

// Situations lists them in the order in which a statement does.
func Situations() []Situation {
	return []Situation{"no_vision", "low_vision", "no_colour", "no_hearing", "low_hearing", "no_voice", "motor", "seizure", "cognition"}
}

// FaultID is one shortcoming.
type FaultID int64

// Fault is something that does not work for everybody.
type Fault struct {
	ID        FaultID
	Situation Situation
	Text      Words
	Reason    Words
	FixedBy   string // A day, or "".
	// Known is the key of a shortcoming of the product itself, whose words are in its texts; "" for the authority's own.
	Known string
}

// Words are a text in Swedish and, where there is one, in English.
type Words struct{ Sv, En string }

// In returns the words for a reader of a language.
func (w Words) In(lang string) string {
	if lang == string(i18n.English) && w.En != "" {
		return w.En
	}
	return w.Sv
}

// Statement is what an authority says.
type Statement struct {
	Authority   directory.AuthorityID
	Org         directory.OrgID
	Name        string // Of the authority.
	OrgName     string
	Conformance Conformance // "" before anybody has stated anything.
	Method      Method
	Assessed    string // The day, 2026-11-22.
	Excluded    Words
	Burden      Words
	Updated     time.Time
	Version     int64
	Faults      []Fault // The product's own first.
}

// Deps is what the capability works with.
type Deps struct {
	DB      *sqldb.DB
	Events  *event.Log
	Ticket  *ticket.Service
	Service *service.Service
}

// Service is the use cases.
type Service struct{ Deps }

// New returns the service.
func New(d Deps) *Service { return &Service{d} }

// known lists the product's own shortcomings of this release; each has its words in the texts "statement.known.KEY". Whoever mends
// one takes it out here.
func known() []Fault {
	return []Fault{
		{Known: "reader", Situation: "no_vision"},
		{Known: "files", Situation: "no_vision"},
		{Known: "queue", Situation: "low_vision"},
	}
}
