package bridge

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sealed"
	"lotsen/internal/kit/sqldb"
)

// ID names a bridge; TalkID a talk in the other system.
type (
	ID     int64
	TalkID int64
)

// Kind is which system it leads to.
type Kind string

// Teams is Microsoft Teams.
const Teams Kind = "teams"

// Match is how a writer is known.
type Match string

// The ways. Both are what the organisation's own register says, never what the writer says.
const (
	ByExternal Match = "external" // The register's id of the person is the id there.
	ByLogin    Match = "login"    // The person logs in here with the same name as there.
)

// Matches lists them.
func Matches() []Match { return []Match{ByExternal, ByLogin} }

// Bridge is one way into the chat.
type Bridge struct {
	ID              ID
	Org             directory.OrgID
	Desk            directory.DeskID
	Kind            Kind
	Name, Key       string
	App, Tenant     string
	Secret          string // Open; only adapters are given it.
	Match           Match
	Active          bool
	HeardAt, SentAt time.Time
	RefusedAt       time.Time
	Refused         string
	FailedAt        time.Time
	Failed          string
	Version         int64
	HasSecret       bool
	Waiting, Dead   int // Words that wait, and words that nobody took; only List and Load tell.
	closed          string
}

// Talk is a talk with one writer there.
type Talk struct {
	ID        TalkID
	Bridge    ID
	Org       directory.OrgID
	External  string
	Service   string
	Writer    string
	Directory string
	Name      string
	Us        string
	Person    directory.PersonID
}

// Deps is what the capability needs.
type Deps struct {
	DB        *sqldb.DB
	Events    *event.Log
	Directory *directory.Service
	Chat      *chat.Service
	Texts     *i18n.Catalogue
	Log       *slog.Logger
	BaseURL   string // Where what may not leave can be read.
	Box       *sealed.Box
	Adapters  map[Kind]Adapter
}

// Service is the capability's use cases.
type Service struct {
	d  Deps
	mu sync.Mutex
	// noted is when a refusal was last written down, so that strangers cannot make us write without end.
	noted map[ID]time.Time
}

// New returns the service and subscribes it to what is said in chats.
func New(d Deps) *Service {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	s := &Service{d: d, noted: map[ID]time.Time{}}
	for _, kind := range []string{chat.EventSaid, chat.EventTaken, chat.EventMoved, chat.EventEnded} {
		d.Events.On(kind, s.onChat)
	}
	return s
}

// The jobs of this package. Each is keyed by its talk, so that a talk keeps its order.
const (
	JobTake = "bridge.take"
	JobSay  = "bridge.say"
)

// Queue is the line in which words wait: another system that takes its time holds up nothing else.
const Queue = "bridge"

// Work registers the package's jobs.
func (s *Service) Work(r *jobs.Runner) {
	r.Register(JobTake, jobs.Typed(s.take))
	r.Register(JobSay, jobs.Typed(s.say))
}

// task is what a job is told.
type task struct {
	Talk TalkID `json:"talk"`
}

func (s *Service) wish(ctx context.Context, tx *sqldb.Tx, job string, talk TalkID, o ...jobs.Option) error {
	return jobs.Enqueue(ctx, tx, job, task{talk}, append([]jobs.Option{jobs.Key(key(talk)), jobs.Queue(Queue)}, o...)...)
}
