package ticket

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Spoken is something said before, elsewhere: in a chat.
type Spoken struct {
	Kind   MessageKind
	Author directory.PersonID
	Name   string
	Text   string
	At     time.Time
	Files  []Attachment // Stored already; they become the case's.
}

// TranscriptIn adds a talk to a case, every message with its own author, time and files, for a capability above that has
// decided who may. The event tells nobody: whoever was in the talk has read it. When the desk has spoken in it, the user
// has had their answer.
func (s *Service) TranscriptIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID, channel Channel, list []Spoken) (Ticket, error) {
	eventType := EventAsked
	for _, x := range list {
		if x.Kind == Reply {
			eventType = EventReplied
		}
	}
	return s.StepIn(ctx, tx, by, id, eventType, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		for _, x := range list {
			m := Message{Kind: x.Kind, Author: x.Author, AuthorName: x.Name, Channel: channel, Text: x.Text, CreatedAt: x.At}
			if err := s.addSpoken(ctx, tx, t, &m, x.Files); err != nil {
				return err
			}
			if !m.Internal {
				p.Message = m.ID
			}
			if x.Kind == Reply && t.RepliedAt.IsZero() {
				t.RepliedAt = tx.Now()
			}
		}
		p.Silent = true
		return nil
	})
}

func (s *Service) addSpoken(ctx context.Context, tx *sqldb.Tx, t *Ticket, m *Message, files []Attachment) error {
	if err := s.addMessage(ctx, tx, authz.System(string(m.Channel)), t, m, nil); err != nil {
		return err
	}
	_, err := AttachIn(ctx, tx, t, m.ID, files)
	return err
}

var deleteTaken = sqldb.Q("attachment.take_loose", `delete from attachment where id {{in $1}} and owner_id = $2 and ticket_id is null`)

// TakeLooseIn hands files that the actor uploaded for a form to a capability that keeps files of its own. They are no
// attachments from then on. Errors: errs.NotFound when one of them is not there, or somebody else's.
func TakeLooseIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, ids []AttachmentID) ([]Attachment, error) {
	list, err := sqldb.All(ctx, tx, selectLoose, scanAttachment, sqldb.List[AttachmentID](ids), by.Person)
	if err != nil {
		return nil, err
	}
	if len(list) != len(ids) {
		return nil, errs.Missing()
	}
	_, err = tx.Exec(ctx, deleteTaken, sqldb.List[AttachmentID](ids), by.Person)
	return list, err
}
