package exchange

import (
	"context"
	"log/slog"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// Deps is what the capability needs.
type Deps struct {
	DB         *sqldb.DB
	Events     *event.Log
	Ticket     *ticket.Service
	Delegation *delegation.Service
	Notify     *notify.Service
	Directory  *directory.Service
	Access     *access.Service
	Blobs      blob.Files
	Texts      *i18n.Catalogue
	Log        *slog.Logger
	BaseURL    string // Where our own interface is: "https://it.kommunen.se".
	System     string // Names this installation in what it says: "it.kommunen.se".
	Secret     []byte // What listeners' secrets are made of.
	Courier    Courier
	// Secrets finds a secret by its name: the installation holds them, the database does not.
	Secrets func(name string) (string, bool)
}

// Call is a request to another system.
type Call struct {
	Method, URL string
	Header      map[string]string
	Body        []byte
}

// Reply is its answer.
type Reply struct {
	Status int
	Body   []byte
}

// Courier carries calls. An error means that no answer came.
type Courier interface {
	Call(ctx context.Context, c Call) (Reply, error)
	// Check refuses addresses that may not be called.
	Check(address string) error
}

// Service is the capability's use cases.
type Service struct{ d Deps }

// New returns the service and subscribes it to what is to be told.
func New(d Deps) *Service {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	s := &Service{d}
	for kind := range tellings {
		d.Events.On(kind, s.noticed)
	}
	return s
}

// The jobs of this package.
const (
	JobSend = "exchange.send"
	JobHear = "exchange.hear"
)

// Queue is the line in which calls wait: a partner that takes its time holds up nothing else.
const Queue = "exchange"

// Work registers the package's jobs.
func (s *Service) Work(r *jobs.Runner) {
	r.Register(JobSend, jobs.Typed(s.send))
	r.Register(JobHear, jobs.Typed(s.hear))
}
