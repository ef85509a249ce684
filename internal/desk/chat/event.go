package chat

import (
	"context"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Stream is the kind of a chat's stream in the event log.
const Stream = "chat"

// The events.
const (
	EventOpened = "chat.opened"
	EventSaid   = "chat.said"
	EventTaken  = "chat.taken"
	EventMoved  = "chat.moved"
	EventFiled  = "chat.filed" // A case was chosen for it.
	EventEnded  = "chat.ended"
)

// Payload is what a chat's event says: numbers alone. Whoever has to deliver the words reads them by Load and Said.
type Payload struct {
	Source  Source             `json:"source,omitempty"`
	Message MessageID          `json:"message,omitempty"` // The message, also of something that happened.
	Side    Side               `json:"side,omitempty"`    // Whose words they are.
	Agent   directory.PersonID `json:"agent,omitempty"`
	Group   directory.GroupID  `json:"group,omitempty"`
	Ticket  ticket.ID          `json:"ticket,omitempty"`
	How     string             `json:"how,omitempty"` // How it ended.
}

// DecodePayload reads the payload of a chat's event.
func DecodePayload(e event.Event) (Payload, error) {
	var p Payload
	err := e.Decode(&p)
	return p, err
}

// Topic is the live topic of a chat.
func Topic(id ID) string { return "chat:" + strconv.FormatInt(int64(id), 10) }

// TypingTopic is the live topic of what the other side types, for those who sit on a side.
func TypingTopic(id ID, reader Side) string { return Topic(id) + "-" + string(reader) }

// DeskTopic is the live topic of a desk's waiting and open chats.
func DeskTopic(desk directory.DeskID) string { return "chats:" + strconv.FormatInt(int64(desk), 10) }

// LineTopic is the live topic of those who wait for a desk's chat: somebody has come, gone or been answered.
func LineTopic(desk directory.DeskID) string { return "chatline:" + strconv.FormatInt(int64(desk), 10) }

// append writes a chat's next event and pokes whoever may be looking. The caller stores the version that it counts up.
func (s *Service) append(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat, kind string, p Payload) error {
	c.Version++
	p.Source = c.Source
	_, err := s.d.Events.Append(ctx, tx, by, event.Draft{
		Org: int64(c.Org), Kind: Stream, Stream: int64(c.ID), Pos: c.Version, Type: kind, Label: string(c.State), Payload: p,
	})
	tx.Poke(Topic(c.ID), DeskTopic(c.Desk))
	if kind != EventSaid && kind != EventFiled {
		tx.Poke(LineTopic(c.Desk))
	}
	return err
}
