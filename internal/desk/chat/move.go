package chat

import (
	"context"
	"errors"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// MoveInput says who goes on: a colleague, or a competence group.
type MoveInput struct {
	Agent directory.PersonID
	Group directory.GroupID
	Note  string // What the next one should know; the desk alone reads it.
}

var selectMember = sqldb.Q("chat.group_of_desk", `select name from desk_group where id = $1 and desk_id = $2 and active`)

// Move hands a chat over: to a colleague in one of the desk's groups, who has it at once, or to a group, where it waits as
// the one that came first. The user is told in the chat. Errors: errs.NotFound, errs.Forbidden, errs.Invalid, errs.Conflict.
func (s *Service) Move(ctx context.Context, by authz.Actor, id ID, in MoveInput) (Chat, error) {
	return s.change(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, c *Chat) error {
		if !by.IsSystem() && !Works(by, c) {
			return errs.Denied(string(MayTake))
		}
		if err := over(c); err != nil {
			return err
		}
		if !clean.Blank(in.Note) {
			m := Message{Chat: c.ID, Side: Note, Author: directory.PersonID(by.Person), AuthorName: by.Name, Text: clean.Text(in.Note, MaxText)}
			if err := keepMessage(ctx, tx, &m); err != nil {
				return err
			}
		}
		if in.Agent != 0 {
			return s.moveToAgent(ctx, tx, by, c, in.Agent)
		}
		return s.moveToGroup(ctx, tx, by, c, in.Group)
	})
}

func wrong(name, key string, args ...any) error {
	var f errs.Fields
	f.Add(name, key, args...)
	return f.Err()
}

func (s *Service) moveToAgent(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat, to directory.PersonID) error {
	if to == c.Agent || to == c.Person {
		return wrong("to", "chat.error.to")
	}
	if int64(to) != by.Person {
		list, err := s.colleagues(ctx, tx, by, c)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(x Colleague) bool { return x.ID == to }) {
			return wrong("to", "chat.error.to")
		}
	}
	if err := s.room(ctx, tx, c, to); err != nil {
		var e *errs.Error
		if int64(to) != by.Person && errors.As(err, &e) && e.Kind == errs.Conflict {
			return wrong("to", "chat.error.to_full")
		}
		return err
	}
	p, err := directory.Load(ctx, tx, to)
	if err != nil {
		return err
	}
	c.Agent, c.State = to, Active
	if c.AnsweredAt.IsZero() {
		c.AnsweredAt = tx.Now()
	}
	m := Message{Chat: c.ID, Side: Event, Author: to, AuthorName: p.Name(), Key: "moved_agent"}
	if err := keepMessage(ctx, tx, &m); err != nil {
		return err
	}
	return s.moved(ctx, tx, by, c, m.ID)
}

func (s *Service) moveToGroup(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat, to directory.GroupID) error {
	name, found, err := sqldb.Maybe(ctx, tx, selectMember, sqldb.Value[string], int64(to), int64(c.Desk))
	if err != nil {
		return err
	}
	if !found || to == c.Group && c.State == Waiting {
		return wrong("to", "chat.error.to")
	}
	c.Group, c.Agent, c.State = to, 0, Waiting
	m := Message{Chat: c.ID, Side: Event, Key: "moved_group", Args: map[string]string{"group": name}}
	if err := keepMessage(ctx, tx, &m); err != nil {
		return err
	}
	return s.moved(ctx, tx, by, c, m.ID)
}

func (s *Service) moved(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat, m MessageID) error {
	if s.d.Line.Move != nil {
		if err := s.d.Line.Move(ctx, tx, by, c); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, deleteDraft, int64(c.ID), string(Agent)); err != nil {
		return err
	}
	return s.append(ctx, tx, by, c, EventMoved, Payload{Message: m, Agent: c.Agent, Group: c.Group})
}

var selectColleagues = sqldb.Q("chat.colleagues", `
	select distinct p.id, p.given_name || ' ' || p.family_name, p.sort_key from group_member gm join desk_group g on g.id = gm.group_id
		join person p on p.id = gm.person_id
	where g.desk_id = $1 and g.active and p.active and not p.protected and p.id <> $2 and p.id <> $3
	order by p.sort_key, p.id limit 200`)

// Colleague is somebody to whom a chat can be handed.
type Colleague struct {
	ID   directory.PersonID
	Name string
}

// Colleagues returns to whom the actor may hand a chat: members of the desk's groups who answer chats.
func (s *Service) Colleagues(ctx context.Context, by authz.Actor, c *Chat) ([]Colleague, error) {
	if !Works(by, c) {
		return nil, nil
	}
	return s.colleagues(ctx, s.d.DB, by, c)
}

func (s *Service) colleagues(ctx context.Context, q sqldb.Querier, by authz.Actor, c *Chat) ([]Colleague, error) {
	if c.Sealed {
		// A sealed chat goes to nobody of whom we do not know that they may see it: whoever may takes it themselves.
		return nil, nil
	}
	list, err := sqldb.All(ctx, q, selectColleagues, func(r sqldb.Row) (Colleague, error) {
		var x Colleague
		var key []byte
		return x, r.Scan(&x.ID, &x.Name, &key)
	}, int64(c.Desk), by.Person, int64(c.Person))
	if err != nil || s.d.Answers == nil || len(list) == 0 {
		return list, err
	}
	who, err := s.d.Answers(ctx, q, c.Org, c.Desk)
	return slices.DeleteFunc(list, func(x Colleague) bool { return !slices.Contains(who, x.ID) }), err
}
