package notify

import (
	"context"
	"fmt"
	"sync/atomic"

	"lotsen/internal/desk/directory"
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
	JobFollow  = "notify.follow"
	JobSend    = "mail.send"
)

// QueueSend is the line in which mails wait to leave: a mail server that takes its time holds up nothing else.
const QueueSend = "mail"

// The reasons for telling somebody something.
const (
	Opened   = "opened"
	Replied  = "replied"
	Resolved = "resolved"
	Delivery = "delivery" // The planned delivery has another date.
	Status   = "status"   // Work goes on.
	News     = "news"
	// Gathered is a mail that tells of several things.
	Gathered = "gathered"
)

// reasons says which events are worth a word to the user.
var reasons = map[string]string{
	ticket.EventReported: Opened, ticket.EventReplied: Replied, ticket.EventResolved: Resolved, ticket.EventChanged: Delivery,
}

// FieldDelivery is the field of a kind that holds the planned day of delivery.
const FieldDelivery = "planned_delivery"

// Deps is what the package works with.
type Deps struct {
	DB     *sqldb.DB
	Events *event.Log
	Ticket *ticket.Service
	// Directory keeps how people want to hear of their cases.
	Directory *directory.Service
	Texts     *i18n.Catalogue
	BaseURL   string // Where links lead: "https://it.kommunen.se".
	Domain    string // Right-hand side of Message-IDs.
	From      string // Sender for desks without a mailbox.
	Secret    []byte
	Sender    Sender
	// Clock counts opening hours; nil counts every hour.
	Clock Clock
	// Known is what is told to everybody just now, for receipts; nil for nothing.
	Known Known
}

// Sender hands a mail to the world. An error of kind jobs.Permanent is final; any other is tried again.
type Sender interface {
	Send(ctx context.Context, m Mail) (state string, err error)
}

// Service is the use cases.
type Service struct {
	d      Deps
	caught atomic.Bool // CatchUp has run in this process.
}

// New returns the service and subscribes it to the tickets' events.
func New(d Deps) *Service {
	s := &Service{d: d}
	for eventType := range reasons {
		d.Events.On(eventType, s.noticed)
	}
	for _, eventType := range turns {
		d.Events.On(eventType, s.turned)
	}
	return s
}

// Work registers the package's jobs.
func (s *Service) Work(r *jobs.Runner) {
	r.Register(JobCompose, jobs.Typed(s.compose))
	r.Register(JobFollow, jobs.Typed(s.follow))
	r.Register(JobSend, jobs.Typed(s.send))
}

// composeArgs names the event or the word to tell of; everything else is read when the job runs.
type composeArgs struct {
	Seq  int64 `json:"seq,omitempty"`
	Word int64 `json:"word,omitempty"`
}

// noticed notes who is to hear of an event and leaves the telling to a job: the case is reported whether or not a mail
// can be made.
func (s *Service) noticed(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	p, err := ticket.DecodePayload(e)
	if err != nil || p.Silent {
		return err
	}
	reason := reasons[e.Type]
	if reason == Delivery && p.Fields[FieldDelivery] == "" {
		return nil
	}
	if _, err := tx.Exec(ctx, enlistEvent, e.Stream, reason, e.Seq, sqldb.Time(tx.Now())); err != nil {
		return err
	}
	return jobs.Enqueue(ctx, tx, JobCompose, composeArgs{Seq: e.Seq})
}

// someAtOnce is how many listeners one job serves before it makes room for others.
const someAtOnce = 100

// compose tells everybody whom an event or a word concerns what is due for them. Running it again tells nothing twice.
func (s *Service) compose(ctx context.Context, args composeArgs) error {
	stmt, id := selectListenersOfEvent, args.Seq
	if args.Word != 0 {
		stmt, id = selectListenersOfWord, args.Word
	}
	who, err := sqldb.All(ctx, s.d.DB, stmt, sqldb.Value[string], id, someAtOnce)
	if err != nil {
		return fmt.Errorf("compose: %w", err)
	}
	for _, one := range who {
		if err := s.tell(ctx, one); err != nil {
			return fmt.Errorf("compose: %w", err)
		}
	}
	if len(who) == someAtOnce {
		return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return jobs.Enqueue(ctx, tx, JobCompose, args) })
	}
	if args.Seq == 0 {
		return nil
	}
	e, err := event.Load(ctx, s.d.DB, args.Seq)
	if err != nil {
		return fmt.Errorf("compose: %w", err)
	}
	return s.follow(ctx, followArgs{Ticket: ticket.ID(e.Stream)})
}

// queue stores a mail and enqueues its sending; 0 for one that is there already, which is left alone.
func (s *Service) queue(ctx context.Context, tx *sqldb.Tx, m *Mail) (int64, error) {
	id, found, err := sqldb.Maybe(ctx, tx, insertMail, sqldb.Value[int64], int64(m.Org), sqldb.ID(m.Ticket), m.Reason, m.Event, m.MailID,
		sqldb.ID(m.Person), m.To, m.Lang, m.From, m.Subject, m.Text, m.HTML, m.headers(), sqldb.Time(tx.Now()))
	if err != nil || !found {
		return 0, err
	}
	return id, jobs.Enqueue(ctx, tx, JobSend, sendArgs{ID: id}, jobs.Queue(QueueSend))
}
