package alarm

import (
	"time"

	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// The numbers of things.
type (
	ID        int64
	SourceID  int64
	RuleID    int64
	SilenceID int64
)

// Alarm is one thing that fires or has fired.
type Alarm struct {
	ID     ID
	Org    directory.OrgID
	Desk   directory.DeskID
	Source SourceID
	read.Alarm
	First, Last, Changed time.Time
	Expires              time.Time
	Count                int
	FlappingSince        time.Time
	FlapTold             bool
	Told                 read.State // What its case has heard last; "" nothing.
	Quiet                string     // Why nothing is done about it: see the reasons below.
	DueAt                time.Time
	Rule                 RuleID
	Ticket               ticket.ID
	// SourceName and TicketTitle are for pages.
	SourceName, TicketTitle string
}

// Why nothing is done about an alarm just now.
const (
	QuietDelay   = "delay"   // It may heal by itself.
	QuietSilence = "silence" // Somebody has silenced it.
	QuietWindow  = "window"  // Its service is worked on.
	QuietRule    = "rule"    // A rule wants it only recorded.
)

// Flaps reports whether it changes too often to be followed.
func (a *Alarm) Flaps() bool { return !a.FlappingSince.IsZero() }

// What can happen to an alarm, in its history.
const (
	WasFired    = "fired"
	WasResolved = "resolved"
	WasWorse    = "worse"
	WasStale    = "stale" // An older episode came late.
	WasExpired  = "expired"
	WasFlapping = "flapping"
	WasCalm     = "calm"
	WasOpened   = "opened"
	WasJoined   = "joined"
	WasReopened = "reopened"
	WasNoted    = "noted"
	WasSolved   = "solved"
	WasStorm    = "storm"
	WasSilenced = "silenced"
)

// Deps is what the capability needs.
type Deps struct {
	DB     *sqldb.DB
	Ticket *ticket.Service
	Outage *outage.Service
	Texts  *i18n.Catalogue
	Secret []byte // What sources' secrets are made of.
	// BaseURL is where our own pages are: answers to sources lead there.
	BaseURL string
}

// Service is the capability's use cases.
type Service struct{ Deps }

// New returns the service.
func New(d Deps) *Service { return &Service{d} }

// as is who writes in cases for a source.
func as(s *Source) authz.Actor { return authz.Actor{System: "alarm", Name: s.Name} }
