package connector

import (
	"context"
	"log/slog"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sealed"
	"lotsen/internal/kit/sqldb"
)

// ID names a connector; JobID a job.
type (
	ID    int64
	JobID int64
)

// Kind is what a job does.
type Kind string

// The kinds.
const (
	Password  Kind = "password"  // A new password.
	Reinstall Kind = "reinstall" // A computer is installed anew.
	Register  Kind = "register"  // A phone or a tablet is taken into use.
)

// Kinds lists them in the order in which pages do.
func Kinds() []Kind { return []Kind{Password, Reinstall, Register} }

// Way is how a job reaches the system that does it.
type Way string

// The ways.
const (
	ByWebhook  Way = "webhook"  // A signed call; the answer comes at once, or by a signed call back.
	ByLDAP     Way = "ldap"     // A directory is spoken to; passwords alone.
	ByRegister Way = "register" // Nothing is sent: our own register is all that changes.
	ByPretend  Way = "pretend"  // The demo world's system, which does as if.
)

// Ways lists the ways that fit a kind.
func Ways(k Kind) []Way {
	switch k {
	case Password:
		return []Way{ByLDAP, ByWebhook}
	case Register:
		return []Way{ByRegister, ByWebhook}
	}
	return []Way{ByWebhook}
}

// Connector is where jobs of one kind go for one organisation.
type Connector struct {
	ID                 ID
	Org                directory.OrgID
	Desk               directory.DeskID
	Kind               Kind
	Way                Way
	Name, Key          string
	Category           ticket.CategoryID
	Config             Config
	Within             time.Duration // How long the other system may take.
	PolicySv, PolicyEn string        // The rules for passwords there, in words.
	Active             bool
	TriedAt            time.Time
	Tried              string // A text's key; "" when the last trial went well.
	DoneAt, FailedAt   time.Time
	Failed             string // A text's key.
	Version            int64
	HasSecret          bool
	Open, Lost         int // Jobs that wait, and jobs that failed lately; only List and Load tell.
	closed             string
}

// Policy is the rules for passwords in a language; the Swedish ones stand for both.
func (c *Connector) Policy(lang string) string {
	if lang == string(i18n.English) && c.PolicyEn != "" {
		return c.PolicyEn
	}
	return c.PolicySv
}

// Letter is a code on its way to somebody's registered address, in both languages.
type Letter struct {
	Org           directory.OrgID
	Desk          directory.DeskID
	Person        directory.PersonID
	Key           string
	SubjectSv, Sv string
	SubjectEn, En string
}

// Deps is what the capability needs.
type Deps struct {
	DB        *sqldb.DB
	Events    *event.Log
	Directory *directory.Service
	Access    *access.Service
	Ticket    *ticket.Service
	Asset     *asset.Service
	Texts     *i18n.Catalogue
	Log       *slog.Logger
	BaseURL   string // Where other systems answer.
	Secret    []byte // One-time codes follow from it.
	Box       *sealed.Box
	Adapters  map[Way]Adapter
	// Send mails a letter in the transaction of what it tells of. Nil: no codes are sent, and nobody gets a password without
	// a login.
	Send func(ctx context.Context, tx *sqldb.Tx, l Letter) error
	// Checked refuses an agent's reset unless the case's person has been checked (desk/verify).
	Checked func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID, person directory.PersonID) error
	// Demo offers the way ByPretend too.
	Demo bool
}

// Service is the capability's use cases.
type Service struct{ d Deps }

// New returns the service.
func New(d Deps) *Service {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{d: d}
}

// The jobs of this package.
const (
	taskDo     = "connector.do"
	taskLetter = "connector.letter"
)

// Queue is the line in which jobs wait: a directory that takes its time holds up nothing else.
const Queue = "connector"

// tries is how often a system that is away is asked: for about ten minutes.
const tries = 7

// Work registers the package's jobs.
func (s *Service) Work(r *jobs.Runner) {
	r.Register(taskDo, jobs.Typed(s.do))
	r.Register(taskLetter, jobs.Typed(s.letter))
}

// system is who acts when the program itself does.
func system() authz.Actor { return authz.System("selfservice") }
