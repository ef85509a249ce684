package ticket

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Words is something to say in a case, with files uploaded before.
type Words struct {
	Text        string
	Attachments []AttachmentID
	Channel     Channel // "": portal.
	// Version is the ticket that the writer saw; 0 skips the check. A reply is never refused for it: the page shows
	// what came in between.
	Version int64
	Source  Source
	// Silent words are told to nobody: their reader has just written them.
	Silent bool
	// Author is who speaks when a channel holds the pen and the directory knows them; else From is the sender as written.
	Author                directory.PersonID
	FromName, FromAddress string
	// Attention asks the desk to look at what was recorded or noted.
	Attention bool
}

func (w Words) message(kind MessageKind) Message {
	m := Message{Kind: kind, Text: w.Text, Channel: w.Channel, Source: w.Source, Author: w.Author}
	if w.Author == 0 {
		m.AuthorName, m.AuthorAddress = w.FromName, w.FromAddress
	}
	if m.Channel == "" {
		m.Channel = Portal
	}
	return m
}

// Ask adds the user's words to an own case. Words on a solved or ended case open it again within its period; after the
// period they begin a new case that is linked to the old one, so that nothing said is dropped. It returns the ticket
// that took the words. Errors: errs.NotFound, errs.Invalid.
func (s *Service) Ask(ctx context.Context, by authz.Actor, id ID, w Words) (Ticket, error) {
	var t Ticket
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if t, _, err = s.AskIn(ctx, tx, by, id, w); err != nil {
			return err
		}
		return settle(ctx, tx, &t)
	})
	return t, err
}

// AskIn is Ask inside a transaction that is already open; it also returns the message.
func (s *Service) AskIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID, w Words) (Ticket, MessageID, error) {
	t, err := loadLocked(ctx, tx, Visible(by), id, " {{for_update}}")
	if err != nil {
		return Ticket{}, 0, err
	}
	for t.State == StateMerged && t.MergedInto != 0 {
		// The case lives on in another; the words go where the work is. A merge never loops (merge.go).
		if t, err = loadLocked(ctx, tx, authz.All(), t.MergedInto, " {{for_update}}"); err != nil {
			return Ticket{}, 0, err
		}
	}
	late, err := s.tooLate(ctx, tx, &t)
	if err != nil {
		return Ticket{}, 0, err
	}
	if late {
		return s.askAnew(ctx, tx, by, &t, w)
	}
	kind := EventAsked
	if t.State == StateResolved || t.State.Ended() {
		kind = EventReopened
	}
	var m MessageID
	before, p := t, Payload{}
	msg := w.message(FromUser)
	if err := s.say(ctx, tx, by, &t, &p, &msg, w.Attachments); err != nil {
		return Ticket{}, 0, err
	}
	m = msg.ID
	t.AwaitsDesk = true
	switch {
	case kind == EventReopened:
		reopen(&t)
	case t.State == StateOnHold && !t.heldFast():
		t.State, t.Substate, t.HoldCode, t.HoldReason, t.HoldUntil = StateOpen, "", "", "", zeroTime
	}
	return t, m, s.commit(ctx, tx, by, &before, &t, kind, p)
}

// tooLate reports whether an ended case lies beyond the period in which words open it again.
func (s *Service) tooLate(ctx context.Context, q sqldb.Querier, t *Ticket) (bool, error) {
	until, err := reopenUntil(ctx, q, t)
	return !until.IsZero() && q.Now().After(until), err
}

// askAnew starts a new case for words on one that ended long ago, linked to it.
func (s *Service) askAnew(ctx context.Context, tx *sqldb.Tx, by authz.Actor, old *Ticket, w Words) (Ticket, MessageID, error) {
	in := ReportInput{
		Desk: old.Desk, Kind: old.Kind, Channel: w.Channel, Requester: old.Requester, Title: old.Title, Text: w.Text,
		SenderName: old.SenderName, SenderAddress: old.SenderAddress, Attachments: w.Attachments, Source: w.Source, Author: w.Author,
	}
	t, err := s.ReportIn(ctx, tx, by, in)
	if err != nil {
		return Ticket{}, 0, err
	}
	first, err := sqldb.One(ctx, tx, selectFirstMessage, sqldb.Value[int64], int64(t.ID))
	if err != nil {
		return Ticket{}, 0, err
	}
	return t, MessageID(first), s.linkIn(ctx, tx, by, &t, old, LinkFollows)
}

var selectFirstMessage = sqldb.Q("message.first", `select min(id) from message where ticket_id = $1`)

// Answer sends the desk's words to the user. A new case is open from then on.
// Errors: errs.NotFound, errs.Forbidden, errs.Invalid (no category yet, no text).
func (s *Service) Answer(ctx context.Context, by authz.Actor, id ID, w Words) (Ticket, error) {
	return s.update(ctx, by, id, MayReply, EventReplied, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		m := w.message(Reply)
		p.Silent = w.Silent
		if err := s.say(ctx, tx, by, t, p, &m, w.Attachments); err != nil {
			return err
		}
		t.AwaitsDesk = false
		if t.RepliedAt.IsZero() {
			t.RepliedAt = tx.Now()
		}
		if t.State == StateNew && t.Category != 0 {
			return move(t, StateOpen)
		}
		return nil
	})
}

// Write adds a note that only the desk reads.
func (s *Service) Write(ctx context.Context, by authz.Actor, id ID, w Words) (Ticket, error) {
	return s.update(ctx, by, id, MayNote, EventNoted, s.write(by, Note, w.Text, w.Attachments))
}

// RecordIn keeps what a machine sent about a case (a bounce, an out-of-office): seen by the desk, answered by nobody.
func (s *Service) RecordIn(ctx context.Context, tx *sqldb.Tx, id ID, w Words) (Ticket, MessageID, error) {
	var m MessageID
	t, err := s.updateIn(ctx, tx, authz.System("mail"), id, MayWork, EventRecorded, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		msg := w.message(Machine)
		err := s.say(ctx, tx, authz.System("mail"), t, p, &msg, w.Attachments)
		m, t.AwaitsDesk = msg.ID, t.AwaitsDesk || w.Attention
		return err
	})
	return t, m, err
}

// reopen puts a case back to work: what was solved is not, and the clock to closing stops.
func reopen(t *Ticket) {
	t.State, t.Substate = StateOpen, ""
	t.Reopened++
	t.ResolvedAt, t.ToldAt, t.CloseDue, t.ClosedAt = zeroTime, zeroTime, zeroTime, zeroTime
	t.ClosedHow, t.FirstContact, t.AwaitsDesk, t.MergedInto = "", false, true, 0
}
