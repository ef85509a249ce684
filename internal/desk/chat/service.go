package chat

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Deps is what the capability needs.
type Deps struct {
	DB     *sqldb.DB
	Events *event.Log
	Ticket *ticket.Service
	Blobs  blob.Files
	Texts  *i18n.Catalogue // For the words in which a transcript tells what happened.
	// Line keeps each chat as a contact on its line; nil for none.
	Line Line
	// Group names the competence group that is to answer; nil names none.
	Group func(ctx context.Context, q sqldb.Querier, c *Chat) (directory.GroupID, error)
	// Available counts who takes a chat at a desk now; nil where nobody keeps that.
	Available func(ctx context.Context, q sqldb.Querier, desk directory.DeskID) (int, error)
	// Room says how many chats an agent has at once; nil: three.
	Room func(ctx context.Context, q sqldb.Querier, c *Chat, agent directory.PersonID) (int, error)
	// Answers names those who may answer chats at a desk; nil: all members of its groups.
	Answers func(ctx context.Context, q sqldb.Querier, org directory.OrgID, desk directory.DeskID) ([]directory.PersonID, error)
	// Tell sends the user what was said, when the talk has ended; nil sends nothing.
	Tell func(ctx context.Context, tx *sqldb.Tx, c *Chat, t *ticket.Ticket, transcript func(lang i18n.Lang) string) error
}

// Line is what a chat tells its waiting line.
type Line struct {
	Arrive func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat) (contact int64, priority int, err error)
	Answer func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat) error
	Move   func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat) error
	Link   func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat) error
	End    func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat) error
	// Expected is how long whoever waits in a chat has still to wait; 0 when nobody can tell.
	Expected func(ctx context.Context, q sqldb.Querier, c *Chat) (time.Duration, error)
}

// Service is the capability's use cases.
type Service struct{ d Deps }

// New returns the service and subscribes it to what the directory tells of people.
func New(d Deps) *Service {
	s := &Service{d}
	d.Events.On(directory.PersonWasHidden, s.onProtected)
	d.Events.On(directory.PersonWasOpened, s.onProtected)
	return s
}

// Load returns a chat that the actor may see. Errors: errs.NotFound.
func (s *Service) Load(ctx context.Context, by authz.Actor, id ID) (Chat, error) {
	return load(ctx, s.d.DB, Visible(by), id, "")
}

// LoadIn is Load inside a transaction.
func LoadIn(ctx context.Context, q sqldb.Querier, by authz.Actor, id ID) (Chat, error) {
	return load(ctx, q, Visible(by), id, "")
}

// Mine returns the actor's open chat in the portal.
func (s *Service) Mine(ctx context.Context, by authz.Actor) (Chat, bool, error) {
	if by.Person == 0 {
		return Chat{}, false, nil
	}
	return sqldb.Maybe(ctx, s.d.DB, selectOwnOpen, scan, by.Person, string(Web))
}

// ByExternal returns the newest chat that another system knows by that name, for the channel that speaks to it.
func ByExternal(ctx context.Context, q sqldb.Querier, source Source, external string) (Chat, bool, error) {
	return sqldb.Maybe(ctx, q, selectByExternal, scan, string(source), external)
}

// change runs a use case on one chat that the actor sees: loads it locked, lets fn change it and stores it.
func (s *Service) change(ctx context.Context, by authz.Actor, id ID, fn func(ctx context.Context, tx *sqldb.Tx, c *Chat) error) (Chat, error) {
	var c Chat
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		c, err = s.changeIn(ctx, tx, by, id, fn)
		return err
	})
	return c, err
}

func (s *Service) changeIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID, fn func(ctx context.Context, tx *sqldb.Tx, c *Chat) error) (Chat, error) {
	c, err := load(ctx, tx, Visible(by), id, " {{for_update}}")
	if err != nil {
		return Chat{}, err
	}
	before := c.Version
	if err := fn(ctx, tx, &c); err != nil {
		return Chat{}, err
	}
	if c.Version == before {
		return c, nil
	}
	return c, save(ctx, tx, &c)
}

// over is the answer to whoever wants to do something to a chat that has ended.
func over(c *Chat) error {
	if c.Open() {
		return nil
	}
	return errs.E(errs.Conflict, "chat.error.ended")
}
