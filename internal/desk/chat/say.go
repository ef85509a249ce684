package chat

import (
	"context"
	"encoding/json"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// SayInput is something to say.
type SayInput struct {
	Text  string
	Files []ticket.AttachmentID // Uploaded before by the same actor (ticket.Service.Upload).
	Kept  []ticket.Attachment   // Stored by a channel (ticket.Service.Keep).
	// External is the message's name in the other system: said again under the same name it is said once.
	External string
	Internal bool // A note that the desk alone reads.
}

func checkText(f *errs.Fields, text string) {
	if clean.Length(text) > MaxText {
		f.Add("text", "error.too_long", "max", MaxText)
	}
}

var (
	insertMessage = sqldb.Q("chat_message.insert", `
		insert into chat_message (chat_id, side, author_id, author_name, text, key, args, external, files, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`)
	selectMessageByExternal = sqldb.Q("chat_message.by_external", `
		select `+messageColumns+` from chat_message m where m.chat_id = $1 and m.external = $2 and m.external <> ''`)
	deleteDraft = sqldb.Q("chat_draft.delete", `delete from chat_draft where chat_id = $1 and side = $2`)
)

// Say adds words to a chat: the user's own, or those of the agent who has taken it. Another system speaks for the user.
// Errors: errs.NotFound, errs.Invalid, errs.Conflict for a chat that has ended or that somebody else answers.
func (s *Service) Say(ctx context.Context, by authz.Actor, id ID, in SayInput) (Message, error) {
	var m Message
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		m, err = s.SayIn(ctx, tx, by, id, in)
		return err
	})
	return m, err
}

// SayIn is Say inside a transaction.
func (s *Service) SayIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID, in SayInput) (Message, error) {
	var m Message
	_, err := s.changeIn(ctx, tx, by, id, func(ctx context.Context, tx *sqldb.Tx, c *Chat) error {
		if in.External != "" {
			var found bool
			var err error
			if m, found, err = sqldb.Maybe(ctx, tx, selectMessageByExternal, scanMessage, int64(c.ID), in.External); err != nil || found {
				return err
			}
		}
		m = Message{Chat: c.ID, Side: sideOf(by, c), External: in.External}
		if err := in.check(by, c, &m); err != nil {
			return err
		}
		if in.Internal {
			m.Side = Note
		}
		return s.say(ctx, tx, by, c, &m, in)
	})
	return m, err
}

func (in *SayInput) check(by authz.Actor, c *Chat, m *Message) error {
	if err := over(c); err != nil {
		return err
	}
	switch {
	case m.Side == User && in.Internal:
		return errs.Denied(string(MayTake))
	case m.Side == Agent && int64(c.Agent) != by.Person:
		return errs.E(errs.Conflict, "chat.error.not_yours")
	}
	var f errs.Fields
	m.Text = clean.Keep(in.Text)
	if clean.Blank(m.Text) && len(in.Files)+len(in.Kept) == 0 {
		f.Add("text", "chat.error.text_missing")
	}
	checkText(&f, m.Text)
	if len(in.Files)+len(in.Kept) > MaxFiles {
		f.Add("files", "ticket.error.too_many_files", "max", MaxFiles)
	}
	return f.Err()
}

func (s *Service) say(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat, m *Message, in SayInput) error {
	if m.Side == User {
		m.Author, m.AuthorName = c.Person, c.Name
	} else {
		m.Author, m.AuthorName = directory.PersonID(by.Person), by.Name
	}
	files := in.Kept
	if len(in.Files) > 0 {
		own, err := ticket.TakeLooseIn(ctx, tx, by, in.Files)
		if err != nil {
			return err
		}
		files = append(files, own...)
	}
	m.files = len(files)
	if err := keepMessage(ctx, tx, m); err != nil {
		return err
	}
	if err := keepFiles(ctx, tx, m, files); err != nil {
		return err
	}
	if m.Side != Note {
		c.SaidAt, c.SaidBy = tx.Now(), m.Side
	}
	if _, err := tx.Exec(ctx, deleteDraft, int64(c.ID), string(sideOf(by, c))); err != nil {
		return err
	}
	return s.append(ctx, tx, by, c, EventSaid, Payload{Message: m.ID, Side: m.Side})
}

// happened adds a line that tells both sides what happened.
func (s *Service) happened(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Chat, key string, args map[string]string) (MessageID, error) {
	m := Message{Chat: c.ID, Side: Event, Author: directory.PersonID(by.Person), AuthorName: by.Name, Key: key, Args: args}
	if by.IsSystem() {
		m.AuthorName = ""
	}
	err := keepMessage(ctx, tx, &m)
	return m.ID, err
}

func keepMessage(ctx context.Context, tx *sqldb.Tx, m *Message) error {
	args := ""
	if len(m.Args) > 0 {
		raw, err := json.Marshal(m.Args)
		if err != nil {
			return err
		}
		args = string(raw)
	}
	m.At = tx.Now()
	id, err := tx.Insert(ctx, insertMessage, int64(m.Chat), string(m.Side), sqldb.ID(m.Author), m.AuthorName, m.Text, m.Key, args, m.External, m.files, sqldb.Time(m.At))
	m.ID = MessageID(id)
	return err
}
