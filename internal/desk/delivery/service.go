package delivery

import (
	"context"

	"lotsen/internal/desk/order"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
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
	Directory  *directory.Service
	Calendar   *calendar.Service // Nil: every day but weekends is a working day.
	Asset      *asset.Service    // Nil: devices are kept nowhere.
	Order      *order.Service
	Texts      *i18n.Catalogue
	// Tell says words to people; nil tells nobody.
	Tell func(ctx context.Context, tx *sqldb.Tx, w notify.Word) (int, error)
	// BaseURL is where links in mail lead.
	BaseURL string
}

// Service is the capability's use cases.
type Service struct{ d Deps }

// EventCharge tells that something costs money from now on. Its stream is the first of the charges that it names.
const EventCharge = "charge.started"

// New returns the service and subscribes it to what happens to orders and cases.
func New(d Deps) *Service {
	s := &Service{d: d}
	d.Events.On(order.EventReleased, s.onReleased)
	d.Events.On(order.EventCancelled, s.onCancelled)
	d.Events.On(ticket.EventDelegateReported, s.onReported)
	d.Events.On(ticket.EventDelegateDone, s.onDone)
	d.Events.On(ticket.EventResolved, s.onDone)
	d.Events.On(ticket.EventWithdrawn, s.onGone)
	d.Events.On(ticket.EventMerged, s.onGone)
	d.Events.On(ticket.EventTimeLogged, s.onTime)
	return s
}

// jobFulfil makes the tasks of an order.
const jobFulfil = "delivery.fulfil"

type fulfilArgs struct {
	Order order.ID `json:"order"`
}

// Work registers the capability's jobs.
func (s *Service) Work(r *jobs.Runner) { r.Register(jobFulfil, jobs.Typed(s.fulfil)) }

// onReleased leaves the work to a job: what was approved is approved, whether or not a supplier can be told just now.
func (s *Service) onReleased(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	return jobs.Enqueue(ctx, tx, jobFulfil, fulfilArgs{order.ID(e.Stream)}, jobs.Key(order.ID(e.Stream).String()))
}

func system() authz.Actor { return authz.System("delivery") }
