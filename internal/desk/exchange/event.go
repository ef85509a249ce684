package exchange

import (
	"context"
	"fmt"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// What a delivery tells.
const (
	tellCreate = "create" // To whom a case was handed: the case.
	tellAgain  = "again"  // To whom it was handed once more.
	tellNote   = "note"
	tellFields = "fields"
	tellStatus = "status"
	tellEvent  = "event"       // To a listener.
	tellNeeds  = "information" // To a listener: the user owes an answer.
)

// telling says which events another desk has business with, and as what those hear of it who have the case in hand.
type telling struct {
	inHand string // "" for nothing.
	over   bool   // It ends what they do.
}

var tellings = map[string]telling{
	ticket.EventReported: {}, ticket.EventChanged: {inHand: tellFields}, ticket.EventAsked: {inHand: tellNote}, ticket.EventReplied: {},
	ticket.EventHeld: {}, ticket.EventResumed: {}, ticket.EventResolved: {tellStatus, true}, ticket.EventRejected: {}, ticket.EventReopened: {},
	ticket.EventClosed: {tellStatus, true}, ticket.EventWithdrawn: {tellStatus, true}, ticket.EventMerged: {tellStatus, true}, ticket.EventUnmerged: {},
	ticket.EventDelegated: {}, ticket.EventRecalled: {tellStatus, true}, ticket.EventDelegateSaid: {inHand: tellNote},
}

// target is somebody who may have to be told.
type target struct {
	listener bool
	id       int64
	role     string
	owner    string
	person   int64 // Whose account it is.
	direct   bool  // Of a case that was handed to us: told by changing their case, for nobody listens there.
	supplier ticket.SupplierID
}

var (
	selectTargets = sqldb.Q("exchange.targets", `
		select 1 = 0, k.id, k.role, k.owner, p.person_id,
			k.role = 'in' and k.remote <> '' and p.base_url <> '' and not exists (select 1 from exchange_listener o where o.person_id = p.person_id and o.active), p.supplier_id
			from exchange_link k join exchange_partner p on p.id = k.partner_id where k.ticket_id = $1 and not k.ended and p.active
		union all select 1 = 1, l.id, '', '', l.person_id, 1 = 0, null
			from exchange_listener l join ticket t on t.id = $1 and t.org_id = l.org_id
			where l.active and (l.wide or t.requester_id = l.person_id or t.reporter_id = l.person_id and t.via not in ('local_it', 'guardian') or exists (
				select 1 from role_grant g where g.person_id = l.person_id and g.reach = 'supplier' and g.of_id in (t.supplier_id, $2) and g.ended_at is null))`)
	insertDelivery = sqldb.Q("exchange.delivery.insert", `
		insert into exchange_delivery (org_id, link_id, listener_id, ticket_id, event_seq, what, created_at) values ($1, $2, $3, $4, $5, $6, $7)`)
)

// noticed writes down, in the transaction of the fact, who is to be told of it. What they are told is composed when it
// leaves.
func (s *Service) noticed(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
	p, err := ticket.DecodePayload(e)
	if err != nil {
		return err
	}
	var receiver ticket.SupplierID
	if p.Handover != nil {
		receiver = p.Handover.Supplier
	}
	all, err := sqldb.All(ctx, tx, selectTargets, func(r sqldb.Row) (target, error) {
		var t target
		return t, r.Scan(&t.listener, &t.id, &t.role, &t.owner, sqldb.ScanID(&t.person), &t.direct, sqldb.ScanID(&t.supplier))
	}, e.Stream, int64(receiver))
	if err != nil {
		return err
	}
	for _, t := range all {
		if t.person != 0 && t.person == by.Person {
			continue // Their own doing.
		}
		hears := t.hears(e, &p)
		for _, what := range hears {
			if err := s.owe(ctx, tx, t, e, what); err != nil {
				return err
			}
		}
		if !t.listener && t.role == roleOut && tellings[e.Type].over && len(hears) > 0 {
			if _, err := tx.Exec(ctx, updateOwner, t.id, us, true); err != nil {
				return err
			}
		}
	}
	if e.Type == ticket.EventDelegated && p.Handover != nil {
		return s.handedOver(ctx, tx, e, p.Handover)
	}
	return nil
}

// hears is what one of them is told of an event.
func (t *target) hears(e event.Event, p *ticket.Payload) []string {
	if t.listener {
		out := []string{tellEvent}
		if d, held := p.Changes["hold_code"]; held && d.To == holdForUser {
			out = append(out, tellNeeds)
		}
		return out
	}
	if t.direct {
		if _, moved := p.Changes["state"]; moved || p.Message != 0 && !p.Internal {
			return []string{tellNote}
		}
		return nil
	}
	x := tellings[e.Type]
	switch {
	case t.role != roleOut || x.inHand == "":
		return nil
	case p.Handover != nil && p.Handover.Supplier != t.supplier:
		return nil // Between the desk and somebody else.
	case t.owner == us && (!x.over || e.Type == ticket.EventRecalled || e.Type == ticket.EventResolved):
		return nil // They are done with it, and hear only how it ended.
	case x.inHand == tellFields && !told(p):
		return nil
	}
	return []string{x.inHand}
}

// told reports whether a change is one of attributes that partners are told.
func told(p *ticket.Payload) bool {
	for _, column := range []string{"title", "impact", "priority"} {
		if _, ok := p.Changes[column]; ok {
			return true
		}
	}
	return false
}

// owe writes down one thing to tell and wishes for it to be told.
func (s *Service) owe(ctx context.Context, tx *sqldb.Tx, t target, e event.Event, what string) error {
	var link, listener int64
	if t.listener {
		listener = t.id
	} else {
		link = t.id
	}
	if _, err := tx.Exec(ctx, insertDelivery, e.Org, sqldb.ID(link), sqldb.ID(listener), e.Stream, e.Seq, what, sqldb.Time(tx.Now())); err != nil {
		return err
	}
	return s.wish(ctx, tx, line{Link: link, Listener: listener, Ticket: e.Stream})
}

// line is a row of things to tell one after the other: about one case to one receiver.
type line struct {
	Link     int64 `json:"link,omitempty"`
	Listener int64 `json:"listener,omitempty"`
	Ticket   int64 `json:"ticket"`
}

// tries is how often a line is tried before somebody must decide: about three days.
const tries = 80

func (s *Service) wish(ctx context.Context, tx *sqldb.Tx, l line) error {
	key := fmt.Sprintf("l%d", l.Link)
	if l.Listener != 0 {
		key = fmt.Sprintf("h%d-%d", l.Listener, l.Ticket)
	}
	return jobs.Enqueue(ctx, tx, JobSend, l, jobs.Key(key), jobs.Queue(Queue), jobs.MaxTries(tries))
}

var linkID = sqldb.Q("exchange.link.id", `select id, remote from exchange_link where partner_id = $1 and ticket_id = $2`)

// handedOver begins, or takes up again, what is exchanged with the partner behind a supplier.
func (s *Service) handedOver(ctx context.Context, tx *sqldb.Tx, e event.Event, h *ticket.Handover) error {
	p, found, err := sqldb.Maybe(ctx, tx, selectPartnerSupplier, scanPartner, int64(h.Supplier))
	if err != nil {
		return err
	}
	if h.Way == string(ByMail) && (!found || p.Way != ByMail) {
		if p, found, err = s.mailPartner(ctx, tx, e, h); err != nil {
			return err
		}
	}
	if !found || h.Way == wayPortal {
		return nil
	}
	what := tellCreate
	if _, there, err := sqldb.Maybe(ctx, tx, linkID, func(r sqldb.Row) (Link, error) {
		var k Link
		return k, r.Scan(&k.ID, &k.Remote)
	}, int64(p.ID), e.Stream); err != nil {
		return err
	} else if there {
		what = tellAgain
	}
	if err := addLink(ctx, tx, p.ID, ticket.ID(e.Stream), roleOut, "", them); err != nil {
		return err
	}
	k, err := sqldb.One(ctx, tx, selectLinkOf, scanLink, int64(p.ID), e.Stream)
	if err != nil {
		return err
	}
	return s.owe(ctx, tx, target{id: int64(k.ID)}, e, what)
}

// wayPortal is a supplier that works in our own pages.
const wayPortal = "portal"
