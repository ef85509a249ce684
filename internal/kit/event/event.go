// Package event is the append-only log of everything that happened: history, audit, feed and proof in one.
//
// Owns: table event; the order within a stream; telling subscribers inside the transaction.
// Does not own: what events mean (each capability's event.go).
// Invariants: events are written in the transaction of the change they tell of; a stream's positions are 1, 2, 3 …
// without a gap; nothing updates or deletes an event.
package event

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Event is one thing that happened to one stream, for example to a ticket.
type Event struct {
	Seq    int64
	Org    int64
	Kind   string // The stream's kind, for example "ticket".
	Stream int64  // The thing's id.
	Pos    int64  // 1 for the stream's first event.
	Type   string // For example "ticket.resolved".
	// Label is a short word chosen by the stream's owner (a ticket's state) by which figures are grouped without
	// opening payloads.
	Label   string
	At      time.Time // When it happened; equals Noted but for imported history.
	Noted   time.Time // When it was written here.
	Actor   int64     // The person; 0 for the system.
	ActorAs string    // The name at that time, or the job's name.
	For     int64     // The person on whose behalf; 0 otherwise.
	Payload json.RawMessage
}

// Draft is an event before it has a place in the log.
type Draft struct {
	Org     int64
	Kind    string
	Stream  int64
	Pos     int64 // The stream's owner counts, because it holds the row's version anyway.
	Type    string
	Label   string
	At      time.Time // Zero for now.
	Payload any
	For     int64
}

// Subscriber is told of an event inside its transaction. It may write, and enqueue jobs; an error undoes everything.
type Subscriber func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e Event) error

// Log appends events and tells subscribers.
type Log struct {
	subscribers map[string][]Subscriber
	all         []Subscriber
}

// NewLog returns an empty log. Subscriptions are made in app, before the first event.
func NewLog() *Log { return &Log{subscribers: map[string][]Subscriber{}} }

// On subscribes fn to a type of event.
func (l *Log) On(eventType string, fn Subscriber) {
	l.subscribers[eventType] = append(l.subscribers[eventType], fn)
}

// OnAny subscribes fn to every event.
func (l *Log) OnAny(fn Subscriber) { l.all = append(l.all, fn) }

// Append writes an event and tells its subscribers.
func (l *Log) Append(ctx context.Context, tx *sqldb.Tx, by authz.Actor, d Draft) (Event, error) {
	payload, err := json.Marshal(d.Payload)
	if err != nil {
		return Event{}, fmt.Errorf("event %s: %w", d.Type, err)
	}
	e := Event{
		Org: d.Org, Kind: d.Kind, Stream: d.Stream, Pos: d.Pos, Type: d.Type, Label: d.Label, At: d.At, Noted: tx.Now(),
		Actor: by.Person, ActorAs: by.Name, For: d.For, Payload: payload,
	}
	if e.At.IsZero() {
		e.At = e.Noted
	}
	e.Seq, err = tx.Insert(ctx, insertEvent, sqldb.ID(e.Org), e.Kind, e.Stream, e.Pos, e.Type, e.Label, sqldb.Time(e.At),
		sqldb.Time(e.Noted), sqldb.ID(e.Actor), e.ActorAs, sqldb.ID(e.For), string(payload))
	if err != nil {
		return Event{}, fmt.Errorf("append %s: %w", d.Type, err)
	}
	for _, fn := range l.subscribers[e.Type] {
		if err := fn(ctx, tx, by, e); err != nil {
			return Event{}, fmt.Errorf("after %s: %w", e.Type, err)
		}
	}
	for _, fn := range l.all {
		if err := fn(ctx, tx, by, e); err != nil {
			return Event{}, fmt.Errorf("after %s: %w", e.Type, err)
		}
	}
	return e, nil
}

// Decode reads the payload into v.
func (e Event) Decode(v any) error {
	if err := json.Unmarshal(e.Payload, v); err != nil {
		return fmt.Errorf("event %d (%s): %w", e.Seq, e.Type, err)
	}
	return nil
}
