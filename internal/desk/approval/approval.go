package approval

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// ID is the number of an approval.
type ID int64

// PartID is the number of a part.
type PartID int64

// Subject is what is to be approved: its kind, for example "order", and its number there.
type Subject struct {
	Kind string `json:"kind"`
	ID   int64  `json:"id"`
}

// State is how far an approval has come.
type State string

// The states. Partly is the end when some lines were approved and others were not.
const (
	Open      State = "open"
	Approved  State = "approved"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn"
	Partly    State = "partly"
)

// PartState is how far a part has come.
type PartState string

// The states of a part. Waiting: a lower step of the line has not said yes. Dropped: another step of the line said no.
const (
	PartWaiting   PartState = "waiting"
	PartOpen      PartState = "open"
	PartApproved  PartState = "approved"
	PartRejected  PartState = "rejected"
	PartWithdrawn PartState = "withdrawn"
	PartReplaced  PartState = "replaced"
	PartDropped   PartState = "dropped"
)

// Undecided reports whether somebody's word is still missing.
func (s PartState) Undecided() bool { return s == PartWaiting || s == PartOpen }

// By says which reach of a right answers for a step.
type By string

// The ways to name who decides. A manager is whoever holds the right for the unit that gets it.
const (
	ByAny        By = ""
	ByReference  By = "reference"
	ByCostCentre By = "cost_centre"
	ByService    By = "service"
	ByObject     By = "object"
	ByManager    By = "manager"
)

// Approval is one thing that waits, or waited, for a yes.
type Approval struct {
	ID         ID
	Org        directory.OrgID
	Subject    Subject
	Title      string
	Asker      directory.PersonID
	AskerFor   directory.PersonID // On whose behalf, when a substitute asked.
	AskerVia   directory.PersonID // Who wrote it down for them at the desk.
	State      State
	OwnAllowed bool // The rule lets the asker decide for themselves.
	OpenedAt   time.Time
	ChangedAt  time.Time
	ClosedAt   time.Time
	Stuck      ticket.ID // The case that says that nobody may decide.
	Version    int64
}

// Part is one step of one line.
type Part struct {
	ID        PartID
	Approval  ID
	Line      int64
	Seq       int
	Verb      authz.Verb
	By        By
	Matter    authz.Matter
	Person    directory.PersonID // For whom the line is; 0 for nobody in particular.
	Hash      string
	Sv, En    string
	Ore       int64
	State     PartState
	Since     int64 // The version from which on it stands.
	Until     int64 // The version from which on it does not; 0: it stands.
	OpenedAt  time.Time
	Escalated bool
	DecidedAt time.Time
	DecidedBy directory.PersonID
	// DecidedFor is whose right it was, when a substitute decided.
	DecidedFor directory.PersonID
	Comment    string

	unit int64
	mine bool // The reader may decide it, by the scope.
	own  bool // The reader could, had they not asked for it themselves.
}

// Text is what the part says in a language.
func (p *Part) Text(lang i18n.Lang) string {
	if lang == i18n.English && p.En != "" {
		return p.En
	}
	return p.Sv
}

// Refs are the things that the part is about, as pages name them.
func (p *Part) Refs() []directory.PlaceRef {
	var out []directory.PlaceRef
	for _, ref := range []directory.PlaceRef{
		{Reach: authz.Reference, ID: p.Matter.Reference},
		{Reach: authz.CostCentre, ID: p.Matter.CostCentre},
		{Reach: authz.Service, ID: p.Matter.Service},
		{Reach: authz.Object, ID: p.Matter.Object},
		{Reach: authz.Site, ID: p.Matter.Site},
		{Reach: authz.Unit, ID: p.unit},
	} {
		if ref.ID != 0 {
			out = append(out, ref)
		}
	}
	return out
}

// Mine reports whether the reader may decide the part now.
func (p *Part) Mine() bool { return p.mine && p.State == PartOpen }

// Word is something to say to people, see notify.Word.
type Word struct {
	Org            directory.OrgID
	Key            string
	Mandatory      bool
	SubjectSv      string
	SubjectEn      string
	TextSv, TextEn string
	People         []directory.PersonID
}

// Deps is what the capability needs.
type Deps struct {
	DB        *sqldb.DB
	Events    *event.Log
	Directory *directory.Service
	Ticket    *ticket.Service
	Texts     *i18n.Catalogue
	// BaseURL is where links in mail lead.
	BaseURL string
	// Tell says words to people, in the transaction; nil: nobody is told.
	Tell func(ctx context.Context, tx *sqldb.Tx, w Word) error
}

// Service is the capability's use cases.
type Service struct{ d Deps }

// New returns the service and lets it hear of rights that begin and end.
func New(d Deps) *Service {
	s := &Service{d}
	s.subscribe()
	return s
}
