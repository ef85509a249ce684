package notice

import (
	"context"
	"fmt"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Stream and HoldStream are the kinds of stream in the event log.
const (
	Stream     = "notice"
	HoldStream = "notice_hold"
)

// The events.
const (
	EventWritten   = "notice.written"
	EventPublished = "notice.published"
	EventEnded     = "notice.ended"
	EventHeld      = "hold.set"
	EventLifted    = "hold.lifted"
	EventApproved  = "place.approved"
)

// Payload is what an event of a notice or a hold says: the thing as it was from then on.
type Payload struct {
	Notice *Notice `json:"notice,omitempty"`
	Hold   *Hold   `json:"hold,omitempty"`
}

// Topic is the live topic of an organisation's notices.
func Topic(org directory.OrgID) string { return "notices:" + strconv.FormatInt(int64(org), 10) }

// tell appends the event of a notice and pokes whoever may be looking at it.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, n *Notice, kind string) error {
	_, err := s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(n.Org), Kind: Stream, Stream: int64(n.ID), Pos: n.Version, Type: kind, Label: string(n.State), Payload: Payload{Notice: n},
	})
	tx.Poke(Topic(n.Org))
	if n.Ticket != 0 {
		tx.Poke(fmt.Sprintf("ticket:%d", n.Ticket))
	}
	return err
}
