package notify

import (
	"context"
	"fmt"

	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// The jobs of this package.
const (
	JobCompose = "notify.compose"
	JobSend    = "mail.send"
)

// QueueSend is the line in which mails wait to leave: a mail server that takes its time holds up nothing else.
const QueueSend = "mail"

// The reasons for a mail.
const (
	Opened   = "opened"
	Replied  = "replied"
	Resolved = "resolved"
)

// reasons says which events are worth a mail.
var reasons = map[string]string{ticket.EventReported: Opened, ticket.EventReplied: Replied, ticket.EventResolved: Resolved}

// Deps is what the package works with.
type Deps struct {
	DB      *sqldb.DB
	Events  *event.Log
	Ticket  *ticket.Service
	Texts   *i18n.Catalogue
	BaseURL string // Where links lead: "https://it.kommunen.se".
	Domain  string // Right-hand side of Message-IDs.
	From    string // Sender for desks without a mailbox.
	Secret  []byte
	Sender  Sender
}

// Sender hands a mail to the world. An error of kind jobs.Permanent is final; any other is tried again.
type Sender interface {
	Send(ctx context.Context, m Mail) (state string, err error)
}

// Service is the use cases.
type Service struct{ d Deps }

// New returns the service and subscribes it to the tickets' events.
func New(d Deps) *Service {
	s := &Service{d: d}
	for eventType := range reasons {
		d.Events.On(eventType, s.noticed)
	}
	return s
}

// Work registers the package's jobs.
func (s *Service) Work(r *jobs.Runner) {
	r.Register(JobCompose, jobs.Typed(s.compose))
	r.Register(JobSend, jobs.Typed(s.send))
}

// composeArgs names the event to tell of; everything else is read when the job runs.
type composeArgs struct {
	Seq int64 `json:"seq"`
}

// noticed puts the composing off to a job: the case is reported whether or not a mail can be made.
func (s *Service) noticed(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	if p, err := ticket.DecodePayload(e); err != nil || p.Silent {
		return err
	}
	on, err := setting.Get[bool](ctx, tx, e.Org, setting.MailNotify, tx.Now())
	if err != nil || !on {
		return err
	}
	return jobs.Enqueue(ctx, tx, JobCompose, composeArgs{Seq: e.Seq})
}

// compose makes the mails that an event is worth and queues them for sending. Running it again makes none twice.
func (s *Service) compose(ctx context.Context, args composeArgs) error {
	e, err := event.Load(ctx, s.d.DB, args.Seq)
	if err != nil {
		return fmt.Errorf("compose: %w", err)
	}
	by := authz.System("notify")
	t, err := s.d.Ticket.Load(ctx, by, ticket.ID(e.Stream))
	if err != nil {
		return fmt.Errorf("compose: %w", err)
	}
	reason := reasons[e.Type]
	if reason == Opened && t.FirstContact {
		// The mail about the solution, which left at the same moment, carries the number.
		return nil
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		people, err := s.recipients(ctx, tx, &t)
		if err != nil {
			return err
		}
		for _, to := range people {
			m, err := s.mail(ctx, tx, &t, e, reason, to)
			if err != nil {
				return err
			}
			if err := s.queue(ctx, tx, &m); err != nil {
				return err
			}
		}
		return nil
	})
}

// queue stores a mail and enqueues its sending; a mail that is there already is left alone.
func (s *Service) queue(ctx context.Context, tx *sqldb.Tx, m *Mail) error {
	id, found, err := sqldb.Maybe(ctx, tx, insertMail, sqldb.Value[int64], int64(m.Org), sqldb.ID(m.Ticket), m.Reason, m.Event, m.MailID,
		sqldb.ID(m.Person), m.To, m.Lang, m.From, m.Subject, m.Text, m.HTML, m.headers(), sqldb.Time(tx.Now()))
	if err != nil || !found {
		return err
	}
	return jobs.Enqueue(ctx, tx, JobSend, sendArgs{ID: id}, jobs.Queue(QueueSend))
}
