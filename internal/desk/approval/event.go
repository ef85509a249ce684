package approval

import (
	"context"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Stream is the kind of stream in the event log; its number is the approval's.
const Stream = "approval"

// The events.
const (
	EventOpened    = "approval.opened"
	EventChanged   = "approval.changed"
	EventDecided   = "approval.decided"
	EventApproved  = "approval.approved"
	EventRejected  = "approval.rejected"
	EventWithdrawn = "approval.withdrawn"
	EventReminded  = "approval.reminded"
	EventOverdue   = "approval.overdue"
	EventStuck     = "approval.stuck"
)

// Told is the payload of all of them.
type Told struct {
	Subject Subject `json:"subject"`
	Title   string  `json:"title"`
	Lines   []int64 `json:"lines"`
	// Hashes is what was decided about, by line.
	Hashes map[int64]string `json:"hashes,omitempty"`
	// Step is the lowest step that was decided, Yes how.
	Step    int    `json:"step,omitempty"`
	Yes     bool   `json:"yes,omitempty"`
	Comment string `json:"comment,omitempty"`
}

// Topic is the live topic of an organisation's approvals. It tells that something happened and nothing else.
func Topic(org directory.OrgID) string { return "approvals:" + strconv.FormatInt(int64(org), 10) }

// tell appends an event as the approval's next version.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a *Approval, kind string, on directory.PersonID, t Told) error {
	t.Subject, t.Title = a.Subject, a.Title
	a.Version++
	_, err := s.d.Events.Append(ctx, tx, by, event.Draft{
		Org: int64(a.Org), Kind: Stream, Stream: int64(a.ID), Pos: a.Version, Type: kind, Label: string(a.State), For: int64(on), Payload: t,
	})
	tx.Poke(Topic(a.Org), topicOf(a.Asker))
	return err
}

func topicOf(p directory.PersonID) string { return "person:" + strconv.FormatInt(int64(p), 10) }
