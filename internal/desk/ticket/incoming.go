package ticket

import (
	"context"
	"encoding/json"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

var (
	selectByMail = sqldb.Q("message.by_mail", `
		select distinct ticket_id from message where mail_id = $1 and mail_id <> '' order by ticket_id desc limit 5`)
	repeatMessage  = sqldb.Q("message.repeat", `update message set repeats = repeats + 1, repeated_at = $1 where id = $2 and ticket_id = $3`)
	selectByNumber = sqldb.Q("reference.by_number", `
		select distinct r.ticket_id from ticket_reference r join ticket t on t.id = r.ticket_id
		where r.external = $1 and t.org_id = $2 and r.source not like '%.%' limit 2`)
	selectSpoke = sqldb.Q("message.spoke", `
		select count(*) from message where ticket_id = $1 and not internal
			and (author_id = $2 or author_address <> '' and lower(author_address) = $3)`)
)

// LoadIn returns a ticket inside a transaction. Errors: errs.NotFound.
func LoadIn(ctx context.Context, q sqldb.Querier, by authz.Actor, id ID) (Ticket, error) {
	return load(ctx, q, Visible(by), id)
}

// FindMail returns the tickets that hold a message with that Message-ID, newest first. It proves nothing about whoever
// refers to it. For channels, which check rights themselves.
func FindMail(ctx context.Context, q sqldb.Querier, mailID string) ([]ID, error) {
	return sqldb.All(ctx, q, selectByMail, sqldb.Value[ID], mailID)
}

// RepeatIn counts that an entry of a case was said once more.
func RepeatIn(ctx context.Context, tx *sqldb.Tx, t *Ticket, m MessageID) error {
	_, err := tx.Exec(ctx, repeatMessage, sqldb.Time(tx.Now()), int64(m), int64(t.ID))
	tx.Poke(topics(t)...)
	return err
}

// FirstMessage returns the message that a case began with.
func FirstMessage(ctx context.Context, q sqldb.Querier, id ID) (MessageID, error) {
	return sqldb.One(ctx, q, selectFirstMessage, sqldb.Value[MessageID], int64(id))
}

// FindNumber returns the organisation's case that carries a number which somebody gave it by hand or by import, not by
// mail: such sources are no domains. 0 when there is none, or more than one.
func FindNumber(ctx context.Context, q sqldb.Querier, org directory.OrgID, external string) (ID, error) {
	ids, err := sqldb.All(ctx, q, selectByNumber, sqldb.Value[ID], external, int64(org))
	if err != nil || len(ids) != 1 {
		return 0, err
	}
	return ids[0], nil
}

// TakesPart reports whether a case is about the person or the address, or was spoken in by them where its user reads.
func TakesPart(ctx context.Context, q sqldb.Querier, t *Ticket, p directory.PersonID, address string) (bool, error) {
	address = strings.ToLower(address)
	if t.Concerns(int64(p)) || address != "" && strings.ToLower(t.SenderAddress) == address {
		return true, nil
	}
	n, err := sqldb.One(ctx, q, selectSpoke, sqldb.Value[int64], int64(t.ID), int64(p), address)
	return n > 0, err
}

// LinkIn is Link inside a transaction that has decided who may.
func (s *Service) LinkIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, from, to ID, kind string) error {
	a, b, err := s.pair(ctx, tx, by, MayWork, from, to)
	if err != nil {
		return err
	}
	return s.linkIn(ctx, tx, by, &a, &b, kind)
}

// NoteIn keeps for the desk alone what somebody else than the user wrote about a case: a supplier's answer.
func (s *Service) NoteIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID, w Words) (Ticket, MessageID, error) {
	var m MessageID
	t, err := s.updateIn(ctx, tx, by, id, MayWork, EventNoted, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		msg := w.message(Note)
		err := s.say(ctx, tx, by, t, p, &msg, w.Attachments)
		m, t.AwaitsDesk = msg.ID, t.AwaitsDesk || w.Attention
		return err
	})
	return t, m, err
}

// UntellIn takes back that the user was told of the solution by mail: the mail has come back. The clock to closing stops
// and the desk is asked to act. Word that reached the user in another way stands.
func (s *Service) UntellIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID) (Ticket, error) {
	return s.updateIn(ctx, tx, by, id, MayResolve, EventUntold, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		if t.State != StateResolved {
			return nil
		}
		p.How = "bounced"
		t.AwaitsDesk = true
		if how, err := toldHow(ctx, tx, t.ID); err != nil || how != "mail" {
			return err
		}
		t.ToldAt, t.CloseDue = zeroTime, zeroTime
		return nil
	})
}

var selectTold = sqldb.Q("ticket.told_how", `
	select payload from event where kind = 'ticket' and stream_id = $1 and type in ('ticket.told', 'ticket.resolved', 'ticket.untold')
	order by pos desc limit 1`)

// toldHow is the way in which the user was told last: mail, read, spoken; "" when nobody told them.
func toldHow(ctx context.Context, q sqldb.Querier, id ID) (string, error) {
	raw, found, err := sqldb.Maybe(ctx, q, selectTold, sqldb.Value[string], int64(id))
	if err != nil || !found {
		return "", err
	}
	var p Payload
	err = json.Unmarshal([]byte(raw), &p)
	return p.How, err
}
