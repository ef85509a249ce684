package order

import (
	"context"

	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Deps is what the capability needs.
type Deps struct {
	DB        *sqldb.DB
	Events    *event.Log
	Directory *directory.Service
	Catalogue *catalogue.Service
	Approval  *approval.Service
	Ticket    *ticket.Service
	Texts     *i18n.Catalogue
	// Tell says words to people, one mail for each; nil: nobody is told.
	Tell func(ctx context.Context, tx *sqldb.Tx, w Word) error
	// BaseURL is where links in mail lead.
	BaseURL string
}

// Word is something to say to people about an order.
type Word struct {
	Org                  directory.OrgID
	Key                  string // The same key tells the same only once.
	SubjectSv, SubjectEn string
	TextSv, TextEn       string
	People               []directory.PersonID
}

// Service is the capability's use cases.
type Service struct{ d Deps }

// New returns the service and lets it hear what was decided.
func New(d Deps) *Service {
	s := &Service{d}
	d.Events.On(approval.EventApproved, s.onApproved)
	d.Events.On(approval.EventRejected, s.onRejected)
	return s
}

// linesTold are the lines of a decision, when it is about an order.
func linesTold(e event.Event) (t approval.Told, ids []LineID, err error) {
	if err := e.Decode(&t); err != nil || t.Subject.Kind != subject {
		return t, nil, err
	}
	for _, l := range t.Lines {
		ids = append(ids, LineID(l))
	}
	return t, ids, nil
}

func (s *Service) onApproved(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
	_, ids, err := linesTold(e)
	if err != nil || len(ids) == 0 {
		return err
	}
	if ids, err = s.waiting(ctx, tx, ids); err != nil {
		return err
	}
	return s.move(ctx, tx, by, move{to: Ordered, kind: EventReleased, stmt: moveReleased, on: directory.PersonID(e.For)}, ids)
}

func (s *Service) onRejected(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
	t, ids, err := linesTold(e)
	if err != nil || len(ids) == 0 {
		return err
	}
	if ids, err = s.waiting(ctx, tx, ids); err != nil || len(ids) == 0 {
		return err
	}
	m := move{to: Rejected, kind: EventRejected, stmt: moveEnded, p: Payload{Comment: t.Comment}, on: directory.PersonID(e.For)}
	return s.move(ctx, tx, by, m, ids)
}

// waiting leaves out the lines that wait for nobody any more: a decision that comes late decides nothing.
func (s *Service) waiting(ctx context.Context, tx *sqldb.Tx, ids []LineID) ([]LineID, error) {
	places, err := sqldb.All(ctx, tx, selectPlaces, scanPlace, sqldb.List[LineID](ids))
	if err != nil {
		return nil, err
	}
	var out []LineID
	for _, p := range places {
		if p.state == Approval {
			out = append(out, p.line)
		}
	}
	return out, nil
}
