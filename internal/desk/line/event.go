package line

import (
	"context"
	"strconv"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// The kinds of stream in the event log.
const (
	Stream       = "contact"
	LineStream   = "line"
	SourceStream = "call_source"
)

// The events.
const (
	EventCame     = "contact.came"
	EventAnswered = "contact.answered"
	EventMoved    = "contact.moved"
	EventLinked   = "contact.linked"
	EventEnded    = "contact.ended"
	EventRated    = "contact.rated"
	EventLine     = "line.changed"
	EventSource   = "call_source.changed"
)

// Payload is what an event of a contact says. It never carries the caller's number: that has a time of keeping.
type Payload struct {
	Line     LineID             `json:"line"`
	Category directory.Category `json:"category,omitempty"`
	Agent    directory.PersonID `json:"agent,omitempty"`
	Group    directory.GroupID  `json:"group,omitempty"`
	Ticket   ticket.ID          `json:"ticket,omitempty"`
	Outcome  Outcome            `json:"outcome,omitempty"`
	Score    int                `json:"score,omitempty"`
}

// Topic is the live topic of whoever waits at a desk.
func Topic(desk directory.DeskID) string { return "line:" + strconv.FormatInt(int64(desk), 10) }

// CallsTopic is the live topic of the calls of one agent.
func CallsTopic(agent directory.PersonID) string {
	return "calls:" + strconv.FormatInt(int64(agent), 10)
}

// tell appends the event of a contact and pokes whoever looks at the waiting or at a call of theirs.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Contact, kind string, at time.Time) error {
	_, err := s.Events.Append(ctx, tx, by, event.Draft{
		Org: int64(c.Org), Kind: Stream, Stream: int64(c.ID), Pos: c.Version, Type: kind, Label: string(c.State), At: at,
		Payload: Payload{Line: c.Line, Category: c.Category, Agent: c.Agent, Group: c.Group, Ticket: c.Ticket, Outcome: c.Outcome, Score: c.Score},
	})
	tx.Poke(Topic(c.Desk))
	if c.Agent != 0 {
		tx.Poke(CallsTopic(c.Agent))
	}
	return err
}
