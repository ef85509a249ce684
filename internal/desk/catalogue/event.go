package catalogue

import (
	"context"
	"strconv"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Stream is the kind of an offer's stream in the event log.
const Stream = "catalogue"

// The events.
const (
	EventSaved     = "catalogue.saved"
	EventPublished = "catalogue.published"
	EventRetired   = "catalogue.retired"
	EventRevived   = "catalogue.revived"
)

// Told is the payload: which offer, and which version of it.
type Told struct {
	Key     string `json:"key"`
	Version int64  `json:"version,omitempty"`
	Note    string `json:"note,omitempty"`
}

// tell appends the event of a change that made the row's lock what it is now.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, kind string, i *Item, note string) error {
	tx.Poke("catalogue:" + strconv.FormatInt(int64(i.Org), 10))
	_, err := s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(i.Org), Kind: Stream, Stream: int64(i.ID), Pos: i.Lock, Type: kind, Label: string(i.State),
		Payload: Told{Key: i.Key, Version: i.Version, Note: note},
	})
	return err
}
