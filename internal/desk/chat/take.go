package chat

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// defaultRoom is how many chats an agent has at once where nobody has said otherwise.
const defaultRoom = 3

var countActive = sqldb.Q("chat.active_of", `select count(*) from chat where agent_id = $1 and state = 'active'`)

// Take makes the actor the one who answers a waiting chat. Errors: errs.NotFound, errs.Forbidden, errs.Conflict when
// somebody else was quicker, when it is over, or when the actor has as many chats as they take at once.
func (s *Service) Take(ctx context.Context, by authz.Actor, id ID) (Chat, error) {
	return s.change(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, c *Chat) error { return s.take(ctx, tx, by, c) })
}

// TakeNext makes the actor the one who answers the chat whose turn it is at a desk: priority first, then what is for their
// own groups, then who has waited longest. found is false when nobody waits. Errors: as Take.
func (s *Service) TakeNext(ctx context.Context, by authz.Actor, desk directory.DeskID) (c Chat, found bool, err error) {
	err = s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var id ID
		var w sqldb.Where
		text := waiting(&w, by, desk, "c.id") + ` limit 1 {{skip_locked}}`
		if id, found, err = sqldb.Maybe(ctx, tx, sqldb.Q("chat.next", text), sqldb.Value[ID], w.Args()...); err != nil || !found {
			return err
		}
		c, err = s.changeIn(ctx, tx, by, id, func(ctx context.Context, tx *sqldb.Tx, c *Chat) error { return s.take(ctx, tx, by, c) })
		return err
	})
	return c, found && err == nil, err
}

func (s *Service) take(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat) error {
	if by.IsSystem() || !Works(by, c) {
		return errs.Denied(string(MayTake))
	}
	if err := over(c); err != nil {
		return err
	}
	if int64(c.Agent) == by.Person {
		return nil // Taken twice is taken once.
	}
	if c.State != Waiting {
		return errs.E(errs.Conflict, "chat.error.taken")
	}
	if err := s.room(ctx, tx, c, directory.PersonID(by.Person)); err != nil {
		return err
	}
	return s.taken(ctx, tx, by, c, directory.PersonID(by.Person))
}

// room fails when an agent has as many chats as they take at once.
func (s *Service) room(ctx context.Context, tx *sqldb.Tx, c *Chat, agent directory.PersonID) error {
	most := defaultRoom
	if s.d.Room != nil {
		n, err := s.d.Room(ctx, tx, c, agent)
		if err != nil {
			return err
		}
		most = n
	}
	n, err := sqldb.One(ctx, tx, countActive, sqldb.Value[int], int64(agent))
	if err == nil && most > 0 && n >= most {
		return errs.E(errs.Conflict, "chat.error.full", "max", most)
	}
	return err
}

// taken gives a chat to an agent and tells everybody.
func (s *Service) taken(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat, agent directory.PersonID) error {
	c.State, c.Agent = Active, agent
	if c.AnsweredAt.IsZero() {
		c.AnsweredAt = tx.Now()
	}
	if s.d.Line.Answer != nil {
		if err := s.d.Line.Answer(ctx, tx, by, c); err != nil {
			return err
		}
	}
	m, err := s.happened(ctx, tx, by, c, "taken", nil)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, updateAgentSeen, int64(c.ID), sqldb.Time(tx.Now())); err != nil {
		return err
	}
	return s.append(ctx, tx, by, c, EventTaken, Payload{Message: m, Agent: agent})
}
