package common

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

// MaxChildren is how many cases one action may reach: what one transaction does while others wait.
const MaxChildren = 2000

// Standing is what is reckoned for a common ticket.
type Standing struct {
	Ticket       ticket.ID
	Org          directory.OrgID
	Desk         directory.DeskID
	Children     int // Cases below it that count.
	Residents    int // Its own and theirs.
	Level        int // The priority that the rule gives; 0 for none.
	BaseImpact   int // Before a proposal was taken up; 0 when none was.
	BaseUrgency  int
	BasePriority int
	Declined     int // The priority that somebody has said no to.
	UpdatedAt    time.Time
}

// Deps is what the capability needs.
type Deps struct {
	DB     *sqldb.DB
	Events *event.Log
	Ticket *ticket.Service
	Texts  *i18n.Catalogue // For the words that tell of nothing.
	// Warn tells whoever leads a major incident that the next word is overdue, in the transaction that notes it; nil: nobody.
	Warn func(ctx context.Context, tx *sqldb.Tx, w LateWord) error
}

// Service is the capability's use cases.
type Service struct {
	db     *sqldb.DB
	ticket *ticket.Service
	texts  *i18n.Catalogue
	warn   func(context.Context, *sqldb.Tx, LateWord) error
}

// New returns the service and subscribes it to what changes a common ticket's standing.
func New(d Deps) *Service {
	s := &Service{db: d.DB, ticket: d.Ticket, texts: d.Texts, warn: d.Warn}
	for _, kind := range []string{ticket.EventLinked, ticket.EventUnlinked} {
		d.Events.On(kind, s.onLink)
	}
	for _, kind := range []string{ticket.EventWithdrawn, ticket.EventReopened, ticket.EventMerged, ticket.EventUnmerged, ticket.EventSealed} {
		d.Events.On(kind, s.onChild)
	}
	for _, kind := range []string{ticket.EventChanged, ticket.EventReported} {
		d.Events.On(kind, s.onFacts)
	}
	d.Events.On(ticket.EventDelegated, s.onDelegated)
	return s
}

// system is who does what follows from a rule.
func system() authz.Actor { return authz.System("common") }
