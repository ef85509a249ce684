package chat

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// EndInput says what becomes of a chat that ends.
type EndInput struct {
	// Ticket is an existing case of the user's that the talk is added to; 0: the one chosen before, else a new one.
	Ticket   ticket.ID
	Title    string // Of a new case; "": what the chat was about.
	Kind     ticket.Kind
	Category ticket.CategoryID
	// Solution solves the new case at first contact.
	Solution string
}

// End ends a chat: the user theirs, an agent the one they answer. What the user said becomes a case, or is added to one,
// with every word and file, and is sent to the user. Who only waited and said nothing leaves no case.
// Ending what has ended changes nothing. Errors: errs.NotFound, errs.Conflict, errs.Invalid.
func (s *Service) End(ctx context.Context, by authz.Actor, id ID, in EndInput) (Chat, error) {
	return s.change(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, c *Chat) error {
		if !c.Open() {
			return nil
		}
		how := ByUser
		if sideOf(by, c) == Agent {
			if int64(c.Agent) != by.Person {
				return errs.E(errs.Conflict, "chat.error.not_yours")
			}
			how = ByAgent
		} else {
			in = EndInput{}
			if c.State == Waiting {
				how = ByLeft
			}
		}
		return s.end(ctx, tx, by, c, how, in)
	})
}

func (s *Service) end(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat, how string, in EndInput) error {
	if _, err := s.happened(ctx, tx, by, c, "ended_"+how, nil); err != nil {
		return err
	}
	c.State, c.EndedAt, c.EndedHow = Ended, tx.Now(), how
	if err := s.becomeCase(ctx, tx, by, c, in); err != nil {
		return err
	}
	for _, side := range []Side{User, Agent} {
		if _, err := tx.Exec(ctx, deleteDraft, int64(c.ID), string(side)); err != nil {
			return err
		}
	}
	if s.d.Line.End != nil {
		if err := s.d.Line.End(ctx, tx, by, c); err != nil {
			return err
		}
	}
	last, err := sqldb.One(ctx, tx, selectNewest, sqldb.Value[MessageID], int64(c.ID))
	if err != nil {
		return err
	}
	return s.append(ctx, tx, by, c, EventEnded, Payload{How: how, Ticket: c.Ticket, Agent: c.Agent, Message: last})
}

var (
	selectNewest = sqldb.Q("chat_message.newest", `select coalesce(max(id), 0) from chat_message where chat_id = $1`)
	countSaid    = sqldb.Q("chat_message.said", `select count(*) from chat_message where chat_id = $1 and side = 'user'`)
)

// becomeCase puts what was said into a case: the chosen one, or a new one.
func (s *Service) becomeCase(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat, in EndInput) error {
	said, err := sqldb.One(ctx, tx, countSaid, sqldb.Value[int], int64(c.ID))
	if err != nil {
		return err
	}
	if in.Ticket != 0 {
		if err := s.choose(ctx, tx, by, c, in.Ticket); err != nil {
			return err
		}
	}
	if said == 0 && c.Ticket == 0 {
		return nil
	}
	if c.Ticket == 0 {
		if err := s.newCase(ctx, tx, by, c, in); err != nil {
			return err
		}
	}
	list, err := messages(ctx, tx, authz.System("chat"), c)
	if err != nil {
		return err
	}
	t, err := s.addTranscript(ctx, tx, c, list)
	if err != nil {
		return err
	}
	if in.Solution != "" {
		solved := ticket.ResolveInput{Solution: in.Solution, Told: true, FirstContact: !t.CreatedAt.Before(c.CameAt)}
		if _, err := s.d.Ticket.In(tx).Resolve(ctx, by, c.Ticket, solved); err != nil {
			return err
		}
	}
	if s.d.Tell == nil || c.Person == 0 {
		return nil
	}
	return s.d.Tell(ctx, tx, c, &t, func(lang i18n.Lang) string { return s.Transcript(c, list, lang) })
}

// newCase registers the case that a chat becomes. Agents register at their own right; where the user ends the chat, or
// nobody does, the product does it for them.
func (s *Service) newCase(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat, in EndInput) error {
	report := ticket.ReportInput{
		Desk: c.Desk, Kind: in.Kind, Channel: ticket.Chat, Requester: c.Person, Title: in.Title, Category: in.Category, Service: c.Service,
		Group: c.Group, DetectedAt: c.CameAt, Source: ticket.Source{Silent: true},
	}
	if report.Title == "" {
		report.Title = c.Topic
	}
	if c.Person == 0 {
		report.SenderName, report.Source.Unverified = c.Name, true
	}
	if c.Agent != 0 && int64(c.Agent) == by.Person {
		report.Assignee = c.Agent
	}
	if !Works(by, c) {
		by = authz.System("chat")
	}
	t, err := s.register(ctx, tx, by, report)
	if err != nil {
		return err
	}
	c.Ticket = t.ID
	return s.link(ctx, tx, by, c)
}

// kinds are what a chat becomes where nobody has chosen: the first of them that asks for nothing we do not know.
var kinds = []ticket.Kind{ticket.Incident, ticket.Question, ticket.Request, ticket.Feedback}

// register reports the case. An organisation may ask for more with one kind than a chat can tell; what was said is kept
// all the same.
func (s *Service) register(ctx context.Context, tx *sqldb.Tx, by authz.Actor, report ticket.ReportInput) (ticket.Ticket, error) {
	if report.Kind != "" {
		return s.d.Ticket.ReportIn(ctx, tx, by, report)
	}
	var t ticket.Ticket
	var err error
	for _, report.Kind = range kinds {
		if t, err = s.d.Ticket.ReportIn(ctx, tx, by, report); !errs.Is(err, errs.Invalid) {
			return t, err
		}
	}
	if report.Service != 0 { // It may have ended while they talked.
		report.Service, report.Kind = 0, ""
		return s.register(ctx, tx, by, report)
	}
	return t, err
}

func (s *Service) link(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat) error {
	if s.d.Line.Link == nil {
		return nil
	}
	return s.d.Line.Link(ctx, tx, by, c)
}

// choose ties a chat to a case that the actor sees and that is the user's.
func (s *Service) choose(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat, id ticket.ID) error {
	t, err := ticket.LoadIn(ctx, tx, by, id)
	if err != nil {
		return err
	}
	if t.Org != c.Org || c.Person == 0 || !t.Concerns(int64(c.Person)) || t.State == ticket.StateMerged {
		return errs.Missing()
	}
	c.Ticket = t.ID
	return s.link(ctx, tx, by, c)
}

// Choose names the case of a chat while it lasts: an existing one of the user's, or, with 0, a new one that is registered
// at once. What is said goes there when the chat ends. Errors: errs.NotFound, errs.Conflict, errs.Invalid.
func (s *Service) Choose(ctx context.Context, by authz.Actor, id ID, in EndInput) (Chat, error) {
	return s.change(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, c *Chat) error {
		if err := over(c); err != nil {
			return err
		}
		if !Works(by, c) || int64(c.Agent) != by.Person {
			return errs.E(errs.Conflict, "chat.error.not_yours")
		}
		if in.Ticket != 0 && in.Ticket == c.Ticket {
			return nil
		}
		var err error
		if in.Ticket != 0 {
			err = s.choose(ctx, tx, by, c, in.Ticket)
		} else {
			err = s.newCase(ctx, tx, by, c, in)
		}
		if err != nil {
			return err
		}
		m := Message{Chat: c.ID, Side: Event, Author: directory.PersonID(by.Person), AuthorName: by.Name, Key: "filed", Args: map[string]string{"ref": c.Ticket.String()}}
		if err := keepMessage(ctx, tx, &m); err != nil {
			return err
		}
		return s.append(ctx, tx, by, c, EventFiled, Payload{Message: m.ID, Ticket: c.Ticket})
	})
}
