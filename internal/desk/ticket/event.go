package ticket

import (
	"context"
	"fmt"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Stream is the kind of a ticket's stream in the event log.
const Stream = "ticket"

// The events. Every one carries the changes that it made, so that history and replay need no other source.
const (
	EventReported   = "ticket.reported"
	EventChanged    = "ticket.changed"
	EventAssigned   = "ticket.assigned"
	EventHeld       = "ticket.held"
	EventResumed    = "ticket.resumed"
	EventAsked      = "ticket.asked"   // The user wrote.
	EventReplied    = "ticket.replied" // The desk answered.
	EventNoted      = "ticket.noted"   // The desk wrote to itself.
	EventRecorded   = "ticket.recorded"
	EventResolved   = "ticket.resolved"
	EventTold       = "ticket.told"
	EventUntold     = "ticket.untold" // The mail that told the user came back.
	EventRejected   = "ticket.rejected"
	EventReopened   = "ticket.reopened"
	EventClosed     = "ticket.closed"
	EventWithdrawn  = "ticket.withdrawn"
	EventMerged     = "ticket.merged"
	EventUnmerged   = "ticket.unmerged"
	EventMergedHere = "ticket.merged_here"
	EventLinked     = "ticket.linked"
	EventUnlinked   = "ticket.unlinked"
	EventTimeLogged = "ticket.time_logged"
	EventFollowedUp = "ticket.followed_up"
	EventSealed     = "ticket.sealed"
	EventImported   = "ticket.imported"
)

// Payload is what a ticket's event says.
type Payload struct {
	Changes map[string]Diff   `json:"changes,omitempty"`
	Fields  map[string]string `json:"fields,omitempty"`  // Extra fields of the kind, new values.
	Message MessageID         `json:"message,omitempty"` // The message that came with it.
	// Internal events are the desk's own and are not shown to the requester.
	Internal bool   `json:"internal,omitempty"`
	Other    ID     `json:"other,omitempty"` // The other ticket of a link or merge.
	Link     string `json:"link,omitempty"`
	Minutes  int    `json:"minutes,omitempty"`
	How      string `json:"how,omitempty"` // How the user was told, how it was closed.
	Comment  string `json:"comment,omitempty"`
	Source   string `json:"source,omitempty"` // Where an imported event comes from.
	// Silent cases are told to nobody automatically.
	Silent bool `json:"silent,omitempty"`
	// Routed tells why a new case went to its group, when a rule sent it there.
	Routed *Routing `json:"routed,omitempty"`
	// Handover tells of other hands.
	Handover *Handover `json:"handover,omitempty"`
	// Check tells how whoever calls was checked.
	Check *CallerCheck `json:"check,omitempty"`
}

// DecodePayload reads the payload of a ticket's event.
func DecodePayload(e event.Event) (Payload, error) {
	var p Payload
	err := e.Decode(&p)
	return p, err
}

// append writes a ticket's next event and pokes whoever may be looking.
func (s *Service) append(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *Ticket, kind string, p Payload) (event.Event, error) {
	e, err := s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(t.Org), Kind: Stream, Stream: int64(t.ID), Pos: t.Version, Type: kind, Label: t.label(), Payload: p, For: behalf(by, t),
	})
	if err != nil {
		return event.Event{}, err
	}
	tx.Poke(topics(t)...)
	return e, nil
}

// label is what reports group events by: the sub-state where there is one.
func (t *Ticket) label() string {
	if t.Substate != "" {
		return t.Substate
	}
	return string(t.State)
}

// topics are the live topics that a change of t concerns.
func topics(t *Ticket) []string {
	out := []string{fmt.Sprintf("ticket:%d", t.ID), fmt.Sprintf("desk:%d", t.Desk)}
	if t.Requester != 0 {
		out = append(out, fmt.Sprintf("person:%d", t.Requester))
	}
	if t.Reporter != 0 {
		out = append(out, fmt.Sprintf("person:%d", t.Reporter))
	}
	return out
}

// behalf names the person for whom a substitute acts, when the right used is a substitute's.
func behalf(by authz.Actor, t *Ticket) int64 {
	for _, g := range by.Grants {
		if g.For != 0 && !g.Narrowed() && (g.Reach == authz.Desk && g.Of == int64(t.Desk) || g.Reach == authz.Organisation && g.Of == int64(t.Org)) {
			return g.For
		}
	}
	return 0
}
