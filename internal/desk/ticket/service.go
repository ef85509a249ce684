package ticket

import (
	"context"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Deps is what the capability needs.
type Deps struct {
	DB        *sqldb.DB
	Events    *event.Log
	Directory *directory.Service
	Blobs     blob.Files
	Loose     Loose
	// Route names the group that takes a new case for which nobody chose one, before its category does; nil names none.
	Route func(ctx context.Context, q sqldb.Querier, t *Ticket, fields map[string]string) (Routing, error)
}

// Service is the capability's use cases.
type Service struct {
	db        *sqldb.DB
	events    *event.Log
	directory *directory.Service
	blobs     blob.Files
	loose     Loose
	route     func(ctx context.Context, q sqldb.Querier, t *Ticket, fields map[string]string) (Routing, error)
	// tx is the open transaction of Together; nil otherwise.
	tx *sqldb.Tx
}

// New returns the service and subscribes it to what the directory tells of people.
func New(d Deps) *Service {
	s := &Service{db: d.DB, events: d.Events, directory: d.Directory, blobs: d.Blobs, loose: d.Loose.withDefaults(), route: d.Route}
	d.Events.On(directory.PersonWasHidden, s.onProtected)
	d.Events.On(directory.PersonWasOpened, s.onProtected)
	return s
}

// Load returns a ticket that the actor may see. Errors: errs.NotFound.
func (s *Service) Load(ctx context.Context, by authz.Actor, id ID) (Ticket, error) {
	if s.tx != nil {
		return load(ctx, s.tx, Visible(by), id)
	}
	t, err := load(ctx, s.db, Visible(by), id)
	if err != nil {
		return Ticket{}, err
	}
	return t, s.noteSealed(ctx, by, &t)
}

// noteSealed writes to the security log that somebody opened a ticket about a person with protected identity.
func (s *Service) noteSealed(ctx context.Context, by authz.Actor, t *Ticket) error {
	if !t.Sealed || by.IsSystem() || t.Concerns(by.Person) {
		return nil
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		entry := audit.Entry{Org: int64(t.Org), What: audit.PersonRead, Subject: "person", SubjectID: int64(t.Requester)}
		return audit.Write(ctx, tx, by, entry, map[string]string{"where": "ticket " + t.ID.String()})
	})
}

// change is what a use case does to a ticket: it changes t and fills in the event.
type change func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error

// update runs a use case on one ticket: loads it inside the actor's scope, lets fn change it, stores what changed and
// appends the event. An event with nothing to tell is not written.
func (s *Service) update(ctx context.Context, by authz.Actor, id ID, verb authz.Verb, eventType string, fn change) (Ticket, error) {
	if s.tx != nil {
		return s.updateIn(ctx, s.tx, by, id, verb, eventType, fn)
	}
	var t Ticket
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if t, err = s.updateIn(ctx, tx, by, id, verb, eventType, fn); err != nil {
			return err
		}
		return settle(ctx, tx, &t)
	})
	return t, err
}

// updateIn is update inside a transaction that is already open.
func (s *Service) updateIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID, verb authz.Verb, eventType string, fn change) (Ticket, error) {
	t, err := loadLocked(ctx, tx, Visible(by), id, " {{for_update}}")
	if err != nil {
		return Ticket{}, err
	}
	if err := s.allowed(by, verb, &t); err != nil {
		return Ticket{}, err
	}
	before, p := t, Payload{}
	if err := fn(ctx, tx, &t, &p); err != nil {
		return Ticket{}, err
	}
	return t, s.commit(ctx, tx, by, &before, &t, eventType, p)
}

// commit stores the difference between before and t and appends the event of it.
func (s *Service) commit(ctx context.Context, tx *sqldb.Tx, by authz.Actor, before, t *Ticket, eventType string, p Payload) error {
	p.Changes = diff(before, t)
	if p.empty() {
		return nil
	}
	t.Version, t.UpdatedAt = before.Version+1, tx.Now()
	if err := save(ctx, tx, t, p.Changes); err != nil {
		return err
	}
	_, err := s.append(ctx, tx, by, t, eventType, p)
	return err
}

func (p *Payload) empty() bool {
	return len(p.Changes) == 0 && len(p.Fields) == 0 && p.Message == 0 && p.Other == 0 && p.Minutes == 0 && p.How == "" && p.Handover == nil
}

// allowed checks the verb on a ticket that the actor can see. MayReport is the requester's own right and stands for "it
// is about me"; every other verb is the desk's.
func (s *Service) allowed(by authz.Actor, verb authz.Verb, t *Ticket) error {
	if by.IsSystem() {
		return nil
	}
	if verb == MayReport {
		if t.Concerns(by.Person) && by.May(MayReport) {
			return nil
		}
		return errs.Denied(string(verb))
	}
	if !mayOn(by, verb, t) {
		return errs.Denied(string(verb))
	}
	return nil
}

// Can reports whether the actor may do something to a ticket that they see, for pages that show or hide an action.
func (s *Service) Can(by authz.Actor, verb authz.Verb, t *Ticket) bool {
	return s.allowed(by, verb, t) == nil
}

// move puts the ticket into another state.
func move(t *Ticket, to State) error {
	if t.State == to {
		return nil
	}
	if !t.State.May(to) {
		return errs.E(errs.Conflict, "ticket.error.transition", "from", string(t.State), "to", string(to))
	}
	if t.State == StateNew && to != StateWithdrawn && to != StateMerged && t.Category == 0 {
		var f errs.Fields
		f.Add("category", "ticket.error.category_first")
		return f.Err()
	}
	t.State, t.Substate = to, ""
	if !to.Active() {
		t.Supplier = 0 // What is solved or over is in nobody else's hands.
	}
	if to != StateOnHold {
		t.HoldReason, t.HoldCode = "", ""
		t.HoldUntil = zeroTime
	}
	return nil
}
